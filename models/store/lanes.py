"""Lanes of the queue page: sheets that wait for something other than the next reviewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import Session, col, func, select

from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store.late_photos import is_asked
from models.store.people import Areas
from models.tables.geography import ReportingUnit
from models.tables.photos import Photo
from models.tables.recalls import RecallRequest
from models.tables.sheets import Page, Sheet, SheetFinding
from models.values.ballots import Ballot


class Lane(StrEnum):
    """What a sheet waits for; each has its phrase."""

    RECALL_ASKED = "recall_asked"
    """Somebody asks to recall it; another person answers."""
    LATE_PHOTO = "late_photo"
    """Confirmed, and a photo with other numbers came since: somebody says what it is."""
    PARKED = "parked"
    RECALLED = "recalled"
    """Recalled, and its new photo has not come."""
    NEAR_DUPLICATE = "near_duplicate"
    """Its photo or all its counts equal another unit's (R105, R106)."""
    NEEDS_HUMAN = "needs_human"
    """A page could not be read: people key it without a reading."""
    RETURNED = "returned"


SHOWN: Final = 40
"""Rows of a lane; the queue hands sheets out by itself, so nobody needs to scroll through all."""

_OPEN: Final = (SheetState.IN_REVIEW, SheetState.PARKED)
_DUPLICATES: Final = ("R105", "R106")


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the lanes is looked at; empty for everything."""

    ballot: Ballot | None = None
    unit: str = ""
    """Part of a unit's code."""

    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions on a sheet joined with its unit."""
        found: list[ColumnElement[bool]] = []
        if self.ballot is not None:
            found.append(col(Sheet.ballot) == self.ballot)
        if self.unit:
            found.append(col(ReportingUnit.code).contains(self.unit, autoescape=True))
        return tuple(found)


def sheets_in_lane(
    session: Session, areas: Areas, lane: Lane, only: Filter
) -> Sequence[tuple[Sheet, ReportingUnit]]:
    """Return the sheets of a lane, longest waiting first."""
    query = (
        select(Sheet, ReportingUnit)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(areas.holds(), _is_in(lane), *only.conditions())
        .order_by(func.coalesce(Sheet.queued_at, Sheet.created_at), col(Sheet.id))
    )
    return session.exec(query.limit(SHOWN)).all()


def counts_of_lanes(session: Session, areas: Areas, only: Filter) -> dict[Lane, int]:
    """Return how many sheets each lane holds."""
    found = {}
    for lane in Lane:
        query = (
            select(func.count(col(Sheet.id)))
            .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
            .where(areas.holds(), _is_in(lane), *only.conditions())
        )
        found[lane] = session.exec(query).one()
    return found


def _is_in(lane: Lane) -> ColumnElement[bool]:
    if lane in _BY_STATE:
        return col(Sheet.state) == _BY_STATE[lane]
    if lane is Lane.RECALL_ASKED:
        return exists().where(
            col(RecallRequest.sheet_id) == col(Sheet.id), col(RecallRequest.answered_at).is_(None)
        )
    if lane is Lane.LATE_PHOTO:
        return is_asked()
    is_open = col(Sheet.state).in_(_OPEN)
    if lane is Lane.NEAR_DUPLICATE:
        return and_(is_open, _breaks(_DUPLICATES))
    return and_(is_open, _has_unread_page())


_BY_STATE: Final = {
    Lane.PARKED: SheetState.PARKED,
    Lane.RECALLED: SheetState.RECALLED,
    Lane.RETURNED: SheetState.RETURNED,
}


def _breaks(codes: tuple[str, ...]) -> ColumnElement[bool]:
    return exists().where(
        col(SheetFinding.sheet_id) == col(Sheet.id), col(SheetFinding.code).in_(codes)
    )


def _has_unread_page() -> ColumnElement[bool]:
    return exists().where(
        col(Page.sheet_id) == col(Sheet.id),
        col(Page.is_current),
        col(Photo.id) == col(Page.photo_id),
        col(Photo.state) == PhotoState.NEEDS_HUMAN,
    )
