"""One turn of a conversation while it is being worked out."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.conversation.effects import Effect
from bot.conversation.facts import Facts
from bot.conversation.replies import Choice, Picture, Push, Reply
from bot.conversation.state import Action, State
from models.values.ballots import Ballot
from models.values.findings import Message
from pages.languages import Language
from pages.phrases import say

LABEL_LENGTH: Final = 20
"""LINE shows no more of a button's label."""


@dataclass(slots=True)
class Turn:
    """State so far, what is to be done and what is to be said."""

    state: State
    facts: Facts
    effects: list[Effect] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    def words(self, key: str, **filled: object) -> str:
        """Return a phrase in the person's language."""
        return say(key, self.state.language, **filled)

    def in_language(self, message: Message) -> str:
        """Return one side of a sentence that is known in both languages."""
        return message.th if self.state.language is Language.TH else message.en

    def ballot(self, ballot: Ballot) -> str:
        """Return a ballot's name."""
        return self.words(f"common.{ballot.value}")

    def change(self, **changed: Any) -> None:  # noqa: ANN401 - fields of the state
        """Change the state."""
        self.state = replace(self.state, **changed)

    def say(
        self,
        text: str,
        offers: Iterable[tuple[str, Action]] = (),
        push: Push = Push.USEFUL,
        picture: Picture | None = None,
    ) -> None:
        """Say something, with buttons: pairs of a label and what a tap does."""
        self.replies.append(Reply(text, self.offer(offers), push=push, picture=picture))

    def offer(self, offers: Iterable[tuple[str, Action]]) -> tuple[Choice, ...]:
        """Remember buttons, and return them to be shown."""
        cut = tuple((label[:LABEL_LENGTH], self._about_unit(action)) for label, action in offers)
        fresh = self.state.with_offers(cut)
        new = len(set(fresh) - set(self.state.offered))
        offered = self.state.kept_offers(fresh)
        self.change(offered=offered, next_id=self.state.next_id + new)
        return tuple(Choice(o.id, o.label) for o in fresh)

    def _about_unit(self, action: Action) -> Action:
        """Return an action that says which of a desk's units it is about."""
        if self.facts.desk is None or self.facts.unit is None or action.unit:
            return action
        return replace(action, unit=self.facts.unit.id)
