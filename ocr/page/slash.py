"""A checker's slash behind the digits, though the dotted line ties it to them.

Checkers tick numbers off, and a slash reads as a 1. Where dots touch both, digits and slash are one
mark of ink: without the band of the dots they fall apart, and the slash shows itself as a thin
straight slanting stroke that stands apart from the digits.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page.images import Ints, Picture, line_through, median

_BAND = 4
"""Dots lie within this many pixels of their line."""
_TALL = 0.45
_APART = 0.12
_SLANT, _MOST_SLANT, _STRAIGHT, _THIN = 0.12, 1.6, 2.2, 6.0


def slash_start(own: NDArray[np.bool_], leader: int | None) -> int | None:
    """Return the column at which a slash behind the digits begins, None where there is none.

    `own` is the ink of the digits; `leader` the row of the dotted line in it.
    """
    ink = own.astype(np.uint8)
    if leader is not None:
        ink[max(0, leader - _BAND) : max(0, leader + _BAND + 1)] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = stats[1:].astype(np.int64)
    tall = np.flatnonzero(boxes[:, 3] >= _TALL * boxes[:, 3].max(initial=1))
    if len(tall) <= 1:
        return None
    order = tall[np.argsort(boxes[tall, 0] + boxes[tall, 2])]
    last, rest = int(order[-1]), boxes[order[:-1]]
    gap = boxes[last, 0] - (rest[:, 0] + rest[:, 2]).max()
    if gap < _APART * median(rest[:, 3]) or not _is_stroke(
        np.asarray(labels), boxes[last], last + 1
    ):
        return None
    return int(boxes[last, 0])


def _is_stroke(labels: Picture, box: Ints, label: int) -> bool:
    """Tell whether a mark is one thin straight stroke that slants to the right."""
    x, y, w, h, area = (int(v) for v in box)
    if h <= 1 or area > _THIN * float(np.hypot(w, h)):
        return False
    ys, xs = np.nonzero(labels[y : y + h, x : x + w] == label)
    slope, start = line_through(ys, xs)
    slants = _SLANT < -slope < _MOST_SLANT
    return bool(slants and np.std(xs - slope * ys - start) < _STRAIGHT)
