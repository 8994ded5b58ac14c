"""What people decide about a sheet, written down; the caller owns the transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from models.errors import StaleEdit
from models.states.sheet import SHEET, SheetEvent, SheetState
from models.store import audit
from models.store.claims import stale
from models.store.notices import NewNotice, tell
from models.store.rows import saved
from models.store.sealing import seal
from models.tables.sheets import (
    Answer,
    AnswerKind,
    Count,
    Decision,
    DecisionKind,
    Sheet,
    SheetFinding,
)
from models.values.findings import Finding
from models.values.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand writes: the person, the claim that is shown, and the edit that was seen.

    `once` was drawn by the screen: what is sent again under it is the same decision.
    """

    person_id: int
    key: str
    token: str
    edit: int
    once: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A decision as it is spoken: what, with which values, why, after how long."""

    kind: DecisionKind
    values: Mapping[str, int] = field(default_factory=dict)
    reason: str | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a committee member says about a reading."""

    person_id: int
    key: str
    kind: AnswerKind
    values: Mapping[str, int] = field(default_factory=dict)


def held(session: Session, sheet: Sheet, hand: Hand, at: datetime) -> None:
    """Make sure that a sheet is still in the hand that wants to decide, as it was seen.

    Raises:
        StaleEdit: the claim is over or somebody else's, or the sheet was changed.
    """
    is_mine = sheet.claimed_by == hand.person_id and sheet.claim_token == hand.token
    is_in_time = sheet.claimed_until is not None and at < sheet.claimed_until
    if not (is_mine and is_in_time and sheet.edit == hand.edit):
        raise stale(session, saved(sheet.id), hand.person_id)


def was_said(session: Session, hand: Hand) -> bool:
    """Tell whether a decision came already: a lost connection makes people send it again."""
    if hand.once is None:
        return False
    query = select(Decision.id).where(
        Decision.once_key == hand.once, Decision.person_id == hand.person_id
    )
    return session.exec(query).first() is not None


def write_down(session: Session, sheet: Sheet, hand: Hand, word: Word, at: datetime) -> Decision:
    """Add a decision, and its entry in the audit log."""
    decision = Decision(
        sheet_id=saved(sheet.id),
        person_id=hand.person_id,
        kind=word.kind,
        look=sheet.look,
        values=dict(word.values),
        reason=word.reason,
        seconds=word.seconds,
        once_key=hand.once,
        created_at=at,
    )
    session.add(decision)
    audit.append(
        session,
        at=at,
        actor=hand.key,
        action=word.kind.value,
        subject=f"sheet:{sheet.id}",
        before={"state": sheet.state.value, "look": sheet.look, "edit": sheet.edit},
        after={
            "values": dict(word.values),
            "reason": seal(session, hand.person_id, word.reason) if word.reason else word.reason,
        },
    )
    return decision


def move(
    session: Session,
    sheet: Sheet,
    event: SheetEvent,
    *,
    look: int = 1,
    reason: str | None = None,
) -> None:
    """Move a sheet to its next state, take it from its holder and raise its edit.

    Raises:
        IllegalMove: the state does not allow the event.
        StaleEdit: somebody changed the sheet since it was read.
    """
    to = SHEET.after(sheet.state, event)
    moved = session.exec(
        update(Sheet)
        .where(col(Sheet.id) == sheet.id, col(Sheet.edit) == sheet.edit)
        .values(
            state=to,
            state_reason=reason,
            look=look,
            edit=sheet.edit + 1,
            claimed_by=None,
            claim_token=None,
            claimed_until=None,
        )
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:
        raise StaleEdit(f"sheet {sheet.id}")
    session.refresh(sheet)


def write_counts(session: Session, sheet: Sheet, values: Mapping[str, int], at: datetime) -> None:
    """Write the accepted numbers of a sheet; a re-confirmed sheet gets them anew."""
    session.exec(delete(Count).where(col(Count.sheet_id) == sheet.id))
    sheet_id = saved(sheet.id)
    session.add_all(Count(sheet_id=sheet_id, key=k, value=v) for k, v in values.items())
    sheet.confirmed_at = at
    session.flush()


def replace_findings(
    session: Session,
    sheet: Sheet,
    findings: Iterable[Finding],
    reasons: Mapping[str, str],
    at: datetime,
) -> None:
    """Write what a sheet breaks now, each with the reason that explains it."""
    session.exec(delete(SheetFinding).where(col(SheetFinding.sheet_id) == sheet.id))
    session.add_all(
        SheetFinding(
            sheet_id=saved(sheet.id),
            code=f.code,
            severity=f.severity,
            fields=list(f.fields),
            message=f.message.to_data(),
            reason=reasons.get(f.code),
            created_at=at,
        )
        for f in findings
    )
    session.flush()


def answer(session: Session, sheet: Sheet, said: Said, at: datetime) -> Answer:
    """Note the committee's word on a reading and send the sheet to the reviewers.

    Raises:
        IllegalMove: the sheet is not being read back or returned.
    """
    row = Answer(
        sheet_id=saved(sheet.id),
        person_id=said.person_id,
        kind=said.kind,
        values=dict(said.values),
        created_at=at,
    )
    session.add(row)
    audit.append(
        session,
        at=at,
        actor=said.key,
        action="answer",
        subject=f"sheet:{sheet.id}",
        after={"kind": said.kind.value, "values": dict(said.values)},
    )
    is_returned = sheet.state is SheetState.RETURNED
    move(session, sheet, SheetEvent.REOPEN if is_returned else SheetEvent.QUEUE)
    sheet.queued_at = sheet.queued_at or at
    return row


def tell_return(session: Session, sheet: Sheet, params: Mapping[str, object], at: datetime) -> None:
    """Leave a notice for the committee that its sheet was returned."""
    new = NewNotice(
        kind=NoticeKind.RETURNED,
        unit_id=sheet.unit_id,
        key=f"sheet:{sheet.id}:{sheet.edit}",
        params={"form": sheet.form_code, **params},
        sheet_id=sheet.id,
    )
    tell(session, new, at)


def tell_confirmed(session: Session, sheet: Sheet, at: datetime) -> None:
    """Leave a notice for the committee that its sheet is confirmed, once for each version."""
    params = {"form": sheet.form_code}
    key = f"sheet:{sheet.id}"
    new = NewNotice(NoticeKind.CONFIRMED, sheet.unit_id, key, params, sheet_id=sheet.id)
    tell(session, new, at)
