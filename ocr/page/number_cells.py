"""The printed row numbers of a table: what each row says that it is, before its order is asked."""

from typing import Final

import cv2
import numpy as np

from models.values.forms import Form, Holds
from ocr.page.cells import cut_cells
from ocr.page.frame import Frame
from ocr.page.grid import Grid
from ocr.page.ink import PAPER, ink_mask, threshold_of, whitened
from ocr.row_numbers.network import shipped_network
from ocr.row_numbers.view import number_inks

Numbers = tuple[tuple[int, float], ...]
"""Row numbers with their probabilities, best first; what is missing to 1 is "another number"."""

KEPT: Final = 4
"""So many numbers of a row are kept, as far as they are ..."""
_LEAST: Final = 1e-3
"""... at least so likely."""
_WIDEST: Final = 0.075
"""The middle of a wide column is enough: this share of the table's width holds any number."""
_INSIDE: Final = -0.05
"""Cells are cut inside their ruled lines by this share of their height: time is short."""


def printed_numbers(frame: Frame, grid: Grid, form: Form) -> list[Numbers]:
    """Return what is printed in the number column of each interval that carries votes.

    An interval without a number (the total's, an empty cell) has no candidates.
    """
    column = form.table.column(Holds.NUMBER)
    if column is None or column + 1 >= len(grid.edges) or not len(grid.votes):
        return [()] * len(grid.votes)
    stack = cut_cells(frame, grid, grid.votes, _reach(grid, column), _INSIDE)
    count, height, width = stack.pictures.shape
    white = whitened(stack.pictures.reshape(count * height, width))
    mask = ink_mask(white, threshold_of(white)).reshape(stack.pictures.shape)
    ink = cv2.subtract(np.full_like(white, PAPER), white).reshape(stack.pictures.shape)
    inks = number_inks(np.asarray(ink, np.uint8), mask)
    seen = [k for k, one in enumerate(inks) if one is not None and k < grid.body]
    chances = shipped_network().chances([one for k in seen if (one := inks[k]) is not None])
    found: list[Numbers] = [()] * count
    for k, row in zip(seen, chances, strict=True):
        best = np.argsort(-row)[:KEPT]
        found[k] = tuple((int(n), float(row[n])) for n in best if n and row[n] >= _LEAST)
    return found


def _reach(grid: Grid, column: int) -> tuple[float, float]:
    """Return the levels between which the numbers of a column stand."""
    left, right = float(grid.edges[column]), float(grid.edges[column + 1])
    spare = max(0.0, (right - left) - _WIDEST * float(grid.edges[-1] - grid.edges[0])) / 2
    return left + spare, right - spare
