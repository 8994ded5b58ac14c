"""Claims: a sheet is one person's for a while, and comes back by itself when they fall silent."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import Session, col, select

from models.errors import NotFound, StaleEdit
from models.store.people import Areas
from models.tables.geography import ReportingUnit
from models.tables.people import Person, Role
from models.tables.sheets import Decision, DecisionKind, Sheet

LEASE: Final = timedelta(minutes=5)
"""A claimed sheet comes back to the queue when its holder was silent for so long."""

LONGEST: Final = timedelta(minutes=30)
"""Nobody holds a sheet longer than this, however often the claim is renewed."""

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


def sheet_in(session: Session, sheet_id: int, areas: Areas, *, hold: bool = False) -> Sheet:
    """Return a sheet whose unit lies in the areas; `hold` locks its row until the transaction ends.

    Raises:
        NotFound: there is none, or it lies elsewhere.
    """
    query = (
        select(Sheet)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(Sheet.id == sheet_id, areas.holds())
    )
    sheet = session.exec(query.with_for_update(of=Sheet) if hold else query).first()
    if sheet is None:
        raise NotFound("sheet")
    return sheet


def renew(session: Session, sheet_id: int, token: str, at: datetime) -> datetime:
    """Extend a claim and return its new end, which lies within `LONGEST` of its beginning.

    Raises:
        StaleEdit: the claim was lost in the meantime, or has lasted long enough.
    """
    until = min(at + LEASE, _last_end(token))
    mine = (col(Sheet.id) == sheet_id, col(Sheet.claim_token) == token)
    done = session.exec(update(Sheet).where(*mine).values(claimed_until=until))
    if done.rowcount != 1 or until <= at:
        raise stale(session, sheet_id)
    return until


def let_go(session: Session, sheet_id: int, token: str) -> None:
    """Give a sheet back to the queue; a claim that is lost already is no harm."""
    mine = (col(Sheet.id) == sheet_id, col(Sheet.claim_token) == token)
    free = {"claimed_by": None, "claim_token": None, "claimed_until": None}
    session.exec(update(Sheet).where(*mine).values(free))


def resume(session: Session, held: Sheet, at: datetime) -> Claim:
    """Go on with a claim; its token stays, so that a second tab does not spoil the first."""
    token, sheet_id = held.claim_token or "", held.id or 0
    return Claim(sheet_id, token, renew(session, sheet_id, token, at))


def take(
    session: Session, which: ColumnElement[bool], looker: Looker, at: datetime
) -> Claim | None:
    """Claim the sheet that a condition names, in one statement; None where there is none."""
    token = f"{int(at.timestamp()):x}.{secrets.token_urlsafe(18)}"
    taken = session.exec(
        update(Sheet)
        .where(which)
        .values(claimed_by=looker.person_id, claim_token=token, claimed_until=at + LEASE)
        .returning(col(Sheet.id))
        .execution_options(synchronize_session=False)
    ).first()
    return None if taken is None else Claim(int(taken[0]), token, at + LEASE)


def is_free(looker: Looker, at: datetime) -> ColumnElement[bool]:
    """Return the condition that nobody else holds a sheet.

    A claim that ends far ahead was given by a clock that has been set back since.
    """
    until = col(Sheet.claimed_until)
    is_over = or_(until.is_(None), until < at, until > at + 2 * LEASE)
    return or_(is_over, col(Sheet.claimed_by) == looker.person_id)


def holder_name(session: Session, sheet: Sheet) -> str | None:
    """Return the name of the person who holds a sheet."""
    holder = session.get(Person, sheet.claimed_by) if sheet.claimed_by else None
    return holder.name if holder else None


def stale(session: Session, sheet_id: int, but: int | None = None) -> StaleEdit:
    """Return the refusal of an edit that came too late: who did what to the sheet, and when.

    Who holds it now comes first, unless it is `but`; else who decided last.
    """
    sheet = session.get(Sheet, sheet_id)
    if sheet is not None and sheet.claimed_by not in {None, but}:
        return StaleEdit(f"sheet {sheet_id}", holder_name(session, sheet), "claimed")
    last = session.exec(
        select(Person.name, Decision.kind, Decision.created_at)
        .join(Decision, col(Decision.person_id) == col(Person.id))
        .where(Decision.sheet_id == sheet_id)
        .order_by(col(Decision.id).desc())
    ).first()
    name, kind, at = last or (None, None, None)
    return StaleEdit(f"sheet {sheet_id}", name, DecisionKind(kind).value if kind else None, at)


def _last_end(token: str) -> datetime:
    """Return when a claim ends for good; its token begins with when it began."""
    begun, _, _ = token.partition(".")
    try:
        return datetime.fromtimestamp(int(begun, 16), UTC) + LONGEST
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
