"""Corrections as people type them: `เบอร์ 4 เขียนว่า 70`, `บัตรดี 380`, several at a time."""

import re
from collections.abc import Sequence
from typing import Final

from bot.conversation.facts import Line
from models.values.fields import row_key
from pages.formats import plain_digits
from pages.keying import number_typed

_PARTS: Final = re.compile(r"[\n;]|,(?!\d{3}\b)|\s+และ\s*|\s+and\s+")
_ROW: Final = re.compile(
    r"^(?:เบอร์|หมายเลข|ลำดับ|no\.?|number|#)\s*(\d{1,3})\D+?(\d[\d,]{0,6})\s*(?:คะแนน|votes)?$",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"^(\D.*?)\s*(?:เขียนว่า|เป็น|คือ|=|:|says|is)?\s*(\d[\d,]{0,6})$")
_SHORTEST: Final = 3


def corrections(text: str, lines: Sequence[Line]) -> dict[str, int]:
    """Return what a text says about the fields of a sheet; empty where it says nothing."""
    found: dict[str, int] = {}
    for part in _PARTS.split(plain_digits(text)):
        said = _one(part.strip(), lines)
        if said is not None:
            found[said[0]] = said[1]
    return found


def _one(part: str, lines: Sequence[Line]) -> tuple[str, int] | None:
    row = _ROW.match(part)
    if row is not None:
        key = row_key(int(row[1]))
        value = number_typed(row[2])
        is_there = any(line.key == key for line in lines)
        return (key, value) if is_there and value is not None else None
    named = _NAMED.match(part)
    if named is None:
        return None
    key_named, value = _named(named[1], lines), number_typed(named[2])
    return None if key_named is None or value is None else (key_named, value)


def _named(words: str, lines: Sequence[Line]) -> str | None:
    """Return the one field whose label holds these words; None where several do."""
    wanted = words.strip().casefold()
    if len(wanted) < _SHORTEST:
        return None
    fits = [line.key for line in lines if wanted in line.label.casefold()]
    exact = [line.key for line in lines if line.label.casefold().endswith(wanted)]
    for found in (fits, exact):
        if len(found) == 1:
            return found[0]
    return None
