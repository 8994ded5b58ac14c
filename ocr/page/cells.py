"""Cells of a column cut along their curved lines, stacked so that one pass cleans them all."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ocr.page.frame import GEOMETRY_SCALE, Frame, apply
from ocr.page.grid import Grid
from ocr.page.images import Floats, Grey

MARGIN = 0.12
"""Cells are cut with this share of their height from above and below: tall digits reach out."""

_STEP, _BEFORE = 32, 4
"""A stack holds the page points of every 32nd pixel, from four pixels before the first one."""

_PIECE = 3
"""Cells are cut in pieces of so many steps: within one, lines are as good as straight."""


def steps(length: int) -> Floats:
    """Return the pixels, along a side of a picture, whose page points a stack holds."""
    return np.arange(-(-length // _STEP) + 1, dtype=np.float64) * _STEP - _BEFORE


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Equal cells one below the other: `pictures` has shape (cells, height, width).

    `points` holds the page points at `steps`, shape (cells, rows, columns, 2). A cell's
    ruled lines stand at `margin` pixels from its upper and lower edge.
    """

    pictures: Grey
    points: Floats
    margin: int

    @property
    def row_height(self) -> int:
        """Height of a cell between its lines."""
        return int(self.pictures.shape[1]) - 2 * self.margin

    def only(self, cell: int) -> "Stack":
        """Return a stack of one cell."""
        one = slice(cell, cell + 1)
        return Stack(self.pictures[one], self.points[one], self.margin)

    def page_points(self, cell: int, corners: Floats) -> Floats:
        """Return the page points of pixels (x, y) of a cell, shape (n, 2)."""
        grid = self.points[cell]
        rows, columns = grid.shape[:2]
        x = np.clip((corners[:, 0] + _BEFORE) / _STEP, 0, columns - 1.001)
        y = np.clip((corners[:, 1] + _BEFORE) / _STEP, 0, rows - 1.001)
        i, j = y.astype(np.int64), x.astype(np.int64)
        u, v = (x - j)[:, None], (y - i)[:, None]
        top = grid[i, j] * (1 - u) + grid[i, j + 1] * u
        bottom = grid[i + 1, j] * (1 - u) + grid[i + 1, j + 1] * u
        return np.asarray(top * (1 - v) + bottom * v)


def cut_cells(
    frame: Frame, grid: Grid, intervals: range, reach: tuple[float, float], margin: float = MARGIN
) -> Stack:
    """Cut the intervals between the column levels `reach`, straightened, at page scale."""
    height = max(12, round(grid.pitch / GEOMETRY_SCALE))
    width = max(16, round((reach[1] - reach[0]) / GEOMETRY_SCALE))
    edge = round(margin * height)
    full = height + 2 * edge
    levels = reach[0] + (steps(width) + 0.5) * GEOMETRY_SCALE
    down = (steps(full) + 0.5 - edge) / height
    points = grid.points(intervals, levels, down)
    return sample_stack(frame, points, (width, full), edge)


def sample_stack(frame: Frame, points: Floats, size: tuple[int, int], edge: int) -> Stack:
    """Read cells of `size` (width, height) whose pixels at `steps` show `points` of the page."""
    width, full = size
    exact = apply(frame.to_photo, points)
    pictures = np.empty((len(points), full, width), np.uint8)
    for first in range(0, width, _PIECE * _STEP):
        at = first // _STEP
        parts = pictures[:, :, first : first + _PIECE * _STEP]
        maps = _affine(exact[:, :, at : at + -(-parts.shape[2] // _STEP) + 1])
        for part, matrix in zip(parts, maps, strict=True):
            frame.draw(part, matrix)
    return Stack(pictures, points, edge)


def _affine(exact: Floats) -> Floats:
    """Return the affine maps, shape (n, 2, 3), nearest to photo points (n, rows, columns, 2)."""
    count, rows, columns = exact.shape[:3]
    found = _nearest(rows, columns) @ exact.reshape(count, rows * columns, 2)
    return np.ascontiguousarray(found.transpose(0, 2, 1))


@lru_cache(64)
def _nearest(rows: int, columns: int) -> Floats:
    """Return what turns points at so many steps into the nearest affine map, (3, points)."""
    y, x = (np.indices((rows, columns)) * _STEP - _BEFORE).reshape(2, -1)
    return np.asarray(np.linalg.pinv(np.column_stack([x, y, np.ones(x.size)])), np.float64)
