"""What a cell of an election's CSV file may hold, and how its text becomes a value."""

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeAlias

from models.values.findings import Message

Value: TypeAlias = str | int | bool | date | datetime | StrEnum | None
Parse: TypeAlias = Callable[[str], Value]

_LONGEST: Final = 300
_CODE: Final = re.compile(r"[A-Za-z0-9_.-]+")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_LARGEST: Final = 2_000_000_000
_YEARS: Final = range(2000, 2200)
"""A year of the Buddhist era here would be a typing error; so would the year 1."""


class CellRefused(ValueError):
    """The text of a cell is not what its column holds."""

    def __init__(self, th: str, en: str) -> None:
        """Give the reason in both languages."""
        super().__init__(en)
        self.reason = Message(th, en)


def text(written: str) -> str:
    """Take a line of text."""
    if len(written) > _LONGEST:
        raise CellRefused(f"ยาวเกิน {_LONGEST} ตัวอักษร", f"longer than {_LONGEST} characters")
    if any(ord(c) < ord(" ") for c in written):
        raise CellRefused("มีอักขระควบคุมหรือขึ้นบรรทัดใหม่", "holds a control character or a line break")
    return written


def code(longest: int) -> Parse:
    """Return a parser of codes of up to `longest` letters, digits, `_`, `-` and `.`."""

    def parse(written: str) -> str:
        if len(written) > longest or not _CODE.fullmatch(written):
            raise CellRefused(
                f"รหัส “{written[:40]}” ต้องเป็น A–Z a–z 0–9 _ - . ไม่เกิน {longest} ตัว",
                f"the code “{written[:40]}” must be A–Z a–z 0–9 _ - . and at most {longest} long",
            )
        return written

    return parse


def whole(least: int) -> Parse:
    """Return a parser of whole numbers from `least`."""

    def parse(written: str) -> int:
        digits = written.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()):
            raise CellRefused(
                f"“{written[:40]}” ไม่ใช่จำนวนเต็ม", f"“{written[:40]}” is not a whole number"
            )
        number = int(written) if len(digits) < len(str(_LARGEST)) else _LARGEST
        if not least <= number < _LARGEST:
            raise CellRefused(
                f"ต้องไม่น้อยกว่า {least} (พบ {written[:20]})",
                f"must be at least {least}, not {written[:20]}",
            )
        return number

    return parse


def flag(written: str) -> bool:
    """Take 1 or 0."""
    if written not in {"0", "1"}:
        raise CellRefused(
            f"ต้องเป็น 0 หรือ 1 (พบ “{written[:40]}”)", f"must be 0 or 1, not “{written[:40]}”"
        )
    return written == "1"


def colour(written: str) -> str:
    """Take a colour such as #1a2b3c."""
    if not _COLOUR.fullmatch(written):
        raise CellRefused("ต้องเป็นสีแบบ #rrggbb", "must be a colour like #rrggbb")
    return written.lower()


def day(written: str) -> date:
    """Take a date such as 2027-02-14."""
    wrong = CellRefused("ต้องเป็นวันที่แบบ 2027-02-14", "must be a date like 2027-02-14")
    try:
        value = date.fromisoformat(written)
    except ValueError:
        raise wrong from None
    if value.year not in _YEARS:
        raise wrong
    return value


def moment(written: str) -> datetime:
    """Take a time with its zone, such as 2027-02-14T17:00:00+07:00."""
    wrong = CellRefused(
        "ต้องเป็นเวลาพร้อมเขตเวลา เช่น 2027-02-14T17:00:00+07:00",
        "must be a time with its zone, like 2027-02-14T17:00:00+07:00",
    )
    try:
        value = datetime.fromisoformat(written)
    except ValueError:
        raise wrong from None
    if value.tzinfo is None or value.year not in _YEARS:
        raise wrong
    return value


def number(written: str) -> str:
    """Take a threshold: a number from 0, kept as it is written."""
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", written, re.ASCII):
        raise CellRefused(f"“{written[:40]}” ไม่ใช่จำนวน", f"“{written[:40]}” is not a number")
    return written


def word(members: type[StrEnum]) -> Parse:
    """Return a parser of the words of a closed list."""
    words = ", ".join(m.value for m in members)

    def parse(written: str) -> StrEnum:
        try:
            return members(written)
        except ValueError:
            raise CellRefused(
                f"“{written[:40]}” ไม่ใช่คำที่ใช้ได้: {words}", f"“{written[:40]}” is not one of {words}"
            ) from None

    return parse
