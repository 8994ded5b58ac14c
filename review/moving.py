"""A sheet's photos go to the unit that they belong to; the record says who moved what."""

from datetime import datetime

from sqlmodel import Session, col, select

from intake.versions import Spot, join_page
from models.errors import NotFound, StaleEdit
from models.states.sheet import SheetEvent
from models.store import audit, decisions, sheets
from models.store.cases import Case
from models.store.decisions import Hand
from models.store.people import Areas
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.photos import Photo

MOVED = "moved"
"""Why a sheet is superseded by nothing: its photos were another unit's."""


def unit_of_code(session: Session, code: str, areas: Areas) -> ReportingUnit:
    """Return the unit of a code in the areas.

    Raises:
        NotFound: there is none.
    """
    query = select(ReportingUnit).where(areas.holds(), ReportingUnit.code == code.strip())
    unit = session.exec(query).first()
    if unit is None:
        raise NotFound("unit")
    return unit


def move_photos(session: Session, case: Case, to: ReportingUnit, hand: Hand, at: datetime) -> None:
    """Move the current pages of a sheet to another unit, where they are read anew.

    The old sheet keeps its pages, superseded; the sweep finds the new one once it is complete.

    Raises:
        NotFound: the other unit does not owe this ballot.
        StaleEdit: it is the same unit, or has one of the photos already.
        IllegalMove: the sheet is confirmed: it is recalled first.
    """
    expected = next(
        (e for e in sheets.expected_of(session, saved(to.id)) if e.ballot is case.sheet.ballot),
        None,
    )
    if expected is None:
        raise NotFound("unit")
    decisions.held(session, case.sheet, hand, at)
    if to.id == case.sheet.unit_id or _has_one(session, to, case):
        raise StaleEdit(f"unit {to.id}")
    decisions.move(session, case.sheet, SheetEvent.SUPERSEDE, reason=MOVED)
    for shown in case.pages:
        source = shown.photo.unit_id
        shown.photo.unit_id = saved(to.id)
        session.flush()
        audit.append(
            session,
            at=at,
            actor=hand.key,
            action="move photo",
            subject=f"photo:{shown.photo.id}",
            before={"unit": source, "sheet": case.sheet_id},
            after={"unit": to.id},
        )
        join_page(session, shown.photo, Spot(expected, shown.number), at)


def _has_one(session: Session, to: ReportingUnit, case: Case) -> bool:
    hashes = {shown.photo.sha256 for shown in case.pages}
    query = select(Photo.id).where(Photo.unit_id == to.id, col(Photo.sha256).in_(hashes))
    return session.exec(query).first() is not None
