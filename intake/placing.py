"""A page that was read takes its place in its unit's sheet; what has no place is told the sender.

Pages are placed by what stands on them, never by the order in which they came.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from intake.telling import tell_sender
from models.states.sheet import SheetEvent, SheetState
from models.store import photos, sheets
from models.store.rows import saved
from models.tables.election import ExpectedSheet
from models.tables.geography import ReportingUnit
from models.tables.photos import Photo
from models.tables.sheets import Answer, AnswerKind, Page, Sheet
from models.values.ballots import UnitKind
from models.values.forms import form_by_code
from models.values.notices import NoticeKind
from models.values.reading import Ink, PageScan

_SURE_UNIT: Final = 0.95
"""The head is handwriting: below this confidence it names no other unit."""

_WITH_COMMITTEE: Final = frozenset({SheetState.COMPLETE, SheetState.READ, SheetState.READ_BACK})
"""The sheet is still with its committee: a new photo makes a new version of it."""


def place(session: Session, photo: Photo, scan: PageScan, at: datetime) -> Sheet | None:
    """Put a photo where its scan says, and return the sheet if that made it complete."""
    if scan.form is None or scan.page is None:
        problems = [p.value for p in scan.problems]
        tell_sender(session, photo, NoticeKind.RETAKE, at, {"problems": problems})
        return None
    expected = _expected(session, photo.unit_id, scan.form)
    if expected is None:
        tell_sender(session, photo, NoticeKind.WRONG_FORM, at, {"form": scan.form})
        return None
    unit = session.get_one(ReportingUnit, photo.unit_id)
    seen = other_unit(scan, unit)
    if seen is not None:
        tell_sender(
            session, photo, NoticeKind.OTHER_UNIT, at, {"seen": seen, "expected": unit.number}
        )
        return None
    return _join(session, photo, (expected, scan.page, scan), at)


def hand_over(session: Session, photo: Photo, at: datetime) -> Sheet | None:
    """Place a photo that found no place by itself, for people to look at (ส่งต่อให้เจ้าหน้าที่).

    It goes where its scan says if that is known, else to the first page that is still missing.
    Returns the sheet if that made it complete.
    """
    if sheets.is_placed(session, saved(photo.id)):
        return None
    reading = photos.reading_of(session, saved(photo.id))
    scan = PageScan.from_data(reading.scan) if reading else None
    wanted = _expected(session, photo.unit_id, scan.form) if scan and scan.form else None
    if wanted is not None and scan is not None and scan.page is not None:
        return _join(session, photo, (wanted, scan.page, scan), at)
    gaps = _gaps(session, photo.unit_id)
    return _join(session, photo, (*gaps[0], None), at) if gaps else None


def place_leftovers(session: Session, wait: timedelta, at: datetime) -> list[Sheet]:
    """Place photos on which the machine failed, so that people can key their pages.

    A unit's failed photos are placed when no more pages are missing than they can be, or after
    `wait`. Returns the sheets that became complete.
    """
    done: list[Sheet | None] = []
    for unit_id, failed in photos.failed_by_unit(session).items():
        if photos.waiting(session, unit_id):
            continue
        is_late = min(p.received_at for p in failed) < at - wait
        if is_late or len(_gaps(session, unit_id)) <= len(failed):
            done += [hand_over(session, p, at) for p in failed]
    return [sheet for sheet in done if sheet is not None]


def other_unit(scan: PageScan, unit: ReportingUnit) -> str | None:
    """Return the number in the head where it clearly is another unit's, else None."""
    name = "unit" if unit.kind is UnitKind.POLLING_UNIT else "set"
    written = scan.header.get(name)
    if written is None or written.value is None or written.confidence < _SURE_UNIT:
        return None
    digits = written.value.strip()
    if not digits.isdecimal() or int(digits) == unit.number:
        return None
    return digits


def _expected(session: Session, unit_id: int, form: str) -> ExpectedSheet | None:
    wanted = sheets.expected_of(session, unit_id)
    return next((e for e in wanted if e.form_code == form), None)


def _gaps(session: Session, unit_id: int) -> list[tuple[ExpectedSheet, int]]:
    """Return the pages that are still missing, in the order of the paper."""
    gaps: list[tuple[ExpectedSheet, int]] = []
    for expected in sheets.expected_of(session, unit_id):
        sheet = sheets.newest(session, unit_id, expected.ballot)
        if sheet is not None and sheet.state is not SheetState.COLLECTING:
            continue
        held = sheets.current_pages(session, saved(sheet.id)) if sheet else ()
        numbers = {p.number for p in held}
        gaps += [(expected, n) for n in range(1, _pages(expected) + 1) if n not in numbers]
    return gaps


