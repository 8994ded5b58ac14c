"""The page number that stands at the top of a page of signatures, between two dashes: "- ๒ -".

Pages of signatures look the same in every form. Their numbers do not: of a unit's two forms one
ends on page 2, the other on page 4.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np

from models.values.forms import Form
from ocr.page.found import FoundPage
from ocr.page.frame import GEOMETRY_SCALE
from ocr.page.images import Grey, Ints
from ocr.page.ink import PAPER, ink_mask, marks_of, threshold_of, whitened
from ocr.row_numbers.network import shipped_network
from ocr.row_numbers.view import tightened

_LEFT, _RIGHT = 0.34, 0.62
"""Shares of the page's width between which the number stands."""
_ABOVE: Final = (0.14, 0.015)
"""From so far above the first signature to so far, in shares of the page's height."""
_LEAST_HEIGHT: Final = 30
_DASH_WIDE, _DASH_HIGH = (4, 26), 8
_FLAT: Final = 1.4
_BETWEEN: Final = (12, 70)
_LEVEL: Final = 7
"""The middles of both dashes differ by this much at most, ..."""
_OFF: Final = 14
"""... and a figure's middle from theirs."""
_FIGURE_HIGH: Final = (8, 32)
_SURE: Final = 0.95


def signing_page_number(page: FoundPage, forms: Sequence[Form]) -> int | None:
    """Return the number printed on a page of signatures; None where it is not clear.

    Only a number that the signatures of one of `forms` have.
    """
    known = page.known
    if known is None or page.grid is not None or known.head is None:
        return None
    wanted = {f.signatures.page for f in forms if f.code in known.rivals}
    ink = _above(page, min(p.level for p in known.head.places.values()) / GEOMETRY_SCALE)
    for box in _between_dashes(marks_of(np.asarray(ink > 0, np.uint8))[1]):
        chances = shipped_network().chances([tightened(ink, box)])[0]
        number = int(chances.argmax())
        if number in wanted and chances[number] >= _SURE:
            return number
    return None


def _above(page: FoundPage, first: float) -> Grey:
    """Return the ink above the first signature, 0 where there is none."""
    frame = page.frame
    top, bottom = (max(0.0, first - share * frame.height) for share in _ABOVE)
    if bottom - top < _LEAST_HEIGHT:
        return np.zeros((1, 1), np.uint8)
    white = whitened(frame.view(1.0, (_LEFT * frame.width, top, _RIGHT * frame.width, bottom)))
    mask = ink_mask(white, threshold_of(white))
    dark = cv2.subtract(np.full_like(white, PAPER), white)
    return np.asarray(np.where(mask > 0, np.maximum(dark, 1), 0), np.uint8)


def _between_dashes(marks: Ints) -> Iterator[tuple[int, int, int, int]]:
    """Yield the boxes (x0, y0, x1, y1) of what stands between two dashes, on their level."""
    wide, high = marks[:, 2], marks[:, 3]
    flat = (wide >= _FLAT * high) & (high <= _DASH_HIGH)
    dashes = marks[flat & (wide >= _DASH_WIDE[0]) & (wide <= _DASH_WIDE[1])]
    for left in dashes:
        for right in dashes:
            inside = _inside(marks, left, right)
            if len(inside):
                low = inside[:, :2].min(axis=0)
                far = (inside[:, :2] + inside[:, 2:4]).max(axis=0)
                yield int(low[0]), int(low[1]), int(far[0]), int(far[1])


def _inside(marks: Ints, left: Ints, right: Ints) -> Ints:
    """Return the marks of a figure's size between two dashes; none where they are no pair."""
    begin, end = left[0] + left[2], right[0]
    level = (left[1] + left[3] / 2 + right[1] + right[3] / 2) / 2
    is_pair = _BETWEEN[0] <= end - begin <= _BETWEEN[1]
    is_level = abs(left[1] + left[3] / 2 - right[1] - right[3] / 2) <= _LEVEL
    if not (is_pair and is_level):
        return marks[:0]
    middle = marks[:, 1] + marks[:, 3] / 2
    within = (marks[:, 0] >= begin) & (marks[:, 0] + marks[:, 2] <= end)
    size = (marks[:, 3] >= _FIGURE_HIGH[0]) & (marks[:, 3] <= _FIGURE_HIGH[1])
    return np.asarray(marks[within & size & (np.abs(middle - level) < _OFF)])
