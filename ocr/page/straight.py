"""A frame set straight by the table found in it: size, slope, perspective, and which end is up."""

import cv2
import numpy as np

from ocr.page.frame import PAGE_HEIGHT, PAGE_WIDTH, Frame
from ocr.page.grid import Grid

TABLE_WIDTH = 0.82
"""Share of the page's width that a table takes, in every print seen (0.80 to 0.83)."""

_TABLE_LEFT = 0.075
_WIDTHS = 0.74, 0.92
_BELOW = 0.1
"""Room below the table, as a share of the page's width: a curled sheet's last line hangs down."""
_SLOPE = 0.02
"""A table with a side that leans or slopes more than this is worth straightening."""


def upside_down(grid: Grid) -> bool:
    """Tell whether a table stands on its head: its widest column holds the votes, at the right."""
    widths = np.diff(grid.edges)
    return bool(widths[0] > widths[-1])


def straightened(frame: Frame, grid: Grid) -> Frame | None:
    """Return a frame in which the table is a rectangle of the usual width; None if it is already.

    The table's own proportions are kept; the page keeps its place above it.
    """
    ends = grid.points([0, grid.intervals - 1], grid.edges[[0, -1]], np.array([0.0, 1.0]))
    top, bottom = ends[0, 0], ends[1, 1]
    corners = np.array([top[0], top[1], bottom[1], bottom[0]])
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(sides, axis=1)
    lean = max(
        abs(sides[0, 1]) / lengths[0],
        abs(sides[2, 1]) / lengths[2],
        abs(sides[1, 0]) / lengths[1],
        abs(sides[3, 0]) / lengths[3],
    )
    width = float(lengths[0] + lengths[2]) / 2
    if lean < _SLOPE and _WIDTHS[0] < width / PAGE_WIDTH < _WIDTHS[1]:
        return None
    scale = TABLE_WIDTH * PAGE_WIDTH / width
    height = float(lengths[1] + lengths[3]) / 2 * scale
    left, high = _TABLE_LEFT * PAGE_WIDTH, max(0.0, float(corners[:2, 1].mean()) * scale)
    right = left + TABLE_WIDTH * PAGE_WIDTH
    wanted = np.array(
        [[left, high], [right, high], [right, high + height], [left, high + height]], np.float32
    )
    matrix = cv2.getPerspectiveTransform(wanted, corners.astype(np.float32))
    page_height = max(PAGE_HEIGHT, round(high + height + _BELOW * PAGE_WIDTH))
    return Frame(frame.photo, frame.to_photo @ matrix, PAGE_WIDTH, page_height)
