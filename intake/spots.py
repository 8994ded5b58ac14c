"""Where a page belongs: what stands on it, and where it is silent, what the unit still owes."""

from collections.abc import Sequence

from sqlmodel import Session

from intake.versions import Spot, pages_of
from models.states.sheet import SheetState
from models.store import sheets
from models.store.cases import choices_of, place_of
from models.store.rows import saved
from models.tables.election import ExpectedSheet
from models.values.fields import row_number
from models.values.forms import form_by_code
from models.values.reading import PageScan, Problem
from models.values.row_numbers import SURE


def spot_of(session: Session, unit_id: int, scan: PageScan) -> Spot | None:
    """Return the spot that a scan names; a page that only one of the unit's forms has names it.

    Party lists go on over pages without a title: rows 11 to 34 stand on no constituency form.
    """
    if scan.page is None:
        return None
    wanted = sheets.expected_of(session, unit_id)
    if scan.form is not None:
        wanted = [e for e in wanted if e.form_code == scan.form]
    fitting = [
        e for e in wanted if pages_of(e) >= scan.page and _rows_fit(session, e, scan.page, scan)
    ]
    if len(fitting) > 1:
        # Of a sheet that was returned another photo is expected; the other one has its page.
        fitting = [e for e in fitting if _is_returned(session, e)]
    return Spot(fitting[0], scan.page) if len(fitting) == 1 else None


def is_form_like(scan: PageScan) -> bool:
    """Tell whether the picture shows some page of a form, though it is not known which."""
    return Problem.NOT_A_FORM not in scan.problems


def gaps_for(session: Session, unit_id: int, scan: PageScan | None) -> list[Spot]:
    """Return the pages that are missing and that a scan may be, in the order of the paper.

    A page without a table can only be one on which the unit's ballot list has no rows, a page
    with a table only one that has, and where two have, the one with nearly as many; a photo that
    was never scanned may be any.
    """
    gaps = missing(session, unit_id)
    if scan is None:
        return gaps
    rows = sum(row_number(c.key) is not None for c in scan.cells)
    printed = {id(g): _rows_on(session, g) for g in gaps}
    kind = [g for g in gaps if (printed[id(g)] > 0) is (rows > 0)]
    if scan.form is not None:
        kind = [g for g in kind if g.expected.form_code == scan.form]
    if scan.page is not None:
        kind = [g for g in kind if g.number == scan.page]
    nearest = min((abs(printed[id(g)] - rows) for g in kind), default=0)
    return [g for g in kind if abs(printed[id(g)] - rows) == nearest]


def of_begun(session: Session, unit_id: int) -> list[Spot]:
    """Return the missing pages of those sheets of which some are there."""
    return [g for g in missing(session, unit_id) if has_begun(session, unit_id, g.expected)]


def missing(session: Session, unit_id: int) -> list[Spot]:
    """Return the pages that a unit still owes, in the order of the paper."""
    return [
        Spot(expected, number)
        for expected in sheets.expected_of(session, unit_id)
        for number in _missing_of(session, expected)
    ]


def has_begun(session: Session, unit_id: int, expected: ExpectedSheet) -> bool:
    """Tell whether pages of a sheet are there already."""
    sheet = sheets.newest(session, unit_id, expected.ballot)
    return sheet is not None and bool(sheets.current_pages(session, saved(sheet.id)))


def _is_returned(session: Session, expected: ExpectedSheet) -> bool:
    sheet = sheets.newest(session, expected.unit_id, expected.ballot)
    return sheet is not None and sheet.state is SheetState.RETURNED


def _missing_of(session: Session, expected: ExpectedSheet) -> Sequence[int]:
    sheet = sheets.newest(session, expected.unit_id, expected.ballot)
    if sheet is not None and sheet.state is not SheetState.COLLECTING:
        return ()
    held = sheets.current_pages(session, saved(sheet.id)) if sheet else ()
    return sorted(set(range(1, pages_of(expected) + 1)) - {p.number for p in held})


def _rows_fit(session: Session, expected: ExpectedSheet, number: int, scan: PageScan) -> bool:
    """Tell whether a page's printed row numbers may be those of a form's page.

    They say nothing where most of them were not read for sure.
    """
    rows = [c for c in scan.cells if row_number(c.key) is not None]
    seen = {c.printed[0][0] for c in rows if c.printed and c.printed[0][1] >= SURE}
    if not rows or 2 * len(seen) < len(rows):
        return True
    owed = _rows_on_pages(session, expected).get(number, frozenset())
    return 2 * len(seen & owed) >= max(len(rows), len(owed))


def _rows_on(session: Session, spot: Spot) -> int:
    """Return how many rows of the ballot list stand on a page."""
    return len(_rows_on_pages(session, spot.expected).get(spot.number, ()))


def _rows_on_pages(session: Session, expected: ExpectedSheet) -> dict[int, frozenset[int]]:
    """Return the printed row numbers of each page of a form that has rows."""
    form = form_by_code(expected.form_code, expected.form_variant)
    place = place_of(session, expected.unit_id)
    choices = choices_of(session, saved(place.constituency.id), expected.ballot)
    printed = form.printed_numbers([c.number for c in choices if not c.is_struck_off])
    return {part.page: frozenset(part.numbers) for part in form.rows_on_pages(printed)}
