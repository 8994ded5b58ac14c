"""The rows of a score table: which is which, and what is written in their votes cells."""

from dataclasses import dataclass

import numpy as np

from models.values.fields import TOTAL, row_key
from models.values.forms import Form, Holds
from ocr.page.cells import Stack, cut_cells
from ocr.page.frame import Frame
from ocr.page.grid import Grid
from ocr.page.images import Floats, Grey
from ocr.page.number_cells import Numbers, printed_numbers
from ocr.page.strips import Written, read_cells
from ocr.page.table import votes_column

NO_NAME = "no_name"
"""Flag of a row in whose name column nothing is printed or written."""

_LEFT, _RIGHT, _BRACKET = -0.02, 0.31, 0.245
"""Shares of the votes column: where strips begin and end, and where the bracket is printed."""
_NAME_INK, _NAME_CONTRAST = 0.03, 12


@dataclass(frozen=True, slots=True, eq=False)
class TableRow:
    """A row of the score table: its field key, what is written, its cell, its printed number."""

    key: str
    written: Written
    corners: Floats
    flags: tuple[str, ...]
    printed: Numbers = ()


def read_rows(frame: Frame, relief: Grey, grid: Grid, form: Form, page: int) -> list[TableRow]:
    """Read the votes cells of a table; rows are numbered by their place on the page.

    `relief` is that of the page at geometry scale (`relief_of`).

    A page with another number of rows than its form prints there yields none: nobody could tell
    which is which.
    """
    if not rows_complete(grid, form, page):
        return []
    left, right = (float(grid.edges[i]) for i in votes_column(grid.edges))
    width = right - left
    stack = _stack(frame, grid, left, width)
    written = read_cells(stack, (_BRACKET - _LEFT) / (_RIGHT - _LEFT))
    named = _named(relief, grid, form)
    keys = row_keys(grid, form, page)
    corners = grid.corners(grid.votes, left, right)
    printed = printed_numbers(frame, grid, form)
    rows = []
    for k, key in enumerate(keys):
        flags = () if key == TOTAL or named[k] else (NO_NAME,)
        rows.append(TableRow(key, written[k], corners[k], flags, printed[k]))
    return rows


def _stack(frame: Frame, grid: Grid, left: float, width: float) -> Stack:
    reach = left + _LEFT * width, left + _RIGHT * width
    return cut_cells(frame, grid, grid.votes, reach)


def rows_complete(grid: Grid, form: Form, page: int) -> bool:
    """Tell whether a page shows the rows that its form prints there, as far as that is fixed.

    A row too few or too many would give every row below it its neighbour's votes. The last page of
    a table ends with the total, a page with fixed rows before it does not.
    """
    pages = form.table.pages
    place = next((p for p in pages if p.page == page), None)
    if place is None or not grid.is_sound:
        return False
    if place is pages[-1]:
        return grid.merged_last
    if place.first is None or place.last is None:
        return True
    return grid.body == place.last - place.first + 1 and not grid.merged_last


def row_keys(grid: Grid, form: Form, page: int) -> list[str]:
    """Return the keys of the intervals below the table's head.

    A page whose first row depends on the page before is numbered from 1; the sheet renumbers it.
    """
    place = next((p for p in form.table.pages if p.page == page), None)
    first = place.first if place and place.first else 1
    keys = [row_key(first + k) for k in range(grid.body)]
    return [*keys, TOTAL] if grid.merged_last else keys


def _named(relief: Grey, grid: Grid, form: Form) -> list[bool]:
    """Tell for each interval below the head whether its name column bears ink."""
    column = form.table.column(Holds.NAME)
    if column is None or column + 1 >= len(grid.columns):
        return [True] * len(grid.votes)
    x0, x1 = (int(v) for v in (grid.edges[column] + 5, grid.edges[column + 1] - 5))
    ink = relief[:, max(0, x0) : max(1, x1)] >= _NAME_CONTRAST
    middle = np.array([(x0 + x1) / 2])
    every = np.arange(len(grid.rows))
    tops = grid.rows_at(every, np.broadcast_to(middle, (len(every), 1)))[:, 0]
    named = []
    for k in grid.votes:
        cell = ink[max(0, int(tops[k]) + 6) : max(1, int(tops[k + 1]) - 5)]
        named.append(int(np.count_nonzero(cell)) > _NAME_INK * cell.size)
    return named
