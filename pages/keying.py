"""Numbers as people type them: Thai or Arabic digits, separators, and a dash for a blank line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from models.values.fields import is_count, row_number
from pages.formats import plain_digits

BLANK_SIGNS: Final = frozenset({"-", "–", "—"})
_PREFIX: Final = "v:"
_LONGEST: Final = 5


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the fields: numbers, lines left blank on the paper, and the rest."""

    values: Mapping[str, int]
    blank: frozenset[str]
    missing: frozenset[str]
    """Empty fields, and those that hold no count."""


def field_name(key: str) -> str:
    """Return the name of a field's input."""
    return _PREFIX + key


def number_typed(text: str) -> int | None:
    """Return the count that a text means, or None where it is none (R208)."""
    plain = plain_digits(text).replace(",", "").replace(" ", "").strip()
    if not (plain.isascii() and plain.isdigit()) or len(plain.lstrip("0")) > _LONGEST:
        return None
    value = int(plain)
    return value if is_count(value) else None


def typed_in(form: Mapping[str, object], keys: Iterable[str]) -> Typed:
    """Return what a posted form says about the fields `keys`.

    A dash in a row of votes is a zero, as on the paper; in the head it says that the line is blank.
    """
    values: dict[str, int] = {}
    blank: set[str] = set()
    missing: set[str] = set()
    for key in keys:
        text = str(form.get(field_name(key), "")).strip()
        number = 0 if text in BLANK_SIGNS and row_number(key) else number_typed(text)
        if number is not None:
            values[key] = number
        elif text in BLANK_SIGNS:
            blank.add(key)
        else:
            missing.add(key)
    return Typed(values, frozenset(blank), frozenset(missing))
