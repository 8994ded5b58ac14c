"""Public changes of published numbers."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.results import Correction
from models.tables.sheets import Decision, DecisionKind, Sheet
from models.values.ballots import Ballot


@dataclass(frozen=True, slots=True)
class Change:
    """A number and what it becomes; None stands for no number."""

    ballot: Ballot
    key: str
    old: int | None
    new: int | None
    old_sheet_id: int | None
    new_sheet_id: int | None


def add(
    session: Session, unit: ReportingUnit, change: Change, at: datetime, reason: str
) -> Correction:
    """Enter a change into the public log of corrections."""
    correction = Correction(
        unit_id=saved(unit.id),
        ballot=change.ballot,
        key=change.key,
        old_value=change.old,
        new_value=change.new,
        reason=reason,
        old_sheet_id=change.old_sheet_id,
        new_sheet_id=change.new_sheet_id,
        created_at=at,
    )
    session.add(correction)
    return correction


def reason_for(session: Session, unit_id: int) -> str | None:
    """Return the reason that people gave last for touching a sheet of the unit again."""
    wanted = (
        select(Decision.reason)
        .join(Sheet, col(Sheet.id) == col(Decision.sheet_id))
        .where(
            Sheet.unit_id == unit_id,
            col(Decision.kind).in_((DecisionKind.RECALL, DecisionKind.CORRECT)),
            col(Decision.reason).is_not(None),
        )
        .order_by(col(Decision.id).desc())
        .limit(1)
    )
    return session.exec(wanted).first()


def newest(session: Session, limit: int) -> list[Correction]:
    """Return the newest corrections of the whole election, newest first."""
    wanted = select(Correction).order_by(col(Correction.id).desc()).limit(limit)
    return list(session.exec(wanted))
