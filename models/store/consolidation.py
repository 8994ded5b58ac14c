"""The official report of a constituency (ส.ส. 6/1) beside the sum of its units and sets."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, select

from models.checks.consolidation import Difference, report_keys, summed, unexplained
from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.store.cases import choices_of
from models.store.reports import is_agreed, report_of
from models.tables.election import ExpectedSheet
from models.tables.geography import Constituency, ReportingUnit
from models.tables.sheets import Count, Sheet
from models.values.ballots import Ballot, Stream

NOT_COUNTED: Final = (
    UnitState.SUSPENDED,
    UnitState.RECOUNT,
    UnitState.REVOTE,
    UnitState.NO_COUNT,
)
"""States of units whose sheets are in no sum, each with its reason."""


class Wait(StrEnum):
    """Why a constituency cannot be consolidated yet."""

    NO_REPORT = "no_report"
    """ส.ส. 6/1 of a ballot was not keyed."""
    ONE_KEYING = "one_keying"
    """Only one person keyed it, or the two keyings differ."""
    UNEXPLAINED = "unexplained"
    """It differs from the sum and nobody said why (R611)."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one ballot of a constituency still waits for."""

    ballot: Ballot
    why: Wait
    differences: tuple[Difference, ...] = ()


def waits_for(session: Session, constituency_id: int) -> tuple[Waiting, ...]:
    """Return what keeps a constituency from being consolidated; empty when nothing does."""
    found = (
        _waits(session, constituency_id, ballot) for ballot in ballots_of(session, constituency_id)
    )
    return tuple(w for w in found if w is not None)


def sums_of(session: Session, constituency_id: int, ballot: Ballot) -> dict[str, int]:
    """Return what ส.ส. 6/1 should say: confirmed counts of every unit and set that counts."""
    newer = aliased(Sheet)
    is_newest = ~exists().where(
        col(newer.unit_id) == col(Sheet.unit_id),
        col(newer.ballot) == col(Sheet.ballot),
        col(newer.state) == SheetState.CONFIRMED,
        col(newer.version) > col(Sheet.version),
    )
    rows = session.exec(
        select(ReportingUnit.stream, Count.key, func.sum(Count.value))
        .join(Sheet, col(Sheet.id) == col(Count.sheet_id))
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(
            ReportingUnit.constituency_id == constituency_id,
            Sheet.ballot == ballot,
            Sheet.state == SheetState.CONFIRMED,
            col(ReportingUnit.state).not_in(NOT_COUNTED),
            is_newest,
        )
        .group_by(col(ReportingUnit.stream), col(Count.key))
    )
    constituency = session.get_one(Constituency, constituency_id)
    parts = [(Stream(stream), {key: int(value)}) for stream, key, value in rows]
    return summed(parts, constituency.on_roll, _numbers(session, constituency_id, ballot))


def keys_of(session: Session, constituency_id: int, ballot: Ballot) -> tuple[str, ...]:
    """Return the fields of a constituency's report in the order of the form."""
    return report_keys(_numbers(session, constituency_id, ballot))


def ballots_of(session: Session, constituency_id: int) -> list[Ballot]:
    """Return the ballots of which units and sets of a constituency hand in sheets."""
    query = (
        select(ExpectedSheet.ballot)
        .join(ReportingUnit, col(ReportingUnit.id) == col(ExpectedSheet.unit_id))
        .where(ReportingUnit.constituency_id == constituency_id)
        .distinct()
    )
    return sorted(Ballot(ballot) for ballot in session.exec(query))


def _waits(session: Session, constituency_id: int, ballot: Ballot) -> Waiting | None:
    report = report_of(session, constituency_id, ballot)
    if report is None:
        return Waiting(ballot, Wait.NO_REPORT)
    if not is_agreed(report):
        return Waiting(ballot, Wait.ONE_KEYING)
    sums = sums_of(session, constituency_id, ballot)
    open_ = unexplained(report.first_values, sums, report.explanations)
    return Waiting(ballot, Wait.UNEXPLAINED, open_) if open_ else None


def _numbers(session: Session, constituency_id: int, ballot: Ballot) -> tuple[int, ...]:
    choices = choices_of(session, constituency_id, ballot)
    return tuple(c.number for c in choices if not c.is_struck_off)
