"""Actions, subjects and hands of the audit log in the words of a page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.store.audit_reading import Search
from models.values.ballots import Ballot
from pages.languages import Language
from pages.names import ballot_name
from pages.phrases import phrases

_DID: Final = "audit.did_"
_ABOUT: Final = "audit.about_"
_BALLOTS: Final = frozenset(Ballot)
_WORDLESS: Final = re.compile(r"[^a-z0-9]+")


def named(action: str) -> str:
    """Return the key that an action's phrase has in `audit.toml`."""
    return "did_" + _WORDLESS.sub("_", action.lower())


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the log, said in a visitor's language; unknown words stay as written."""

    language: Language

    def act(self, action: str) -> str:
        """Return what somebody did."""
        return self._or_as_written(named(action), action)

    def hand(self, actor: str) -> str:
        """Return which part of the system acted, or the beginning of a person's random key."""
        return self._or_as_written(f"by_{actor}", actor[:12])

    def subject(self, subject: str) -> str:
        """Return what kind of thing an entry is about, with its number."""
        kind, *rest = subject.split(":")
        words = [self._or_as_written(f"about_{kind}", kind), *(self._part(part) for part in rest)]
        return " ".join(words)

    def _part(self, part: str) -> str:
        return ballot_name(Ballot(part), self.language) if part in _BALLOTS else part

    def _or_as_written(self, key: str, written: str) -> str:
        phrase = phrases().get(f"audit.{key}")
        return phrase.in_language(self.language) if phrase else written


def sought(words: str, before: int | None = None) -> Search:
    """Return what somebody looks for, in the words of the log or in those of its page."""
    each = words.split()
    return Search(
        words,
        before,
        actions={word: _meant(_DID, word) for word in each},
        kinds={word: _meant(_ABOUT, word) for word in each},
    )


def _meant(family: str, word: str) -> Sequence[str]:
    return [
        key.removeprefix(family)
        for key, phrase in phrases().items()
        if key.startswith(family) and word.lower() in f"{phrase.th} {phrase.en}".lower()
    ]
