"""Running totals of the public numbers, and the same sums made anew."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import starmap
from typing import Any, TypeAlias

import orjson
from sqlalchemy import Select, String, cast, func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models.errors import BelowZero
from models.tables.geography import ReportingUnit
from models.tables.results import PublishedSheet, RunningTotal
from models.values.ballots import Ballot, Stream

Sums: TypeAlias = dict[tuple[Stream, Ballot, str], int]
"""(stream, ballot, field key) → sum over the published units of a constituency."""


def add(session: Session, unit: ReportingUnit, ballot: Ballot, changes: Mapping[str, int]) -> None:
    """Add `changes` (field key → difference) to the running totals of a unit's constituency.

    The caller holds the constituency.

    Raises:
        BelowZero: a sum would become negative.
    """
    wanted = select(RunningTotal).where(
        RunningTotal.constituency_id == unit.constituency_id,
        col(RunningTotal.stream) == unit.stream,
        col(RunningTotal.ballot) == ballot,
    )
    row = session.exec(wanted.execution_options(populate_existing=True)).first()
    sums = dict(row.counts) if row else {}
    for key, change in changes.items():
        sums[key] = sums.get(key, 0) + change
    if any(value < 0 for value in sums.values()):
        raise BelowZero(f"constituency {unit.constituency_id} {ballot}")
    if row is None:
        row = RunningTotal(
            constituency_id=unit.constituency_id, stream=unit.stream, ballot=ballot, counts=sums
        )
        session.add(row)
    row.counts = sums


def running(session: Session, constituency_id: int) -> Sums:
    """Return the running totals of a constituency."""
    return all_running(session, [constituency_id]).get(constituency_id, {})


def all_running(session: Session, among: Iterable[int] | None = None) -> dict[int, Sums]:
    """Return the running totals by constituency id, of all or of those `among` them."""
    wanted = select(
        RunningTotal.constituency_id,
        RunningTotal.stream,
        RunningTotal.ballot,
        cast(RunningTotal.counts, String),
    )
    if among is not None:
        wanted = wanted.where(col(RunningTotal.constituency_id).in_(list(among)))
    found: dict[int, Sums] = defaultdict(dict)
    for constituency_id, stream, ballot, counts in session.exec(wanted):
        sums, place = found[constituency_id], (Stream(stream), Ballot(ballot))
        for key, value in orjson.loads(counts).items():
            sums[*place, key] = value
    return found


def recomputed(session: Session, constituency_id: int) -> Sums:
    """Return the same sums made anew from every public sheet of the constituency."""
    return all_recomputed(session, constituency_id).get(constituency_id, {})


def all_recomputed(session: Session, only: int | None = None) -> dict[int, Sums]:
    """Return the sums of every public sheet of the country, by constituency id (R607).

    The database hands over one text for all sheets of a place, and sheets of one shape are added
    column by column, so that the inner loops are not ours: fourteen million numbers take seconds.
    """
    shapes: dict[Any, list[Iterable[int]]] = defaultdict(list)
    for constituency_id, stream, ballot, texts in session.connection().execute(_sheets(only)):
        for counts in orjson.loads(f"[{texts}]"):
            shapes[constituency_id, stream, ballot, tuple(counts)].append(counts.values())
    found: dict[int, Sums] = defaultdict(dict)
    for (constituency_id, stream, ballot, keys), sheets in shapes.items():
        sums, place = found[constituency_id], (Stream(stream), Ballot(ballot))
        for key, value in zip(keys, map(sum, zip(*sheets, strict=True)), strict=True):
            sums[*place, key] = sums.get((*place, key), 0) + value
    return found


def _sheets(only: int | None) -> Select[Any]:
    place: tuple[Any, ...] = (
        ReportingUnit.constituency_id,
        ReportingUnit.stream,
        PublishedSheet.ballot,
    )
    texts = func.aggregate_strings(cast(PublishedSheet.counts, String), ",")
    wanted: Select[Any] = core_select(*place, texts).group_by(*place)
    wanted = wanted.join(ReportingUnit, col(ReportingUnit.id) == col(PublishedSheet.unit_id))
    return wanted if only is None else wanted.where(col(ReportingUnit.constituency_id) == only)


def differences(session: Session, constituency_id: int) -> Sums:
    """Return running minus recomputed where the two differ (R607); empty where all agree."""
    return _difference(running(session, constituency_id), recomputed(session, constituency_id))


def all_differences(session: Session) -> dict[int, Sums]:
    """Return the differences of every constituency that has one (R607)."""
    kept, anew = all_running(session), all_recomputed(session)
    pairs = {c: (kept.get(c, {}), anew.get(c, {})) for c in kept.keys() | anew.keys()}
    found = zip(pairs, starmap(_difference, pairs.values()), strict=True)
    return {constituency: sums for constituency, sums in found if sums}


def _difference(kept: Sums, anew: Sums) -> Sums:
    return {
        name: kept.get(name, 0) - anew.get(name, 0)
        for name in kept.keys() | anew.keys()
        if kept.get(name, 0) != anew.get(name, 0)
    }
