"""Rechecks in the record: asked for by one person, granted by another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, String, cast, exists
from sqlmodel import Session, col, func, select

from models.errors import NotFound, SecondPersonNeeded, StaleEdit
from models.states.sheet import SheetState
from models.store import audit
from models.store.recalls import Asker, asker_name, settle
from models.store.rows import saved
from models.store.sealing import seal
from models.tables.people import Person
from models.tables.recalls import RecallReason, RecallRequest
from models.tables.rechecks import Recheck, RecheckSheet
from models.tables.sheets import COUNTING, Decision, DecisionKind, Sheet

_RESTS_ON_LOOKS: Final = (SheetState.CONFIRMED, SheetState.PARKED, SheetState.IN_REVIEW)
_DONE: Final = (SheetState.CONFIRMED, SheetState.RETURNED, SheetState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of the sheets that were given back for an account."""

    given: int
    done: int
    """Confirmed anew by others, returned, or superseded by a new photo."""


def standing(session: Session, account_id: int, *, hold: bool = False) -> Sequence[Sheet]:
    """Return the sheets that rest on what an account decided, by their ids; `hold` locks them.

    Those are confirmed or parked after its look, or wait for the second one. What was recalled
    since rests on what others saw.
    """
    theirs = exists().where(
        col(Decision.sheet_id) == col(Sheet.id),
        col(Decision.person_id) == account_id,
        col(Decision.kind).in_(COUNTING),
        col(Decision.id) > _last_recall(),
        _has_numbers(),
    )
    is_begun = (col(Sheet.state) != SheetState.IN_REVIEW) | (col(Sheet.look) > 1)
    query = (
        select(Sheet)
        .where(col(Sheet.state).in_(_RESTS_ON_LOOKS), is_begun, theirs)
        .order_by(col(Sheet.id))
    )
    return session.exec(query.with_for_update(of=Sheet) if hold else query).all()


def ask(session: Session, account: Person, asker: Asker, words: str) -> Recheck:
    """Ask for all that an account decided to be looked at again.

    Raises:
        SecondPersonNeeded: it is the asker's own account.
        StaleEdit: somebody asked already.
    """
    account_id = saved(account.id)
    if account_id == asker.person_id:
        raise SecondPersonNeeded(f"account {account_id}")
    if (open_ := open_of(session, account_id)) is not None:
        asked_by = asker_name(session, open_)
        raise StaleEdit(f"account {account_id}", asked_by, "recall_asked", open_.asked_at)
    row = Recheck(account_id=account_id, words=words, asked_by=asker.person_id, asked_at=asker.at)
    session.add(row)
    session.flush()
    _note(session, row, asker, "recheck asked", {"words": seal(session, asker.person_id, words)})
    return row


def answer(session: Session, row: Recheck, asker: Asker, *, is_granted: bool) -> None:
    """Grant or refuse a recheck; what follows for the sheets is the caller's.

    Raises:
        SecondPersonNeeded: the person asked for it, or it is about their own account.
        StaleEdit: it was answered already.
    """
    if asker.person_id in {row.asked_by, row.account_id}:
        raise SecondPersonNeeded(f"recheck {row.id}")
    settle(session, row, asker, is_granted=is_granted)
    if not is_granted:
        _note(session, row, asker, "recheck refused", {})


def note_given(
    session: Session, row: Recheck, asker: Asker, given: Sequence[int], left: Sequence[int]
) -> None:
    """Note which sheets a granted recheck gave back, and which orders about their units hold."""
    session.add_all(RecheckSheet(recheck_id=saved(row.id), sheet_id=sheet_id) for sheet_id in given)
    _note(session, row, asker, "recheck granted", {"sheets": [*given], "left": [*left]})


def request_for(session: Session, row: Recheck, sheet: Sheet) -> RecallRequest:
    """Return the recall of one sheet that follows from a recheck, asked by who asked for that."""
    request = RecallRequest(
        sheet_id=saved(sheet.id),
        reason=RecallReason.RECHECK,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
    )
    session.add(request)
    session.flush()
    return request


def recheck_of_id(session: Session, recheck_id: int) -> Recheck:
    """Return a recheck.

    Raises:
        NotFound: there is none.
    """
    query = select(Recheck).where(Recheck.id == recheck_id)
    found = session.exec(query.with_for_update()).first()
    if found is None:
        raise NotFound("recheck")
    return found


def open_of(session: Session, account_id: int) -> Recheck | None:
    """Return the recheck of an account that nobody answered yet."""
    query = select(Recheck).where(
        Recheck.account_id == account_id, col(Recheck.answered_at).is_(None)
    )
    return session.exec(query).first()


def open_for(session: Session, account_ids: Sequence[int]) -> frozenset[int]:
    """Return for which of some accounts a recheck waits for its second person."""
    query = select(Recheck.account_id).where(
        col(Recheck.account_id).in_(account_ids), col(Recheck.answered_at).is_(None)
    )
    return frozenset(session.exec(query))


def progress_of(session: Session, account_id: int) -> Progress:
    """Return how far other people are with what was given back for an account."""
    query = (
        select(Sheet.state, func.count(func.distinct(col(Sheet.id))))
        .join(RecheckSheet, col(RecheckSheet.sheet_id) == col(Sheet.id))
        .join(Recheck, col(Recheck.id) == col(RecheckSheet.recheck_id))
        .where(Recheck.account_id == account_id)
        .group_by(col(Sheet.state))
    )
    by_state: Mapping[str, int] = dict(session.exec(query).all())
    return Progress(sum(by_state.values()), sum(by_state.get(state, 0) for state in _DONE))


def was_taken_from(person_id: int) -> ColumnElement[bool]:
    """Return the condition that a `Sheet` row was given back because this person decided it."""
    return exists().where(
        col(RecheckSheet.sheet_id) == col(Sheet.id),
        col(Recheck.id) == col(RecheckSheet.recheck_id),
        col(Recheck.account_id) == person_id,
    )


def _has_numbers() -> ColumnElement[bool]:
    """Putting a parked sheet back to the queue is a clearing without numbers."""
    return cast(col(Decision.values), String) != "{}"


def _last_recall() -> Any:  # noqa: ANN401 - a subquery
    recall = select(func.coalesce(func.max(Decision.id), 0)).where(
        Decision.sheet_id == Sheet.id, Decision.kind == DecisionKind.RECALL
    )
    return recall.correlate(Sheet).scalar_subquery()


def _note(session: Session, row: Recheck, asker: Asker, action: str, after: dict[str, Any]) -> None:
    subject = f"person:{row.account_id}"
    audit.append(session, at=asker.at, actor=asker.key, action=action, subject=subject, after=after)
