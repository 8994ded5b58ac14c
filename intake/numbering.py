"""Rows of a page get the ballot numbers of the unit's list, before anything is written down.

The reader counts rows; which number stands in a row follows from the form and the ballot list,
whose gaps are normal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from models.values.fields import row_key, row_number
from models.values.forms import Form
from models.values.reading import CellScan, Ink, PageScan


def number_rows(
    scan: PageScan, boxes: Mapping[str, Any], place: tuple[Form, int], numbers: Sequence[int]
) -> tuple[PageScan, dict[str, Any]]:
    """Return a scan and its public boxes under the numbers of a ballot list.

    `place` is the form and the page of it, from 1. An empty row in which nobody stands is left
    out; what is written there is kept.
    """
    names = _names(scan, place, numbers)
    kept = [c for c in scan.cells if not _is_nobodys(c, names, numbers)]
    cells = tuple(replace(c, key=names.get(c.key, c.key)) for c in kept)
    renamed = {names.get(c.key, c.key): boxes[c.key] for c in kept if c.key in boxes}
    return replace(scan, cells=cells), renamed


def _names(scan: PageScan, place: tuple[Form, int], numbers: Sequence[int]) -> dict[str, str]:
    """Return the key of each row as scanned → its key under the ballot list."""
    form, number = place
    printed = form.printed_numbers(numbers)
    rows = [c.key for c in scan.cells if row_number(c.key) is not None]
    page = next((p for p in form.table.pages if p.page == number), None)
    # A table that goes on from the page before ends the list, however many rows fitted there.
    rest = max(0, len(printed) - len(rows))
    done = page.first - 1 if page is not None and page.first is not None else rest
    last = max(printed, default=0)
    beyond = range(last + 1, last + 1 + done + len(rows))
    all_numbers = [*printed, *beyond][done:]
    return {key: row_key(n) for key, n in zip(rows, all_numbers, strict=False)}


def _is_nobodys(cell: CellScan, names: Mapping[str, str], numbers: Sequence[int]) -> bool:
    number = row_number(names.get(cell.key, cell.key))
    return number is not None and number not in numbers and cell.ink is not Ink.DIGITS
