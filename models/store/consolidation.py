"""The official report of a constituency (ส.ส. 6/1) beside the sum of its units and sets."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, select

from models.checks.consolidation import Difference, report_keys, summed, unexplained
from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.store.cases import choices_of
from models.store.reports import is_agreed, newest_reports
from models.store.rows import saved
from models.tables.consolidation import ConstituencyReport
from models.tables.election import Candidate, ExpectedSheet
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

_Place: TypeAlias = tuple[int, Ballot]
"""A constituency's id and a ballot."""


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
    return waits_of(session, [session.get_one(Constituency, constituency_id)])[constituency_id]


def waits_of(
    session: Session, constituencies: Sequence[Constituency]
) -> dict[int, tuple[Waiting, ...]]:
    """Return the same for many constituencies by their ids, in as many queries as for one."""
    ids = [saved(c.id) for c in constituencies]
    keyed = newest_reports(session, ids)
    agreed = {place for place, report in keyed.items() if is_agreed(report)}
    summed_up = [c for c in constituencies if any(i == c.id for i, _ in agreed)]
    sums = _sums(session, summed_up, agreed)
    found: dict[int, list[Waiting]] = {number: [] for number in ids}
    for place in _owed(session, ids):
        waiting = _waiting(place, keyed.get(place), sums.get(place, {}))
        if waiting is not None:
            found[place[0]].append(waiting)
    return {number: tuple(waits) for number, waits in found.items()}


def sums_of(session: Session, constituency_id: int, ballot: Ballot) -> dict[str, int]:
    """Return what ส.ส. 6/1 should say: confirmed counts of every unit and set that counts."""
    place = constituency_id, ballot
    return _sums(session, [session.get_one(Constituency, constituency_id)], [place])[place]


def _sums(
    session: Session, constituencies: Sequence[Constituency], wanted: Iterable[_Place]
) -> dict[_Place, dict[str, int]]:
    """Return the sums of the ballots wanted in some constituencies, confirmed or not."""
    ids = [saved(c.id) for c in constituencies]
    if not ids:
        return {}
    newer = aliased(Sheet)
    is_newest = ~exists().where(
        col(newer.unit_id) == col(Sheet.unit_id),
        col(newer.ballot) == col(Sheet.ballot),
        col(newer.state) == SheetState.CONFIRMED,
        col(newer.version) > col(Sheet.version),
    )
    place = (
        col(ReportingUnit.constituency_id),
        col(Sheet.ballot),
        col(ReportingUnit.stream),
        col(Count.key),
    )
    rows = session.connection().execute(
        columns(*place, func.sum(Count.value))
        .join(Sheet, col(Sheet.id) == col(Count.sheet_id))
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(
            col(ReportingUnit.constituency_id).in_(ids),
            col(Sheet.state) == SheetState.CONFIRMED,
            col(ReportingUnit.state).not_in(NOT_COUNTED),
            is_newest,
        )
        .group_by(*place)
    )
    parts: dict[_Place, list[tuple[Stream, dict[str, int]]]] = defaultdict(list)
    for constituency_id, ballot, stream, key, value in rows:
        parts[constituency_id, Ballot(ballot)].append((Stream(stream), {key: int(value)}))
    on_roll = {saved(c.id): c.on_roll for c in constituencies}
    listed = _listed(session, ids)
    return {
        (number, ballot): summed(parts[number, ballot], on_roll[number], listed(number, ballot))
        for number, ballot in wanted
    }


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


def _owed(session: Session, ids: Sequence[int]) -> Sequence[_Place]:
    """Return of which ballots sheets are handed in, by constituency, in the order of both."""
    query = (
        select(ReportingUnit.constituency_id, ExpectedSheet.ballot)
        .join(ExpectedSheet, col(ExpectedSheet.unit_id) == col(ReportingUnit.id))
        .where(col(ReportingUnit.constituency_id).in_(ids))
        .distinct()
    )
    return sorted((number, Ballot(ballot)) for number, ballot in session.exec(query))


def _waiting(
    place: _Place, report: ConstituencyReport | None, sums: Mapping[str, int]
) -> Waiting | None:
    if report is None:
        return Waiting(place[1], Wait.NO_REPORT)
    if not is_agreed(report):
        return Waiting(place[1], Wait.ONE_KEYING)
    open_ = unexplained(report.first_values, sums, report.explanations)
    return Waiting(place[1], Wait.UNEXPLAINED, open_) if open_ else None


def _listed(session: Session, ids: Sequence[int]) -> Callable[[int, Ballot], tuple[int, ...]]:
    """Return who gives the numbers that can be voted for; candidates are asked for once."""
    rows = session.exec(
        select(Candidate.constituency_id, Candidate.number)
        .where(col(Candidate.constituency_id).in_(ids), ~col(Candidate.is_struck_off))
        .order_by(col(Candidate.number))
    )
    standing: dict[int, list[int]] = defaultdict(list)
    for constituency_id, number in rows:
        standing[constituency_id].append(number)
    nation: dict[Ballot, tuple[int, ...]] = {}

    def listed(constituency_id: int, ballot: Ballot) -> tuple[int, ...]:
        if ballot is Ballot.CONSTITUENCY:
            return tuple(standing[constituency_id])
        if ballot not in nation:
            nation[ballot] = _numbers(session, constituency_id, ballot)
        return nation[ballot]

    return listed


def _numbers(session: Session, constituency_id: int, ballot: Ballot) -> tuple[int, ...]:
    choices = choices_of(session, constituency_id, ballot)
    return tuple(c.number for c in choices if not c.is_struck_off)
