"""What a question wants to see of a place: its result, who stands there, or where one votes."""

import re
from enum import StrEnum
from typing import Final


class View(StrEnum):
    """What is asked for."""

    RESULT = "result"
    """คะแนน."""
    PARTY_LIST = "party_list"
    """คะแนนบัญชีรายชื่อ."""
    CANDIDATES = "candidates"
    """หาเบอร์: candidates and their numbers."""
    PARTIES = "parties"
    """หาเบอร์พรรค: parties and their numbers."""
    PLACES = "places"
    """ที่เลือกตั้ง: where the units count."""


_WORDS: Final = (
    (
        View.PARTIES,
        re.compile(r"หา?เบอร์พรรค|เบอร์พรรค|หมายเลขพรรค|party numbers?|parties", re.IGNORECASE),
    ),
    (View.PARTY_LIST, re.compile(r"บัญชีรายชื่อ|ปาร์ตี้ลิสต์|party[ -]?list", re.IGNORECASE)),
    (
        View.PLACES,
        re.compile(
            r"ที่เลือกตั้ง|สถานที่เลือกตั้ง|หน่วยเลือกตั้ง|คูหา|"
            r"\b(?:polling|counting) (?:places?|stations?|units?)",
            re.IGNORECASE,
        ),
    ),
    (
        View.CANDIDATES,
        re.compile(
            r"หาเบอร์|ผู้สมัคร|หมายเลข|เบอร์(?!\s*\d)|\b(?:candidates?|numbers)\b", re.IGNORECASE
        ),
    ),
)


def view_of(text: str) -> tuple[View, str]:
    """Return what a question wants to see, and the question without the words that say so."""
    for view, words in _WORDS:
        if words.search(text):
            return view, " ".join(words.sub(" ", text).split())
    return View.RESULT, text
