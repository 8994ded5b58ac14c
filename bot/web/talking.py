"""The page's side of the one conversation: a form is a tap, and what is said becomes a page.

The page keeps no state of its own: what is open stands in its address and in its form.
"""

from dataclasses import dataclass, replace

from fastapi import Request

from bot.conversation.effects import Effect
from bot.conversation.events import Event, Tapped
from bot.conversation.facts import Facts, UnitFacts
from bot.conversation.menu import stage_words
from bot.conversation.replies import Reply
from bot.conversation.state import Action, Offered, State
from bot.conversation.step import Outcome, step
from bot.conversation.turn import Turn
from models.tables.sheets import AnswerKind
from models.values.ballots import Ballot
from pages.languages import Language

_TAPPED = "tapped"


@dataclass(frozen=True, slots=True)
class Button:
    """A button that the conversation offers, and what a tap on it means."""

    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class Told:
    """What the conversation says, and what it wants done."""

    outcome: Outcome

    @property
    def lines(self) -> tuple[str, ...]:
        """The sentences, each by itself."""
        return tuple(line for reply in self.replies for line in reply.text.splitlines() if line)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be tapped next."""
        known = {o.id: o.action for o in self.outcome.state.offered}
        return tuple(Button(c.label, known[c.id]) for reply in self.replies for c in reply.choices)

    @property
    def replies(self) -> tuple[Reply, ...]:
        """The messages as they are."""
        return self.outcome.replies

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What is to be done."""
        return self.outcome.effects


def page_facts(unit: UnitFacts | None) -> Facts:
    """Return what the conversation may know on the page."""
    return Facts(platform=None, board_url="", unit=unit)


def tell(unit: UnitFacts | None, event: Event, state: State) -> Told:
    """Let something happen in the conversation."""
    return Told(step(state, event, page_facts(unit)))


def tap(unit: UnitFacts | None, action: Action, state: State) -> Told:
    """Let somebody tap a button that the page showed before."""
    offered = replace(state, offered=(Offered(_TAPPED, "", action),))
    return tell(unit, Tapped(_TAPPED), offered)


def stages_of(unit: UnitFacts, language: Language) -> dict[Ballot, str]:
    """Return where each sheet of a unit stands, in words."""
    turn = Turn(State(language), page_facts(unit))
    return {sheet.ballot: stage_words(turn, sheet) for sheet in unit.sheets}


def answered_word(request: Request) -> AnswerKind | None:
    """Return the word that was just given, as the address says."""
    said = request.query_params.get("answered")
    return next((kind for kind in AnswerKind if kind.value == said), None)
