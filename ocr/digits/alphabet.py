"""The digit classes of the strip reader.

0 and ๐ are one glyph and one class, so a strip of noughts belongs to both scripts.
"""

from enum import StrEnum
from typing import Final

BLANK: Final = 19
"""Class of "no new digit here" in the network's output (CTC)."""

STRUCK: Final = 20
"""Class of a figure that was struck out: it stands there, and no digit of it counts."""

CLASSES: Final = 21
"""Nought, 1-9, ๑-๙, the blank and the struck-out figure."""


class Script(StrEnum):
    """Which digits a hand writes; one hand keeps to one script."""

    ARABIC = "arabic"
    THAI = "thai"


def class_of(digit: int, script: Script) -> int:
    """Return the class of `digit` (0-9) in `script`."""
    if digit == 0 or script is Script.ARABIC:
        return digit
    return 9 + digit


def digit_classes(script: Script) -> tuple[int, ...]:
    """Return the ten classes of a script, in the order of their digits."""
    return tuple(class_of(digit, script) for digit in range(10))
