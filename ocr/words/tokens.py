"""The closed vocabulary of number words and every way in which people spell a count.

A count from 0 to 9,999 is spelled with fifteen words (ศูนย์ … พัน); what may follow it (ถ้วน, คะแนน,
บัตร, คน) says nothing about the number but is known to the network, so that it is not taken for one.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

WORDS: Final = (
    "ศูนย์",
    "หนึ่ง",
    "สอง",
    "สาม",
    "สี่",
    "ห้า",
    "หก",
    "เจ็ด",
    "แปด",
    "เก้า",
    "เอ็ด",
    "ยี่",
    "สิบ",
    "ร้อย",
    "พัน",
    "ถ้วน",
    "คะแนน",
    "บัตร",
    "คน",
)
"""Classes of the network by number: the digits first."""

ET: Final = 10
YI: Final = 11
TEN: Final = 12
HUNDRED: Final = 13
THOUSAND: Final = 14
SUFFIXES: Final = (15, 16, 17, 18)
BLANK: Final = 19
"""Class of "no new word here" (CTC)."""

CLASSES: Final = 20
_UNITS: Final = (0, TEN, HUNDRED, THOUSAND)
NUMBER_WORDS: Final = 15
LARGEST: Final = 9_999

UNUSUAL: Final = 0.3
"""Weight of a way to spell that the grammar does not ask for, against 1 for the usual one."""

Spelling = tuple[int, ...]

_MOST_DIGITS: Final = 4
_WORTH: Final = {TEN: 10, HUNDRED: 100, THOUSAND: 1000}
_ALONE: Final = {ET: 1, YI: 2}


@cache
def spellings(value: int) -> tuple[tuple[Spelling, float], ...]:
    """Return the ways to spell a count of at most four digits, each with its weight.

    The usual way comes first; then those without หนึ่ง before ร้อย, with หนึ่ง for เอ็ด, and the number
    read digit by digit (เจ็ดศูนย์สาม).

    Raises:
        ValueError: the value is not a count from 0 to 9,999.
    """
    if not 0 <= value <= LARGEST:
        raise ValueError(value)
    ways = list(dict.fromkeys(_ways(value)))
    return tuple((way, UNUSUAL if i else 1.0) for i, way in enumerate(ways))


def usual(value: int) -> Spelling:
    """Return the spelling that the grammar asks for, e.g. 21 -> ยี่สิบเอ็ด."""
    return spellings(value)[0][0]


def meaning(words: Spelling) -> int | None:
    """Return the count that words spell, or None where they spell none."""
    value = _digits(words) if max(words, default=ET) < ET else _places(words)
    known = value is not None and any(words == way for way, _ in spellings(value))
    return value if known else None


def _digits(words: Spelling) -> int | None:
    return int("".join(str(w) for w in words)) if len(words) <= _MOST_DIGITS else None


def _places(words: Spelling) -> int | None:
    """Add up words with places; nonsense may come out as a number, which `meaning` finds out."""
    total, pending = 0, 0
    for word in words:
        if word in _WORTH:
            total += max(1, pending) * _WORTH[word]
            pending = 0
        else:
            pending = _ALONE.get(word, word)
    total += pending
    return total if 0 < total <= LARGEST else None


def _ways(value: int) -> Iterator[Spelling]:
    digits = tuple(int(d) for d in str(value))
    yield _spelled(digits, one=ET, bare=False)
    yield _spelled(digits, one=1, bare=False)
    yield _spelled(digits, one=ET, bare=True)
    yield digits


def _spelled(digits: Spelling, *, one: int, bare: bool) -> Spelling:
    """Spell digits with places; `one` ends 11, 21, ..., `bare` leaves หนึ่ง out before ร้อย."""
    if digits == (0,):
        return (0,)
    parts: list[int] = []
    for index, digit in enumerate(digits):
        place = len(digits) - 1 - index
        if digit:
            parts += _placed(digit, place, bare=bare)
    if len(digits) > 1 and digits[-1] == 1:
        parts[-1] = one
    return tuple(parts)


def _placed(digit: int, place: int, *, bare: bool) -> list[int]:
    if place == 0:
        return [digit]
    unit = _UNITS[place]
    if unit == TEN:
        return {1: [TEN], 2: [YI, TEN]}.get(digit, [digit, TEN])
    return [unit] if digit == 1 and bare else [digit, unit]
