"""From the number cells of a table to what the network sees: the printed number alone, tight.

Training and reading share this module, so that both see the same picture.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.uint8]
"""Ink of a number (20 rows, up to 48 columns), 0 paper to 255 darkest stroke."""

Ints = NDArray[np.int64]

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
    width = int(np.clip(round(part.shape[1] * HEIGHT / part.shape[0]), 4, WIDTH))
    shrinks = part.shape[0] > HEIGHT
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    out = cv2.resize(part, (width, HEIGHT), interpolation=how)
    darkest = max(1, int(out.max()))
    return cv2.convertScaleAbs(out, alpha=255 / darkest).astype(np.uint8, copy=False)


def _marks(mask: Ink) -> list[Ints]:
    """Return for each cell the boxes (x, y, w, h, area) of marks that may be figures."""
    count, height, width = mask.shape
    apart = np.pad(mask, ((0, 0), (0, 1), (0, 0))).reshape(count * (height + 1), width)
    _, _, stats, _ = cv2.connectedComponentsWithStats(apart, connectivity=8)
    boxes = stats[1:].astype(np.int64)
    cell, boxes[:, 1] = np.divmod(boxes[:, 1], height + 1)
    x, y, w, h, _ = boxes.T
    speck = (w <= _SPECK) & (h <= _SPECK)
    at_edge = (x == 0) | (x + w == width) | ((y == 0) & (y + h == height))
    keep = ~(speck | at_edge | (w > _RULE_SHAPE * h))
    return [boxes[keep & (cell == k)] for k in range(count)]


def _usual_height(boxes: list[Ints]) -> float:
    """Return the height that most cells' highest mark has."""
    highest = [int(found[:, 3].max()) for found in boxes if len(found)]
    return float(np.median(highest)) if highest else 0.0


def _figures(found: Ints, usual: float, width: int) -> tuple[int, int, int, int] | None:
    """Return the box around a cell's figures: those near the middle that stand together."""
    keep = (found[:, 3] >= _HIGH * usual) & (found[:, 3] <= _TALL * usual)
    figures = found[keep]
    if not len(figures):
        return None
    centre = figures[:, 0] + figures[:, 2] / 2
    chosen = [int(np.abs(centre - width / 2).argmin())]
    for index in np.argsort(np.abs(centre - centre[chosen[0]])):
        if index not in chosen and _near(figures[chosen], figures[index], usual):
            chosen.append(int(index))
    low = figures[chosen, :2].min(axis=0)
    high = (figures[chosen, :2] + figures[chosen, 2:4]).max(axis=0)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _near(chosen: Ints, mark: Ints, usual: float) -> bool:
    """Tell whether a mark stands beside the figures chosen so far, on their line."""
    left, right = chosen[:, 0].min(), (chosen[:, 0] + chosen[:, 2]).max()
    top, bottom = chosen[:, 1].min(), (chosen[:, 1] + chosen[:, 3]).max()
    apart = max(left - (mark[0] + mark[2]), mark[0] - right)
    middle = mark[1] + mark[3] / 2
    return bool(apart <= _APART * usual and top <= middle <= bottom)
