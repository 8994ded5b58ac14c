"""Recalls of confirmed sheets: asked for by one person, granted or refused by another, once.

The machine may ask as well, where it read a number anew; only a person grants.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.errors import IllegalMove, NotFound, SecondPersonNeeded, StaleEdit
from models.states.sheet import SHEET, SheetEvent
from models.store import audit
from models.store.people import Areas
from models.store.rows import saved
from models.store.sealing import seal
from models.tables.geography import ReportingUnit
from models.tables.people import Person
from models.tables.recalls import RecallReason, RecallRequest
from models.tables.rechecks import Recheck
from models.tables.sheets import Sheet

READER: Final = "reader"
"""The machine's name in the audit log."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks or answers, and when; `key` names the person in the audit log."""

    person_id: int
    key: str
    at: datetime


def ask(
    session: Session, sheet: Sheet, asker: Asker, reason: RecallReason, words: str
) -> RecallRequest:
    """Ask for a confirmed sheet to be looked at again.

    Raises:
        IllegalMove: the sheet is not confirmed.
        StaleEdit: somebody asked already.
    """
    _may_be_asked(session, sheet)
    request = RecallRequest(
        sheet_id=saved(sheet.id),
        reason=reason,
        words=words,
        asked_by=asker.person_id,
        asked_at=asker.at,
    )
    session.add(request)
    session.flush()
    after = {"reason": reason.value, "words": seal(session, asker.person_id, words)}
    _note(session, request, (asker.key, asker.at), "ask recall", after)
    return request


def ask_as_reader(
    session: Session, sheet: Sheet, read: Mapping[str, int], at: datetime
) -> RecallRequest:
    """Ask in the machine's name; `read` holds the numbers that it stands by against the confirmed.

    Raises:
        IllegalMove, StaleEdit: as for a person.
    """
    _may_be_asked(session, sheet)
    reason = RecallReason.SECOND_READING
    request = RecallRequest(sheet_id=saved(sheet.id), reason=reason, asked_at=at)
    session.add(request)
    session.flush()
    after = {"reason": reason.value, "read": dict(read)}
    _note(session, request, (READER, at), "ask recall", after)
    return request


def answer(session: Session, request: RecallRequest, asker: Asker, *, is_granted: bool) -> None:
    """Grant or refuse a recall; what follows for the sheet is the caller's.

    Raises:
        SecondPersonNeeded: the person asked for it.
        StaleEdit: it was answered already.
    """
    if request.asked_by == asker.person_id:
        raise SecondPersonNeeded(f"recall {request.id}")
    settle(session, request, asker, is_granted=is_granted)
    by = asker.key, asker.at
    _note(session, request, by, "grant recall" if is_granted else "refuse recall", {})


def settle(
    session: Session, request: RecallRequest | Recheck, asker: Asker, *, is_granted: bool
) -> None:
    """Write down who answered a request, and how; of two at the same moment only one can.

    Raises:
        StaleEdit: it was answered already.
    """
    table = type(request)
    done = session.exec(
        update(table)
        .where(col(table.id) == request.id, col(table.answered_at).is_(None))
        .values(answered_by=asker.person_id, answered_at=asker.at, is_granted=is_granted)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:
        raise StaleEdit(f"{table.__tablename__} {request.id}")
    session.refresh(request)


def open_request(session: Session, sheet_id: int) -> RecallRequest | None:
    """Return the request for a sheet that nobody answered yet."""
    query = select(RecallRequest).where(
        RecallRequest.sheet_id == sheet_id, col(RecallRequest.answered_at).is_(None)
    )
    return session.exec(query).first()


def request_in(session: Session, request_id: int, areas: Areas) -> tuple[RecallRequest, Sheet]:
    """Return a request for a sheet of the areas.

    Raises:
        NotFound: there is none, or it lies elsewhere.
    """
    query = (
        select(RecallRequest, Sheet)
        .join(Sheet, col(Sheet.id) == col(RecallRequest.sheet_id))
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(RecallRequest.id == request_id, areas.holds())
    )
    found = session.exec(query.with_for_update(of=RecallRequest)).first()
    if found is None:
        raise NotFound("recall")
    return found


def asker_name(session: Session, request: RecallRequest | Recheck) -> str:
    """Return the name of the person who asked; empty where the machine did."""
    return "" if request.asked_by is None else session.get_one(Person, request.asked_by).name


def _may_be_asked(session: Session, sheet: Sheet) -> None:
    if not SHEET.allows(sheet.state, SheetEvent.RECALL):
        raise IllegalMove(SHEET.name, sheet.state.value, SheetEvent.RECALL.value)
    if (open_ := open_request(session, saved(sheet.id))) is not None:
        asked_by = asker_name(session, open_)
        raise StaleEdit(f"sheet {sheet.id}", asked_by, "recall_asked", open_.asked_at)


def _note(
    session: Session,
    request: RecallRequest,
    by: tuple[str, datetime],
    action: str,
    after: dict[str, Any],
) -> None:
    actor, at = by
    subject = f"sheet:{request.sheet_id}"
    audit.append(session, at=at, actor=actor, action=action, subject=subject, after=after)
