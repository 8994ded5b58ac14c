"""What an entry of the audit log changed, in words: fields by their names, closed lists by theirs.

The log itself keeps machine words; so does the file that auditors take away.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from models.values.ballots import Ballot
from models.values.fields import is_field_key, row_number
from pages.formats import UNKNOWN, number
from pages.languages import Language
from pages.names import ballot_name
from pages.phrases import phrases, say

_GROUPS: Final = frozenset({"values", "read", "rows", "rules"})
"""What only holds others together has no name of its own."""
_CODE: Final = re.compile(r"[LR]\d{1,3}")
_BALLOTS: Final = frozenset(Ballot)
_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "state": ("review.state_", "review.unit_state_", "clerk.state_"),
    "reason": ("review.recall_", "review.return_", "review.park_"),
    "kind": ("audit.kind_",),
    "answer": ("late.",),
    "outcome": ("phone.outcome_",),
    "role": ("accounts.role_",),
    "order": ("audit.did_order_", "audit.did_"),
    "asked": ("audit.did_",),
    "ballot": ("common.",),
}
"""Where the words of a closed list have their phrases."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an entry says: what it was and what it is; None where that side is silent."""

    name: str
    before: str | None
    after: str | None


def changes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, language: Language
) -> list[Change]:
    """Return what an entry says, in the order of the log; what it was before stands first."""
    was, now = dict(_flat(before or {})), dict(_flat(after or {}))
    return [
        Change(
            _name(path, language),
            _said(path, was[path], language) if path in was else None,
            _said(path, now[path], language) if path in now else None,
        )
        for path in {**was, **now}
    ]


def wordless(*sides: Mapping[str, Any] | None) -> set[str]:
    """Return the keys of an entry for which a page would have no words."""
    paths = (path for side in sides for path in dict(_flat(side or {})))
    return {key for path in paths for key in path if _word(key, Language.TH) is None}


def _flat(facts: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    for key, value in facts.items():
        here = path if key in _GROUPS else (*path, key)
        if isinstance(value, Mapping) and value.keys() != {"th", "en"}:
            yield from _flat(value, here)
        elif key in _GROUPS:
            yield (*path, key), value
        else:
            yield here, value


def _name(path: Path, language: Language) -> str:
    return " · ".join(_word(key, language) or key for key in path)


def _word(key: str, language: Language) -> str | None:
    """Return what a key is called, None where nobody said."""
    head, _, rest = key.partition(":")
    if head in _BALLOTS:
        name = ballot_name(Ballot(head), language)
        return f"{name} {_word(rest, language)}" if rest else name
    if is_field_key(key):
        row = row_number(key)
        if row is not None:
            return say("common.ballot_number", language, number=row)
    if _CODE.fullmatch(key):
        return key
    for name in (f"audit.key_{key}", f"clerk.count_{key}"):
        if name in phrases():
            return say(name, language)
    return None


def _said(path: Path, value: Any, language: Language) -> str:  # noqa: ANN401 - a JSON value
    if isinstance(value, bool):
        return say("audit.yes" if value else "audit.no", language)
    if isinstance(value, int):
        return number(value)
    if isinstance(value, Mapping):
        return str(value[language.value])
    if isinstance(value, list):
        return ", ".join(_one(path, one, language) for one in value) or UNKNOWN
    return _of_list(path[-1], str(value), language) if value else UNKNOWN


def _one(path: Path, value: Any, language: Language) -> str:  # noqa: ANN401 - a JSON value
    if not isinstance(value, Mapping):
        return _said(path, value, language) if isinstance(value, str) else str(value)
    parts = dict(_flat(value)).items()
    return " ".join(f"{_name(at, language)} {one}" for at, one in parts) or UNKNOWN


def _of_list(key: str, word: str, language: Language) -> str:
    for family in _LISTS.get(key, ()):
        phrase = phrases().get(family + word.replace(" ", "_"))
        if phrase is not None:
            return phrase.in_language(language)
    if key == "key":
        return _word(word, language) or word
    kind, mark, rest = word.partition(":")
    if key == "from" and mark:
        return f"{say(f'audit.about_{kind}', language)} {rest}"
    thai, mark, english = word.partition(" · ")
    return (thai if language is Language.TH else english) if mark else word