def _pages(expected: ExpectedSheet) -> int:
    return form_by_code(expected.form_code, expected.form_variant).pages


_Where = tuple[ExpectedSheet, int, PageScan | None]


def _join(session: Session, photo: Photo, where: _Where, at: datetime) -> Sheet | None:
    """Join the page to the version of the sheet where it belongs."""
    expected, number, scan = where
    sheet, is_current = _version(session, photo.unit_id, where, at)
    page = Page(
        sheet_id=saved(sheet.id),
        photo_id=saved(photo.id),
        number=number,
        is_current=is_current,
        joined_at=at,
    )
    sheets.join(session, page)
    is_late = sheet.state is SheetState.CONFIRMED
    told = {
        "form": expected.form_code,
        "page": number,
        "pages": _pages(expected),
        "problems": [p.value for p in scan.problems] if scan else [],
    }
    kind = NoticeKind.ALREADY_CONFIRMED if is_late else NoticeKind.PAGE_JOINED
    tell_sender(session, photo, kind, at, told)
    return _completed(session, sheet, _pages(expected), at) if is_current else None


def _version(session: Session, unit_id: int, where: _Where, at: datetime) -> tuple[Sheet, bool]:
    """Return the version that takes a page, and whether the page counts in it."""
    expected, number, scan = where
    sheet = sheets.newest(session, unit_id, expected.ballot)
    if sheet is None:
        return sheets.open_version(session, expected, 1, at), True
    if sheet.state is SheetState.COLLECTING:
        return sheet, True
    if not _replaces(session, sheet, number, scan):
        return sheet, False
    return _next_version(session, sheet, expected, at), True


def _replaces(session: Session, sheet: Sheet, number: int, scan: PageScan | None) -> bool:
    """Tell whether a new photo makes a new version: two alike photos are one page, seen twice.

    A sheet that lies with the reviewers is only taken back where its committee said that the
    paper is wrong; otherwise the photo is linked and its differences are shown to them. What is
    confirmed is recalled by people or stays.
    """
    if sheet.state in {SheetState.RETURNED, SheetState.CONFIRMED}:
        return sheet.state is SheetState.RETURNED
    if sheet.state not in _WITH_COMMITTEE and not _is_paper_wrong(session, sheet):
        return False
    pages = sheets.rows_of(session, saved(sheet.id))
    old = next((r for p, _, r in pages if p.number == number), None)
    return scan is None or old is None or not alike(scan, PageScan.from_data(old.scan))


def alike(one: PageScan, other: PageScan) -> bool:
    """Tell whether two scans of a page show the same numbers wherever both saw digits."""
    firsts = {c.key: c.candidates[0][0] for c in one.cells if c.ink is Ink.DIGITS and c.candidates}
    seconds = {
        c.key: c.candidates[0][0] for c in other.cells if c.ink is Ink.DIGITS and c.candidates
    }
    return all(firsts[key] == seconds[key] for key in firsts.keys() & seconds.keys())


def _is_paper_wrong(session: Session, sheet: Sheet) -> bool:
    answers = select(Answer.kind).where(Answer.sheet_id == sheet.id)
    last = session.exec(answers.order_by(col(Answer.id).desc()).limit(1)).first()
    return last is AnswerKind.PAPER_WRONG


def _next_version(session: Session, old: Sheet, expected: ExpectedSheet, at: datetime) -> Sheet:
    """Open the next version with all pages of the old one, which stays as it was."""
    sheets.move(session, old, SheetEvent.SUPERSEDE)
    new = sheets.open_version(session, expected, old.version + 1, at)
    for page in sheets.current_pages(session, saved(old.id)):
        again = Page(
            sheet_id=saved(new.id), photo_id=page.photo_id, number=page.number, joined_at=at
        )
        sheets.join(session, again)
    return new


def _completed(session: Session, sheet: Sheet, pages: int, at: datetime) -> Sheet | None:
    held = {p.number for p in sheets.current_pages(session, saved(sheet.id))}
    if held >= set(range(1, pages + 1)):
        sheets.move(session, sheet, SheetEvent.COMPLETE, {"completed_at": at})
        return sheet
    sheets.move(session, sheet, SheetEvent.JOIN_PAGE)
    return None
