"""The review queue: which sheet is whose next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models.errors import SecondPersonNeeded
from models.states.sheet import SheetState
from models.store.claims import CLEARERS, Claim, Looker, is_free, resume, sheet_in, stale, take
from models.store.people import Areas
from models.store.rechecks import was_taken_from
from models.tables.geography import ReportingUnit
from models.tables.people import Person, PersonArea, Role
from models.tables.sheets import Decision, DecisionKind, Page, Sheet
from models.values.ballots import UnitKind

REST: Final = timedelta(minutes=15)
"""A sheet that a supervisor put back goes to somebody else first, for so long."""

_ENOUGH: Final = 2
"""Reviewers that a centre needs to take its own second looks."""


def claim_next(session: Session, looker: Looker, at: datetime) -> Claim | None:
    """Claim the sheet that is this person's next, or None where nothing waits.

    A sheet that the person already holds comes first. One statement on either engine; on
    PostgreSQL two people never wait for each other's row.
    """
    held = _held_by(session, looker, at)
    if held is not None:
        return resume(session, held, at)
    next_one = _in_order(looker, at).limit(1).with_for_update(of=Sheet, skip_locked=True)
    which = col(Sheet.id) == next_one.correlate(None).scalar_subquery()
    return take(session, which, looker, at)


def ahead(session: Session, looker: Looker, at: datetime) -> int | None:
    """Return the sheet that would most likely be this person's next, without claiming it."""
    others = _in_order(looker, at).where(
        or_(col(Sheet.claimed_by).is_(None), col(Sheet.claimed_by) != looker.person_id)
    )
    return session.exec(others.limit(1)).first()


def claim_one(session: Session, sheet_id: int, looker: Looker, at: datetime) -> Claim:
    """Claim one sheet of the person's area.

    Raises:
        NotFound: there is no such sheet in review here.
        SecondPersonNeeded: the person took the first look, or all they decided is rechecked.
        StaleEdit: somebody else holds it.
    """
    sheet = sheet_in(session, sheet_id, looker.areas)
    if sheet.state not in _open_states(looker.role):
        raise stale(session, sheet_id)
    if sheet.claimed_by == looker.person_id and sheet.claimed_until and at < sheet.claimed_until:
        return resume(session, sheet, at)
    if _is_for_another(session, sheet, looker.person_id):
        raise SecondPersonNeeded(f"sheet {sheet_id}")
    claim = take(session, and_(col(Sheet.id) == sheet_id, is_free(looker, at)), looker, at)
    if claim is None:
        raise stale(session, sheet_id, looker.person_id)
    return claim


def waiting_for(looker: Looker, at: datetime) -> ColumnElement[bool]:
    """Return the condition that a sheet, joined with its unit, could be this person's next."""
    mine_first = exists().where(
        col(Decision.sheet_id) == col(Sheet.id),
        col(Decision.person_id) == looker.person_id,
    )
    return and_(
        col(Sheet.state) == SheetState.IN_REVIEW,
        is_free(looker, at),
        looker.areas.holds(),
        or_(col(Sheet.look) == 1, ~mine_first),
        _lane(looker.role),
        is_photographed(),
        ~_just_put_back(looker, at),
        ~was_taken_from(looker.person_id),
    )


def waiting_count(session: Session, looker: Looker, at: datetime) -> int:
    """Return how many sheets could be this person's next, those in hand included."""
    query = (
        select(func.count(col(Sheet.id)))
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(waiting_for(looker, at))
    )
    return session.exec(query).one()


def sheets_where(
    session: Session, areas: Areas, *conditions: ColumnElement[bool]
) -> Sequence[tuple[Sheet, ReportingUnit]]:
    """Return sheets of the areas with their units, longest waiting first."""
    query = (
        select(Sheet, ReportingUnit)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(areas.holds(), *conditions)
        .order_by(func.coalesce(Sheet.queued_at, Sheet.created_at), col(Sheet.id))
        .limit(200)
    )
    return session.exec(query).all()


def is_photographed() -> ColumnElement[bool]:
    """Return the condition that a sheet has a page; what came by phone has its own lane."""
    return exists().where(col(Page.sheet_id) == col(Sheet.id), col(Page.is_current))


def _in_order(looker: Looker, at: datetime) -> SelectOfScalar[int | None]:
    other = aliased(Sheet)
    pair = exists().where(
        col(other.unit_id) == col(Sheet.unit_id),
        col(other.ballot) != col(Sheet.ballot),
        col(other.state) == SheetState.CONFIRMED,
    )
    return (
        select(col(Sheet.id))
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(waiting_for(looker, at))
        # Never by votes: what is counted must not decide which units come last.
        .order_by(pair.desc(), func.coalesce(Sheet.queued_at, Sheet.created_at), col(Sheet.id))
    )


def _lane(role: Role) -> ColumnElement[bool]:
    """Clerks take counting sets, and second looks where a centre has one reviewer only."""
    if role is not Role.CLERK:
        return true()
    is_set = col(ReportingUnit.kind) == UnitKind.COUNTING_SET
    return or_(is_set, and_(col(Sheet.look) > 1, _reviewers() < _ENOUGH))


def _reviewers() -> ColumnElement[int]:
    """Return how many reviewers work at the centre of a sheet's unit."""
    return (
        select(func.count(func.distinct(col(Person.id))))
        .join(PersonArea, col(PersonArea.person_id) == col(Person.id))
        .where(
            Person.role == Role.REVIEWER,
            col(Person.is_active),
            or_(
                col(PersonArea.centre_id) == col(ReportingUnit.centre_id),
                col(PersonArea.constituency_id) == col(ReportingUnit.constituency_id),
            ),
        )
        .correlate(ReportingUnit)
        .scalar_subquery()
    )


def _just_put_back(looker: Looker, at: datetime) -> ColumnElement[bool]:
    """Return the condition that this person sent a parked sheet back, and nobody acted since."""
    later = aliased(Decision)
    return exists().where(
        col(Decision.sheet_id) == col(Sheet.id),
        col(Decision.person_id) == looker.person_id,
        col(Decision.kind) == DecisionKind.CLEAR,
        col(Decision.created_at) > at - REST,
        ~exists().where(col(later.sheet_id) == col(Sheet.id), col(later.id) > col(Decision.id)),
    )


def _open_states(role: Role) -> frozenset[SheetState]:
    parked = {SheetState.PARKED} if role in CLEARERS else set()
    return frozenset({SheetState.IN_REVIEW, *parked})


def _held_by(session: Session, looker: Looker, at: datetime) -> Sheet | None:
    query = select(Sheet).where(
        Sheet.claimed_by == looker.person_id,
        col(Sheet.claimed_until) >= at,
        Sheet.state == SheetState.IN_REVIEW,
    )
    return session.exec(query.limit(1)).first()


def _is_for_another(session: Session, sheet: Sheet, person_id: int) -> bool:
    looked = exists().where(
        col(Decision.sheet_id) == col(Sheet.id), col(Decision.person_id) == person_id
    )
    is_theirs = or_(and_(col(Sheet.look) > 1, looked), was_taken_from(person_id))
    query = select(Sheet.id).where(col(Sheet.id) == sheet.id, is_theirs)
    return session.exec(query).first() is not None
