"""A sheet read from the photos of its pages."""

import time
from collections.abc import Sequence
from dataclasses import replace

from models.checks.engine import check_sheet
from models.checks.facts import PaperFacts, SheetFacts
from models.values.fields import row_number
from models.values.forms import Form, form_by_code
from models.values.reading import (
    CellScan,
    HeaderValue,
    Ink,
    Outcome,
    PageScan,
    SheetReading,
)
from models.values.row_numbers import SURE, numbered_cells, printed_rows, unsure_rows
from ocr.joint import decide
from ocr.page.rows import NO_NAME
from ocr.place_names.reader import AskNames
from ocr.scan import read_page


def read_sheet(
    files: Sequence[tuple[str, bytes]],
    *,
    form: str | None,
    numbers: Sequence[int] | None,
    names: AskNames | None = None,
) -> SheetReading:
    """Read one sheet from the photos of its pages, in any order.

    Args:
        files: name and bytes of each photo.
        form: the form's code, where it is known.
        numbers: the unit's ballot list, gaps allowed.
        names: gives the names of places that may stand in the head; without it none are read.

    Raises:
        NotAnImage: one of the files cannot be decoded.
        KeyError: no form has the code given.
    """
    known = form_by_code(form) if form else None
    scans = [read_page(data, form=known, names=names) for _, data in files]
    return read_scans([name for name, _ in files], scans, form=known, numbers=numbers)


def read_scans(
    names: Sequence[str],
    scans: Sequence[PageScan],
    *,
    form: Form | None,
    numbers: Sequence[int] | None,
) -> SheetReading:
    """Decide a sheet from the scans of its pages, in any order."""
    form = form or sheet_form(scans)
    if form is None:
        return _unreadable(names, scans)
    start = time.process_time()
    scans = numbered([_placed(s, form) for s in scans], form, numbers)
    decision = decide(scans, form, numbers)
    shared_ms = (time.process_time() - start) * 1000 / max(1, len(scans))
    scans = [replace(s, ms=s.ms + shared_ms) for s in scans]
    reading = SheetReading(
        form=form.code,
        outcome=decision.outcome,
        files=tuple(names),
        scans=tuple(scans),
        header=_header(scans),
        reason_written=next(
            (s.reason_written for s in scans if s.reason_written is not None), None
        ),
        cells=decision.cells,
        signatures=next((s.signatures for s in scans if s.signatures is not None), None),
    )
    facts = _facts(reading, form, numbers)
    paper = replace(facts.paper, identity_cost=decision.bending_cost)
    return replace(reading, findings=check_sheet(replace(facts, paper=paper)))


def _facts(reading: SheetReading, form: Form, numbers: Sequence[int] | None) -> SheetFacts:
    """Return what the paper alone tells the rules; the unit and the clock are not known here."""
    cells = reading.cells
    rows = sorted(n for n in (row_number(key) for key in cells) if n is not None)
    return SheetFacts(
        form=form,
        counts={key: cell.value for key, cell in cells.items()},
        numbers=tuple(rows if numbers is None else numbers),
        words={k: c.words for k, c in cells.items() if c.words is not None},
        accepted={k: c.value for k, c in cells.items() if c.accepted and c.value is not None},
        reason_written=reading.reason_written,
        paper=PaperFacts(
            signatures=reading.signatures,
            printed_rows=printed_rows(reading.scans, form.pages),
            unsure_rows=unsure_rows(reading.scans),
        ),
    )


def sheet_form(scans: Sequence[PageScan]) -> Form | None:
    """Return the form that the pages name, the page with the counts first."""
    named = sorted((s for s in scans if s.form), key=lambda s: s.page or 99)
    return form_by_code(named[0].form) if named and named[0].form else None


def _placed(scan: PageScan, form: Form) -> PageScan:
    """Say of a page what only the other pages of its sheet could tell: its form, and its number."""
    page = scan.page
    if page is None and scan.signatures is not None:
        page = form.signatures.page
    known = scan.form or (form.code if page is not None else None)
    return replace(scan, form=known, page=page)


