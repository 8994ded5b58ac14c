"""A page that was read takes its place in its unit's sheet; what has no place is told the sender.

Pages are placed by what stands on them, never by the order in which they came.
"""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from intake.likely import head_of
from intake.spots import gaps_for, has_begun, is_form_like, spot_of
from intake.telling import tell_sender
from intake.versions import join_page
from models.store import photos, sheets
from models.store.cases import place_of
from models.store.evidence import is_evidence
from models.store.rows import saved
from models.tables.photos import Photo
from models.tables.sheets import Sheet
from models.values.likely_units import UnitHead
from models.values.notices import NoticeKind
from models.values.reading import PageScan

_SURE_UNIT: Final = 0.95
"""The head is handwriting: below this confidence it names no other unit."""
_CLEARLY: Final = 2
"""So many parts of the head must be unlike before a page is held, as in R101."""


def place(session: Session, photo: Photo, scan: PageScan, at: datetime) -> Sheet | None:
    """Put a photo where its scan says, and return the sheet if that made it complete.

    Practice and evidence have no place. A page of some form that does not say which waits
    for the sweep (`intake.leftovers`).
    """
    if is_evidence(session, saved(photo.id)):
        return None
    if photos.is_practice(session, saved(photo.id)):
        problems = [p.value for p in scan.problems]
        tell_sender(session, photo, NoticeKind.PRACTICE, at, {"problems": problems})
        return None
    complaint = _complaint(session, photo.unit_id, scan)
    if complaint is not None:
        _send_back(session, photo, complaint, scan, at)
        return None
    spot = spot_of(session, photo.unit_id, scan)
    if spot is None:
        # Of a sheet that has not begun the page may be the first to come: it is no spot the less.
        gaps = gaps_for(session, photo.unit_id, scan)
        spot = gaps[0] if len(gaps) == 1 else None
    return None if spot is None else join_page(session, photo, spot, at)


def hand_over(session: Session, photo: Photo, at: datetime) -> Sheet | None:
    """Place a photo that found no place by itself, for people to look at (ส่งต่อให้เจ้าหน้าที่).

    It goes where its scan says if that is known, else to the first missing page that it may be.
    Returns the sheet if that made it complete.
    """
    if sheets.is_placed(session, saved(photo.id)) or is_evidence(session, saved(photo.id)):
        return None
    reading = photos.reading_of(session, saved(photo.id))
    scan = PageScan.from_data(reading.scan) if reading else None
    spot = spot_of(session, photo.unit_id, scan) if scan else None
    gaps = gaps_for(session, photo.unit_id, scan) or gaps_for(session, photo.unit_id, None)
    begun = [g for g in gaps if has_begun(session, photo.unit_id, g.expected)]
    spot = spot or next(iter(begun or gaps), None)
    return None if spot is None else join_page(session, photo, spot, at)


def other_unit(scan: PageScan, own: UnitHead) -> str | None:
    """Return the number of the unit in the head where it clearly is another's, else None.

    One odd part is a slip of the pen or of the reader and only warns (R101); two say that the page
    belongs elsewhere, one of them the number. Names of places alone never hold a page.
    """
    seen = {name: _number(scan, name) for name in own.numbers}
    unlike = {n: seen[n] for n, right in own.numbers.items() if seen[n] not in (None, right)}
    odd = [part for part, name in own.names.items() if _sure(scan, part) not in (None, name)]
    named = unlike.get("unit", unlike.get("set"))
    return None if named is None or len(unlike) + len(odd) < _CLEARLY else str(named)


def _number(scan: PageScan, name: str) -> int | None:
    """Return a number of the head that the machine is sure of."""
    digits = (_sure(scan, name) or "").strip()
    return int(digits) if digits.isdecimal() else None


def _sure(scan: PageScan, name: str) -> str | None:
    written = scan.header.get(name)
    return None if written is None or written.confidence < _SURE_UNIT else written.value


def _complaint(session: Session, unit_id: int, scan: PageScan) -> NoticeKind | None:
    """Return why a page cannot be taken for this unit, or None."""
    if not is_form_like(scan):
        return NoticeKind.RETAKE
    wanted = {e.form_code for e in sheets.expected_of(session, unit_id)}
    if scan.form is not None and scan.form not in wanted:
        return NoticeKind.WRONG_FORM
    is_other = other_unit(scan, head_of(place_of(session, unit_id))) is not None
    return NoticeKind.OTHER_UNIT if is_other else None


def _send_back(
    session: Session, photo: Photo, kind: NoticeKind, scan: PageScan, at: datetime
) -> None:
    """Keep the photo without a place, and say why."""
    where = place_of(session, photo.unit_id)
    told = {
        "problems": [p.value for p in scan.problems],
        "glare_at": scan.glare_at,
        "form": scan.form,
        "seen": other_unit(scan, head_of(where)),
        "expected": where.unit.number,
    }
    tell_sender(session, photo, kind, at, told)
