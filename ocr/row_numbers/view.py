"""From the number cells of a table to what the network sees: the printed number alone, tight.

Training and reading share this module, so that both see the same picture.
"""

from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.uint8]
"""Ink of a number (20 rows, up to 48 columns), 0 paper to 255 darkest stroke."""

Mark = list[int]
"""Box of a mark: x, y, width, height, area. A cell has a few: plain numbers are quicker there."""

HEIGHT: Final = 20
WIDTH: Final = 48

_SPECK: Final = 5
_RULE_SHAPE: Final = 6
"""A mark so many times wider than high is the rest of a ruled line."""
_HIGH: Final = 0.6
"""Figures are at least this share of the page's usual figure in height; less is dust."""
_TALL: Final = 1.7
"""A mark so much higher than the usual figure is a ruled line or somebody's pen."""
_APART: Final = 1.0
"""Figures of one number stand nearer than this, in heights of a figure."""


def number_inks(ink: Ink, mask: Ink) -> list[Ink | None]:
    """Return the printed number of each cell as the network wants it, None where none stands.

    Args:
        ink: the cells (n, rows, columns) within their ruled lines, 0 paper to 255 darkest stroke.
        mask: the same, 1 where there is ink.
    """
    boxes = _marks(mask)
    usual = _usual_height(boxes)
    out: list[Ink | None] = []
    for cell, found in zip(ink, boxes, strict=True):
        figures = _figures(found, usual, cell.shape[1])
        out.append(None if figures is None else tightened(cell, figures))
    return out


def tightened(ink: Ink, box: tuple[int, int, int, int]) -> Ink:
    """Return the part of a picture in a box (x0, y0, x1, y1) at the network's height."""
    x0, y0, x1, y1 = box
    part = ink[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1]
    width = min(max(round(part.shape[1] * HEIGHT / part.shape[0]), 4), WIDTH)
    shrinks = part.shape[0] > HEIGHT
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    out = cv2.resize(part, (width, HEIGHT), interpolation=how)
    darkest = max(1, int(out.max()))
    return cv2.convertScaleAbs(out, alpha=255 / darkest).astype(np.uint8, copy=False)


def _marks(mask: Ink) -> list[list[Mark]]:
    """Return for each cell the boxes (x, y, w, h, area) of marks that may be figures."""
    count, height, width = mask.shape
    apart = np.pad(mask, ((0, 0), (0, 1), (0, 0))).reshape(count * (height + 1), width)
    _, _, stats, _ = cv2.connectedComponentsWithStats(apart, connectivity=8)
    boxes = stats[1:].astype(np.int64)
    cell, boxes[:, 1] = np.divmod(boxes[:, 1], height + 1)
    x, y, w, h, _ = boxes.T
    speck = (w <= _SPECK) & (h <= _SPECK)
    at_edge = (x == 0) | (x + w == width) | ((y == 0) & (y + h == height))
    keep = np.flatnonzero(~(speck | at_edge | (w > _RULE_SHAPE * h)))
    keep = keep[np.argsort(cell[keep], kind="stable")]
    ends = np.searchsorted(cell[keep], np.arange(count + 1)).tolist()
    found = boxes[keep].tolist()
    return [found[first:end] for first, end in pairwise(ends)]


def _usual_height(boxes: list[list[Mark]]) -> float:
    """Return the height that most cells' highest mark has."""
    highest = sorted(max(high for _, _, _, high, _ in found) for found in boxes if found)
    return (highest[(len(highest) - 1) // 2] + highest[len(highest) // 2]) / 2 if highest else 0.0


def _figures(found: list[Mark], usual: float, width: int) -> tuple[int, int, int, int] | None:
    """Return the box around a cell's figures: those near the middle that stand together."""
    figures = [mark for mark in found if _HIGH * usual <= mark[3] <= _TALL * usual]
    if not figures:
        return None
    first = min(figures, key=lambda mark: abs(_centre(mark) - width / 2))
    box = _box(first)
    for mark in sorted(figures, key=lambda mark: abs(_centre(mark) - _centre(first))):
        if mark is not first and _near(box, mark, usual):
            box = _around(box, _box(mark))
    return box


def _centre(mark: Mark) -> float:
    return mark[0] + mark[2] / 2


def _box(mark: Mark) -> tuple[int, int, int, int]:
    x, y, w, h, _ = mark
    return x, y, x + w, y + h


def _around(
    one: tuple[int, int, int, int], other: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = other
    return min(one[0], x0), min(one[1], y0), max(one[2], x1), max(one[3], y1)


def _near(chosen: tuple[int, int, int, int], mark: Mark, usual: float) -> bool:
    """Tell whether a mark stands beside the figures chosen so far, on their line."""
    left, top, right, bottom = chosen
    apart = max(left - (mark[0] + mark[2]), mark[0] - right)
    return apart <= _APART * usual and top <= mark[1] + mark[3] / 2 <= bottom