def numbered(
    scans: Sequence[PageScan], form: Form, numbers: Sequence[int] | None
) -> list[PageScan]:
    """Give the rows of all pages their ballot numbers, and drop rows that nobody stands in.

    The printed numbers decide where they are sure. Rows are counted over the pages in order; a page
    whose first row is printed in the description starts there. Where the page before was not read
    and the print says nothing, nobody can tell whose votes stand in a row: such rows are dropped.
    """
    listed = form.printed_numbers(numbers) if numbers else ()
    result = list(scans)
    done: int | None = 0
    before = 0
    for index in sorted(range(len(scans)), key=lambda i: scans[i].page or 99):
        scan = scans[index]
        start = _rows_before(scan, form, done, before)
        cells = _renumbered(scan, listed, start)
        done = _place_of_last(cells, listed, start)
        result[index] = replace(scan, cells=_without_empty(cells, numbers))
        if scan.page and any(row_number(c.key) is not None for c in cells):
            before = scan.page
    return result


def _rows_before(scan: PageScan, form: Form, done: int | None, before: int) -> int | None:
    """Return how many rows stand on the pages before a scan, None where that is not known.

    `done` rows were counted up to the page `before`.
    """
    place = next((p for p in form.table.pages if p.page == scan.page), None)
    if place is not None and place.first is not None:
        return place.first - 1
    first = next((n for c in scan.cells if (n := row_number(c.key)) is not None), 1)
    if first > 1:
        # A page of the form's other print, which starts at a printed number.
        return first - 1
    return done if scan.page is None or scan.page <= before + 1 else None


def _renumbered(scan: PageScan, listed: Sequence[int], done: int | None) -> tuple[CellScan, ...]:
    """Return a page's cells with their ballot numbers; `done` rows stand on the pages before."""
    rows = [c for c in scan.cells if row_number(c.key) is not None]
    if done is None:
        return _by_print(scan.cells, rows)
    last = max(listed, default=0)
    usual = [
        listed[k] if k < len(listed) else last + k - len(listed) + 1
        for k in range(done, done + len(rows))
    ]
    return numbered_cells(scan.cells, usual, listed)


def _by_print(cells: Sequence[CellScan], rows: Sequence[CellScan]) -> tuple[CellScan, ...]:
    """Return cells numbered by the print alone, without rows where that is not sure."""
    if rows and all(c.printed for c in rows):
        first = rows[0].printed[0][0]
        named = numbered_cells(cells, range(first, first + len(rows)))
        if all(c.printed[0][1] >= SURE for c in named if row_number(c.key) is not None):
            return named
    return tuple(c for c in cells if row_number(c.key) is None)


def _place_of_last(
    cells: Sequence[CellScan], listed: Sequence[int], done: int | None
) -> int | None:
    """Return how many rows of the list are done after a page."""
    numbers = [n for c in cells if (n := row_number(c.key)) is not None]
    if not numbers:
        return done
    last = numbers[-1]
    return listed.index(last) + 1 if last in listed else last - max(listed, default=0) + len(listed)


def _without_empty(
    cells: tuple[CellScan, ...], numbers: Sequence[int] | None
) -> tuple[CellScan, ...]:
    """Drop rows in which nothing is written and nobody stands."""
    return tuple(c for c in cells if not _is_empty(c, numbers))


def _is_empty(cell: CellScan, numbers: Sequence[int] | None) -> bool:
    number = row_number(cell.key)
    if number is None or cell.ink is Ink.DIGITS:
        return False
    return NO_NAME in cell.flags if numbers is None else number not in numbers


def _header(scans: Sequence[PageScan]) -> dict[str, HeaderValue]:
    """Return the surest value of each part of the head."""
    best: dict[str, HeaderValue] = {}
    for scan in scans:
        for name, value in scan.header.items():
            if name not in best or value.confidence > best[name].confidence:
                best[name] = value
    return best


def _unreadable(names: Sequence[str], scans: Sequence[PageScan]) -> SheetReading:
    return SheetReading(
        form=None,
        outcome=Outcome.UNREADABLE,
        files=tuple(names),
        scans=tuple(scans),
        header=_header(scans),
        reason_written=None,
        cells={},
        signatures=None,
    )
