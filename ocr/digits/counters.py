"""A figure written over another: more closed white than the digits that are read can hold.

An 8 over a 5 or a 3 over a 1 closes small rooms of paper that neither digit has. The network knows
nothing of it and may be sure of the wrong one of the two, so the ink is looked at beside it.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.digits.alphabet import Script
from ocr.digits.reading import StripReading
from ocr.digits.view import ink_of

_INKED: Final = 150
_LEAST: Final = 30 / 64**2
"""Size of a room that counts, of the square of a strip's height; dots of the line and loops at the
ends of strokes close less."""

_ROOMS: Final = {"0": 1, "2": 1, "4": 1, "6": 1, "7": 1, "8": 2, "9": 1}
"""Rooms that a digit may close; a 2 has them in a loop, a 7 between its bar and its flag."""


def rooms_of(strip: NDArray[np.uint8]) -> int:
    """Return how many rooms of paper the ink of a strip closes."""
    _, paper = cv2.threshold(ink_of(strip), _INKED, 1, cv2.THRESH_BINARY_INV)
    around = cv2.copyMakeBorder(paper, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=[1.0])
    stats = cv2.connectedComponentsWithStats(around, connectivity=4)[2]
    # The first is the ink, the second the paper around all of it.
    areas = stats[2:, cv2.CC_STAT_AREA]
    return int((areas >= _LEAST * strip.shape[0] ** 2).sum())


def is_overwritten(strip: NDArray[np.uint8], reading: StripReading) -> bool:
    """Tell whether a figure was written over another; Thai figures have too many loops to tell."""
    if reading.script is not Script.ARABIC or not reading.text:
        return False
    return rooms_of(strip) > sum(_ROOMS.get(digit, 0) for digit in reading.text)
