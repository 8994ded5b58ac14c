"""Versions of a sheet: which one takes a page, and what a newer photo makes of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from intake.numbering import number_rows
from intake.rivals import note_late_rival
from intake.sheet_facts import ballot_numbers
from intake.telling import is_asked_again, tell_sender
from models.states.sheet import SHEET, SheetEvent, SheetState
from models.store import late_photos, photos, sheets
from models.store.rows import saved
from models.tables.election import ExpectedSheet
from models.tables.photos import Photo
from models.tables.sheets import Answer, AnswerKind, Page, Sheet
from models.values.forms import form_by_code
from models.values.glance import is_faulty
from models.values.notices import ASKED, DIFFERS, NoticeKind
from models.values.reading import Ink, PageScan

_WITH_COMMITTEE: Final = frozenset({SheetState.COMPLETE, SheetState.READ, SheetState.READ_BACK})
"""The sheet is still with its committee: a new photo makes a new version of it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A page of an expected sheet; `number` counts from 1."""

    expected: ExpectedSheet
    number: int


def pages_of(expected: ExpectedSheet) -> int:
    """Return how many pages an expected sheet has."""
    return form_by_code(expected.form_code, expected.form_variant).pages


def join_page(session: Session, photo: Photo, spot: Spot, at: datetime) -> Sheet | None:
    """Join a photo to the version of the sheet where it belongs, and tell its sender.

    Its rows get the numbers of the ballot list. Returns the sheet if that made it complete.
    """
    scan = _numbered(session, photo, spot)
    sheet, is_current = _version(session, photo.unit_id, spot, scan, at)
    page = Page(
        sheet_id=saved(sheet.id),
        photo_id=saved(photo.id),
        number=spot.number,
        is_current=is_current,
        joined_at=at,
    )
    sheets.join(session, page)
    pages = pages_of(spot.expected)
    told = {
        "form": spot.expected.form_code,
        "page": spot.number,
        "pages": pages,
        "problems": [p.value for p in scan.problems] if scan else [],
        "glare_at": scan.glare_at if scan else None,
        ASKED: is_asked_again(session, photo),
    }
    if sheet.state is SheetState.CONFIRMED:
        _note_late(session, (sheet, photo), scan, told, at)
        return None
    tell_sender(session, photo, NoticeKind.PAGE_JOINED, at, told)
    if not is_current:
        note_late_rival(session, sheet, page, at)
        return None
    return _completed(session, sheet, pages, at)


def take_late(session: Session, old: Sheet, photo_ids: Collection[int], at: datetime) -> Sheet:
    """Open the next version of a recalled sheet, in which photos that came late count.

    They take the place of the older photos of their pages; the sweep finds it once complete.

    Raises:
        IllegalMove: the sheet is not recalled.
    """
    expected = next(e for e in sheets.expected_of(session, old.unit_id) if e.ballot is old.ballot)
    linked = sheets.rows_of(session, saved(old.id), is_current=False)
    new = _next_version(session, old, expected, at)
    for page in (page for page, photo, _ in linked if photo.id in photo_ids):
        again = Page(
            sheet_id=saved(new.id), photo_id=page.photo_id, number=page.number, joined_at=at
        )
        sheets.join(session, again)
    _completed(session, new, pages_of(expected), at)
    return new


def _note_late(
    session: Session,
    joined: tuple[Sheet, Photo],
    scan: PageScan | None,
    told: Mapping[str, Any],
    at: datetime,
) -> None:
    """Ask people about a photo with other numbers than the confirmed ones; tell its sender.

    What says the same needs nobody, what was never read is compared by eye. The confirmed numbers
    stay either way.
    """
    sheet, photo = joined
    numbers = ballot_numbers(session, sheet.unit_id, sheet.ballot)
    differs = late_photos.differing(session, sheet, scan, numbers) if scan else {}
    if differs or scan is None:
        late_photos.note(session, sheet, saved(photo.id), differs, at)
    count = None if scan is None else len(differs)
    tell_sender(session, photo, NoticeKind.ALREADY_CONFIRMED, at, {**told, DIFFERS: count})


def _numbered(session: Session, photo: Photo, spot: Spot) -> PageScan | None:
    """Give the rows of a photo's reading the numbers that they have in this place."""
    reading = photos.reading_of(session, saved(photo.id))
    if reading is None:
        return None
    expected = spot.expected
    form = form_by_code(expected.form_code, expected.form_variant)
    numbers = ballot_numbers(session, photo.unit_id, expected.ballot)
    seen = PageScan.from_data(reading.scan)
    scan, boxes = number_rows(seen, reading.public_boxes, (form, spot.number), numbers)
    reading.scan, reading.public_boxes = scan.to_data(), boxes
    session.add(reading)
    session.flush()
    return scan


def _version(
    session: Session, unit_id: int, spot: Spot, scan: PageScan | None, at: datetime
) -> tuple[Sheet, bool]:
    """Return the version that takes a page, and whether the page counts in it."""
    sheet = sheets.newest(session, unit_id, spot.expected.ballot)
    if sheet is None:
        return sheets.open_version(session, spot.expected, 1, at), True
    if sheet.state is SheetState.COLLECTING:
        return sheet, True
    if _stands_alone(session, sheet):
        return _beside_keyed(session, sheet, spot.expected, at), True
    if not _replaces(session, sheet, spot.number, scan):
        return sheet, False
    return _next_version(session, sheet, spot.expected, at), True


def _replaces(session: Session, sheet: Sheet, number: int, scan: PageScan | None) -> bool:
    """Tell whether a new photo makes a new version: two alike photos are one page, seen twice.

    A sheet that lies with the reviewers is only taken back where its committee said that the
    paper is wrong; otherwise the photo is linked and its differences are shown to them. What is
    confirmed is recalled by people or stays.
    """
    if sheet.state in {SheetState.RETURNED, SheetState.RECALLED, SheetState.CONFIRMED}:
        return sheet.state is not SheetState.CONFIRMED
    if sheet.state not in _WITH_COMMITTEE and not _is_paper_wrong(session, sheet):
        return False
    pages = sheets.rows_of(session, saved(sheet.id))
    old = next((r for p, _, r in pages if p.number == number), None)
    if scan is None or old is None:
        return True
    seen = PageScan.from_data(old.scan)
    # Another photo of a bad one was asked for: it is what people are to look at.
    is_better = is_faulty(seen.problems) and not is_faulty(scan.problems)
    return is_better or not alike(scan, seen)


def _stands_alone(session: Session, sheet: Sheet) -> bool:
    """Tell whether a sheet's pages are none of a new photo's business: it has none, or is over."""
    is_over = sheet.state is SheetState.SUPERSEDED
    return is_over or not sheets.current_pages(session, saved(sheet.id))


def _beside_keyed(session: Session, keyed: Sheet, expected: ExpectedSheet, at: datetime) -> Sheet:
    """Open the version of a photo whose numbers came by phone before, or whose photos were moved.

    A confirmed one stays what it is until the photo's own is confirmed, and is not published.
    """
    if SHEET.allows(keyed.state, SheetEvent.SUPERSEDE):
        sheets.move(session, keyed, SheetEvent.SUPERSEDE)
    return sheets.open_version(session, expected, keyed.version + 1, at)


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
