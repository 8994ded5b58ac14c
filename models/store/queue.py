"""The review queue: who may look at which sheet next, and for how long it is theirs."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_, true, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from models.errors import NotFound, SecondPersonNeeded, StaleEdit
from models.states.sheet import SheetState
from models.store.people import Areas
from models.tables.geography import ReportingUnit
from models.tables.people import Person, Role
from models.tables.sheets import Decision, Sheet
from models.values.ballots import UnitKind

LEASE: Final = timedelta(minutes=5)
"""A claimed sheet comes back to the queue when its holder was silent for so long."""

REVIEWERS: Final = frozenset({Role.REVIEWER, Role.SUPERVISOR, Role.CLERK})
"""Roles that claim and decide."""

CLEARERS: Final = frozenset({Role.SUPERVISOR, Role.CLERK})
"""Roles that clear parked sheets."""


@dataclass(frozen=True, slots=True)
class Looker:
    """A person who reviews: id, role and areas."""

    person_id: int
    role: Role
    areas: Areas


@dataclass(frozen=True, slots=True)
class Claim:
    """A sheet that is somebody's until `until`; `token` proves it."""

    sheet_id: int
    token: str
    until: datetime


def claim_next(session: Session, looker: Looker, at: datetime) -> Claim | None:
    """Claim the sheet that is this person's next, or None where nothing waits.

    A sheet that the person already holds comes first. One statement on either engine; on
    PostgreSQL two people never wait for each other's row.
    """
    held = _held_by(session, looker, at)
    if held is not None:
        return _resume(session, held, at)
    other = aliased(Sheet)
    pair = exists().where(
        col(other.unit_id) == col(Sheet.unit_id),
        col(other.ballot) != col(Sheet.ballot),
        col(other.state) == SheetState.CONFIRMED,
    )
    next_one = (
        select(Sheet.id)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(waiting_for(looker, at))
        # Never by votes: what is counted must not decide which units come last.
        .order_by(pair.desc(), func.coalesce(Sheet.queued_at, Sheet.created_at), col(Sheet.id))
        .limit(1)
        .with_for_update(of=Sheet, skip_locked=True)
        .correlate(None)
    )
    return _take(session, col(Sheet.id) == next_one.scalar_subquery(), looker, at)


def claim_one(session: Session, sheet_id: int, looker: Looker, at: datetime) -> Claim:
    """Claim one sheet of the person's area.

    Raises:
        NotFound: there is no such sheet in review here.
        SecondPersonNeeded: the person took the first look.
        StaleEdit: somebody else holds it.
    """
    sheet = sheet_in(session, sheet_id, looker.areas)
    if sheet.state not in _open_states(looker.role):
        raise StaleEdit(f"sheet {sheet_id}", last_decider(session, sheet_id))
    if sheet.claimed_by == looker.person_id and sheet.claimed_until and at < sheet.claimed_until:
        return _resume(session, sheet, at)
    if sheet.look > 1 and _looked(session, sheet_id, looker.person_id):
        raise SecondPersonNeeded(f"sheet {sheet_id}")
    claim = _take(session, and_(col(Sheet.id) == sheet_id, _is_free(looker, at)), looker, at)
    if claim is None:
        raise StaleEdit(f"sheet {sheet_id}", holder_name(session, sheet))
    return claim


def renew(session: Session, sheet_id: int, token: str, at: datetime) -> datetime:
    """Extend a claim and return its new end.

    Raises:
        StaleEdit: the claim was lost in the meantime.
    """
    mine = (col(Sheet.id) == sheet_id, col(Sheet.claim_token) == token)
    done = session.exec(update(Sheet).where(*mine).values(claimed_until=at + LEASE))
    if done.rowcount != 1:
        sheet = session.get(Sheet, sheet_id)
        raise StaleEdit(f"sheet {sheet_id}", holder_name(session, sheet) if sheet else None)
    return at + LEASE


def let_go(session: Session, sheet_id: int, token: str) -> None:
    """Give a sheet back to the queue; a claim that is lost already is no harm."""
    mine = (col(Sheet.id) == sheet_id, col(Sheet.claim_token) == token)
    free = {"claimed_by": None, "claim_token": None, "claimed_until": None}
    session.exec(update(Sheet).where(*mine).values(free))


def sheet_in(session: Session, sheet_id: int, areas: Areas) -> Sheet:
    """Return a sheet whose unit lies in the areas.

    Raises:
        NotFound: there is none, or it lies elsewhere.
    """
    query = (
        select(Sheet)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(Sheet.id == sheet_id, areas.holds())
    )
    sheet = session.exec(query).first()
    if sheet is None:
        raise NotFound("sheet")
    return sheet


def waiting_for(looker: Looker, at: datetime) -> ColumnElement[bool]:
    """Return the condition that a sheet, joined with its unit, could be this person's next."""
    mine_first = exists().where(
        col(Decision.sheet_id) == col(Sheet.id),
        col(Decision.person_id) == looker.person_id,
    )
    return and_(
        col(Sheet.state) == SheetState.IN_REVIEW,
        _is_free(looker, at),
        looker.areas.holds(),
        or_(col(Sheet.look) == 1, ~mine_first),
        _lane(looker.role),
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


def holder_name(session: Session, sheet: Sheet) -> str | None:
    """Return the name of the person who holds a sheet."""
    holder = session.get(Person, sheet.claimed_by) if sheet.claimed_by else None
    return holder.name if holder else None


def _lane(role: Role) -> ColumnElement[bool]:
    """Clerks take counting sets, and second looks where a centre has one reviewer only."""
    if role is not Role.CLERK:
        return true()
    return or_(col(ReportingUnit.kind) == UnitKind.COUNTING_SET, col(Sheet.look) > 1)


def _is_free(looker: Looker, at: datetime) -> ColumnElement[bool]:
    until = col(Sheet.claimed_until)
    return or_(until.is_(None), until < at, col(Sheet.claimed_by) == looker.person_id)


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


def _resume(session: Session, sheet: Sheet, at: datetime) -> Claim:
    """Go on with a claim; its token stays, so that a second tab does not spoil the first."""
    token, sheet_id = sheet.claim_token or "", sheet.id or 0
    return Claim(sheet_id, token, renew(session, sheet_id, token, at))


def _take(
    session: Session, which: ColumnElement[bool], looker: Looker, at: datetime
) -> Claim | None:
    token = secrets.token_urlsafe(18)
    taken = session.exec(
        update(Sheet)
        .where(which)
        .values(claimed_by=looker.person_id, claim_token=token, claimed_until=at + LEASE)
        .returning(col(Sheet.id))
        .execution_options(synchronize_session=False)
    ).first()
    return None if taken is None else Claim(int(taken[0]), token, at + LEASE)


def _looked(session: Session, sheet_id: int, person_id: int) -> bool:
    query = select(Decision.id).where(
        Decision.sheet_id == sheet_id, Decision.person_id == person_id
    )
    return session.exec(query.limit(1)).first() is not None


def last_decider(session: Session, sheet_id: int) -> str | None:
    """Return the name of the person who decided last about a sheet."""
    query = (
        select(Person.name)
        .join(Decision, col(Decision.person_id) == col(Person.id))
        .where(Decision.sheet_id == sheet_id)
        .order_by(col(Decision.id).desc())
    )
    return session.exec(query.limit(1)).first()
