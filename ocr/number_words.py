"""Numbers as Thai words (จำนวนเป็นตัวอักษร), as committees write them beside the digits."""

from typing import Final

_DIGITS: Final = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES: Final = ("", "สิบ", "ร้อย", "พัน", "หมื่น")
_ZERO: Final = "ศูนย์"
_TEN: Final = 10
_MOST: Final = 99_999

SUFFIXES: Final = ("", "บัตร", "คะแนน", "คน", "ถ้วน", "คะแนนถ้วน", "บัตรถ้วน")
"""What people may write after the number."""


def thai_words(value: int) -> str:
    """Return a count from 0 to 99,999 in Thai words, e.g. 21 -> ยี่สิบเอ็ด.

    Raises:
        ValueError: the value is not a count of at most five digits.
    """
    if not 0 <= value <= _MOST:
        raise ValueError(value)
    if value == 0:
        return _ZERO
    digits = [int(d) for d in str(value)]
    parts = [_place(digit, len(digits) - 1 - i, value) for i, digit in enumerate(digits)]
    return "".join(parts)


def spelled_digits(value: int) -> str:
    """Return a count read digit by digit, e.g. 703 -> เจ็ดศูนย์สาม."""
    return "".join(_DIGITS[int(d)] or _ZERO for d in str(value))


def _place(digit: int, place: int, value: int) -> str:
    if digit == 0:
        return ""
    if place == 1 and digit in (1, 2):
        return {1: "สิบ", 2: "ยี่สิบ"}[digit]
    if place == 0 and digit == 1 and value > _TEN:
        return "เอ็ด"
    return _DIGITS[digit] + _PLACES[place]
