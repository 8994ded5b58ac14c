"""Cells of a column cut along their curved lines, stacked so that one pass cleans them all."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page.frame import GEOMETRY_SCALE, Frame, apply
from ocr.page.grid import Grid
from ocr.page.images import Floats, Grey

MARGIN = 0.12
"""Cells are cut with this share of their height from above and below: tall digits reach out."""

_STEP = 8
"""The cutting map is exact at every eighth pixel and interpolated between."""


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Equal cells one below the other: `pictures` has shape (cells, height, width).

    `points` holds the page point of every eighth pixel, shape (cells, rows, columns, 2). A cell's
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
        x = np.clip(corners[:, 0] / _STEP, 0, columns - 1.001)
        y = np.clip(corners[:, 1] / _STEP, 0, rows - 1.001)
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
    rows, columns = full // _STEP + 2, width // _STEP + 2
    levels = reach[0] + (np.arange(columns, dtype=np.float64) * _STEP + 0.5) * GEOMETRY_SCALE
    down = (np.arange(rows, dtype=np.float64) * _STEP + 0.5 - edge) / height
    points = grid.points(intervals, levels, down)
    return sample_stack(frame, points, (width, full), edge)


def sample_stack(frame: Frame, points: Floats, size: tuple[int, int], edge: int) -> Stack:
    """Read cells of `size` (width, height) whose every eighth pixel lies at `points`."""
    width, full = size
    exact = apply(frame.to_photo, points).astype(np.float32)
    maps = np.concatenate([_spread(p, width, full) for p in exact])
    pictures = frame.sample(maps).reshape(len(points), full, width)
    return Stack(pictures, points, edge)


def _spread(points: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
    """Interpolate a map known at every eighth pixel, exactly at pixel centres."""
    matrix = np.array([[1 / _STEP, 0, 0], [0, 1 / _STEP, 0]], np.float64)
    return cv2.warpAffine(
        points,
        matrix,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float32, copy=False)
