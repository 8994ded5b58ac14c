"""Whether the rows of a table are surely whose they say they are.

A ruled line that was not found gives every row below it its neighbour's votes, and no sum shows
it: the same numbers still add up. Rows of one print are equally high, so a lost line shows as a
gap; and where only the ballot list is printed, the list says how many rows there are.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from models.values.fields import TOTAL, row_number
from models.values.forms import Form
from models.values.reading import CellScan, PageScan

LEAST_STEP: Final = 0.65
LARGEST_STEP: Final = 1.4
"""Steps from row to row against the usual one (0.92 to 1.11 on the real pages)."""

_FEWEST: Final = 4


def rows_stand(scans: Sequence[PageScan], form: Form, numbers: Sequence[int] | None) -> bool:
    """Tell whether nothing speaks against the places of the rows."""
    even = all(_is_even([c for c in s.cells if row_number(c.key) is not None]) for s in scans)
    return even and (numbers is None or _fits_list(scans, form, numbers))


def _is_even(rows: Sequence[CellScan]) -> bool:
    """Tell whether the rows of a page follow each other in equal steps."""
    if len(rows) < _FEWEST:
        return True
    boxes = np.array([row.box for row in rows], float)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    steps = np.hypot(*np.diff(middles, axis=0).T)
    usual = float(np.median(steps))
    if usual <= 0:
        return True
    return bool((steps > LEAST_STEP * usual).all() and (steps < LARGEST_STEP * usual).all())


def _fits_list(scans: Sequence[PageScan], form: Form, numbers: Sequence[int]) -> bool:
    """Tell whether the rows are those of a ballot list, all of them where the whole table is seen.

    A form that prints rows of its own says nothing: names stand there in anybody's order.
    """
    if form.table.printed_rows:
        return True
    found = {n for s in scans for c in s.cells if (n := row_number(c.key)) is not None}
    return found == set(numbers) if _is_whole(scans, form) else found <= set(numbers)


def _is_whole(scans: Sequence[PageScan], form: Form) -> bool:
    """Tell whether every page of the table is there, down to the one with the total."""
    seen = {s.page for s in scans}
    end = max((s.page or 0 for s in scans if _has_total(s)), default=0)
    return end > 0 and all(p.page in seen for p in form.table.pages if p.page <= end)


def _has_total(scan: PageScan) -> bool:
    return any(c.key == TOTAL for c in scan.cells)
