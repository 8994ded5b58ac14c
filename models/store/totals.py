"""Running totals of the published counts, and the same sums made anew."""

from collections.abc import Mapping
from typing import TypeAlias

from sqlmodel import Session, col, func, select

from models.tables.geography import ReportingUnit
from models.tables.results import PublishedCount, RunningTotal
from models.values.ballots import Ballot, Stream

Sums: TypeAlias = dict[tuple[Stream, Ballot, str], int]
"""(stream, ballot, field key) → sum over the published units of a constituency."""


def add(session: Session, unit: ReportingUnit, ballot: Ballot, changes: Mapping[str, int]) -> None:
    """Add `changes` (field key → difference) to the running totals of a unit's constituency."""
    wanted = select(RunningTotal).where(
        RunningTotal.constituency_id == unit.constituency_id,
        col(RunningTotal.stream) == unit.stream,
        col(RunningTotal.ballot) == ballot,
    )
    rows = {row.key: row for row in session.exec(wanted)}
    for key, change in changes.items():
        if key in rows:
            rows[key].value += change
        else:
            session.add(
                RunningTotal(
                    constituency_id=unit.constituency_id,
                    stream=unit.stream,
                    ballot=ballot,
                    key=key,
                    value=change,
                )
            )
    session.flush()


def running(session: Session, constituency_id: int) -> Sums:
    """Return the running totals of a constituency."""
    wanted = select(
        RunningTotal.stream, RunningTotal.ballot, RunningTotal.key, RunningTotal.value
    ).where(RunningTotal.constituency_id == constituency_id)
    return {(Stream(s), Ballot(b), key): value for s, b, key, value in session.exec(wanted)}


def recomputed(session: Session, constituency_id: int) -> Sums:
    """Return the same sums made anew from every published count of the constituency."""
    wanted = (
        select(
            ReportingUnit.stream,
            PublishedCount.ballot,
            PublishedCount.key,
            func.sum(PublishedCount.value),
        )
        .join(ReportingUnit, col(ReportingUnit.id) == col(PublishedCount.unit_id))
        .where(ReportingUnit.constituency_id == constituency_id)
        .group_by(col(ReportingUnit.stream), col(PublishedCount.ballot), col(PublishedCount.key))
    )
    return {(Stream(s), Ballot(b), key): int(v) for s, b, key, v in session.exec(wanted)}


def differences(session: Session, constituency_id: int) -> Sums:
    """Return running minus recomputed where the two differ (R607); empty where all agree."""
    kept, anew = running(session, constituency_id), recomputed(session, constituency_id)
    return {
        name: kept.get(name, 0) - anew.get(name, 0)
        for name in kept.keys() | anew.keys()
        if kept.get(name, 0) != anew.get(name, 0)
    }
