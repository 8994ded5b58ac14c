"""Rows of a page get the ballot numbers of the unit's list, before anything is written down.

The reader counts rows and reads their printed numbers; which number a row has follows from the
print, the form and the ballot list, whose gaps are normal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from models.values.fields import row_number
from models.values.forms import Form
from models.values.reading import CellScan, Ink, PageScan
from models.values.row_numbers import numbered_cells


def number_rows(
    scan: PageScan, boxes: Mapping[str, Any], place: tuple[Form, int], numbers: Sequence[int]
) -> tuple[PageScan, dict[str, Any]]:
    """Return a scan and its public boxes under the numbers of a ballot list.

    `place` is the form and the page of it, from 1. An empty row in which nobody stands is left
    out; what is written there is kept.
    """
    usual = _usual(scan, place, numbers)
    named = numbered_cells(scan.cells, usual, place[0].printed_numbers(numbers))
    kept = [
        (before.key, cell)
        for before, cell in zip(scan.cells, named, strict=True)
        if not _is_nobodys(cell, numbers)
    ]
    renamed = {cell.key: boxes[key] for key, cell in kept if key in boxes}
    return replace(scan, cells=tuple(cell for _, cell in kept)), renamed


def _usual(scan: PageScan, place: tuple[Form, int], numbers: Sequence[int]) -> list[int]:
    """Return the numbers that the rows of a page have by their place under the ballot list."""
    form, number = place
    printed = form.printed_numbers(numbers)
    rows = sum(row_number(c.key) is not None for c in scan.cells)
    page = next((p for p in form.table.pages if p.page == number), None)
    # A table that goes on from the page before ends the list, however many rows fitted there.
    rest = max(0, len(printed) - rows)
    done = page.first - 1 if page is not None and page.first is not None else rest
    last = max(printed, default=0)
    return [*printed, *range(last + 1, last + 1 + done + rows)][done : done + rows]


def _is_nobodys(cell: CellScan, numbers: Sequence[int]) -> bool:
    number = row_number(cell.key)
    return number is not None and number not in numbers and cell.ink is not Ink.DIGITS
