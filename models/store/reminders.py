"""Reminders: a unit of which nothing came is asked for its forms by chat, not too often."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, func, select

from models.states.sheet import SheetState
from models.store import audit
from models.store.notices import NewNotice, tell
from models.store.people import Areas
from models.store.rows import saved
from models.tables.chat import Conversation
from models.tables.election import Election, ExpectedSheet
from models.tables.geography import ReportingUnit
from models.tables.people import Person, PersonArea
from models.tables.sheets import Notice, Sheet
from models.values.ballots import UnitKind
from models.values.notices import NoticeKind

PAUSE: Final = timedelta(minutes=20)
"""A committee that still counts is not asked more often."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A unit of which a form has not begun to come."""

    unit: ReportingUnit
    chats: int
    """Chats in which somebody of the unit can be reached; with none it is called."""
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a tap came to, in units."""

    told: int
    unbound: int
    """Nobody of theirs is bound to a chat: they are called instead."""
    lately: int
    """They were reminded a short while ago."""


def missing(
    session: Session, *which: ColumnElement[bool], limit: int | None = None
) -> list[Missing]:
    """Return polling units that owe a form of which nothing came; those to be called first."""
    reached = exists().where(*_is_reached())
    query = (
        select(ReportingUnit)
        .where(owes_something(), *which)
        .order_by(reached, col(ReportingUnit.code))
        .limit(limit)
    )
    units = session.exec(query).all()
    ids = [saved(unit.id) for unit in units]
    chats, last = _chats(session, ids), _last(session, ids)
    return [Missing(u, chats.get(saved(u.id), 0), last.get(saved(u.id))) for u in units]


def owed_count(session: Session, areas: Areas) -> int:
    """Return how many units of some areas owe a form of which nothing came."""
    query = select(func.count(col(ReportingUnit.id))).where(areas.holds(), owes_something())
    return session.exec(query).one()


def is_time(session: Session, at: datetime) -> bool:
    """Tell whether the polls have closed: nobody owes anything before."""
    closed = session.exec(select(Election.polls_close_at)).first()
    return closed is not None and at >= closed


def remind(session: Session, units: Sequence[Missing], actor: str, at: datetime) -> Reminded:
    """Ask units for their forms by chat, where somebody is bound and it was not done lately."""
    unbound = [m for m in units if not m.chats]
    lately = [m for m in units if m.chats and m.reminded_at and at < m.reminded_at + PAUSE]
    due = [m for m in units if m.chats and m not in lately]
    forms = _forms(session, [saved(m.unit.id) for m in due])
    for one in due:
        unit_id = saved(one.unit.id)
        # Two taps at once: the second finds the key of the same span of time.
        key = f"unit:{unit_id}:{int(at.timestamp() // PAUSE.total_seconds())}"
        params = {"forms": " · ".join(forms[unit_id])}
        tell(session, NewNotice(NoticeKind.REMINDER, unit_id, key, params), at)
    if due:
        told = {"units": [m.unit.code for m in due]}
        audit.append(session, at=at, actor=actor, action="remind", subject="units", after=told)
    return Reminded(len(due), len(unbound), len(lately))


def owes_something() -> ColumnElement[bool]:
    """Return the condition that a polling unit owes a sheet of which nothing came."""
    owed = exists().where(col(ExpectedSheet.unit_id) == col(ReportingUnit.id), ~_came())
    return (col(ReportingUnit.kind) == UnitKind.POLLING_UNIT) & owed


def _came() -> ColumnElement[bool]:
    return exists().where(
        col(Sheet.unit_id) == col(ExpectedSheet.unit_id),
        col(Sheet.ballot) == col(ExpectedSheet.ballot),
        col(Sheet.state) != SheetState.SUPERSEDED,
    )


def _is_reached() -> tuple[ColumnElement[bool], ...]:
    return (
        col(PersonArea.unit_id) == col(ReportingUnit.id),
        col(Person.id) == col(PersonArea.person_id),
        col(Person.is_active).is_(True),
        col(Conversation.person_id) == col(Person.id),
        col(Conversation.is_blocked).is_(False),
    )


def _chats(session: Session, unit_ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(ReportingUnit.id, func.count(func.distinct(col(Conversation.id))))
        .where(*_is_reached(), col(ReportingUnit.id).in_(unit_ids))
        .group_by(col(ReportingUnit.id))
    )
    return {saved(unit): n for unit, n in session.exec(query)}


def _last(session: Session, unit_ids: Sequence[int]) -> dict[int, datetime]:
    query = (
        select(Notice.unit_id, func.max(Notice.created_at))
        .where(col(Notice.unit_id).in_(unit_ids), Notice.kind == NoticeKind.REMINDER)
        .group_by(col(Notice.unit_id))
    )
    return dict(session.exec(query).all())


def _forms(session: Session, unit_ids: Sequence[int]) -> dict[int, list[str]]:
    query = (
        select(ExpectedSheet.unit_id, ExpectedSheet.form_code)
        .where(col(ExpectedSheet.unit_id).in_(unit_ids), ~_came())
        .order_by(col(ExpectedSheet.id))
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for unit_id, form in session.exec(query):
        found[unit_id].append(form)
    return found
