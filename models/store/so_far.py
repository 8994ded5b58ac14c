"""A constituency so far, as the rules of plausibility need it, and a unit's twin."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from models.checks.so_far import SoFar
from models.states.sheet import SheetState
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.sheets import Count, Sheet
from models.values.ballots import Ballot
from models.values.fields import row_number

_HEADS: Final = ("on_roll", "came", "used", "received", "invalid", "no_vote")
_VECTOR: Final = ("good", "invalid", "no_vote")


def so_far(session: Session, unit: ReportingUnit, ballot: Ballot) -> SoFar | None:
    """Return the statistics of the constituency's confirmed sheets, without those of `unit`.

    None before the first one. Two small queries: heads one by one, rows as sums.
    """
    heads: dict[int, dict[str, int | None]] = {}
    wanted = select(Count.sheet_id, Count.key, Count.value).join(Sheet).join(ReportingUnit)
    for sheet_id, key, value in session.exec(
        wanted.where(*_peers(unit, ballot), col(Count.key).in_(_HEADS))
    ):
        heads.setdefault(sheet_id, {})[key] = value
    if not heads:
        return None
    return replace(SoFar.of(list(heads.values())), shares=_shares(session, unit, ballot))


def twin_of(
    session: Session, unit: ReportingUnit, ballot: Ballot, counts: Mapping[str, int | None]
) -> str | None:
    """Return the code of a unit of the constituency with the same G, B, N and votes (R106)."""
    mine = _vector(counts)
    if None in mine.values() or not all(key in mine for key in _VECTOR):
        return None
    alike = select(ReportingUnit.code, Sheet.id).join(Sheet).join(Count)
    good = (Count.key == "good", Count.value == mine["good"])
    for code, sheet_id in session.exec(alike.where(*_peers(unit, ballot), *good)):
        found = session.exec(select(Count.key, Count.value).where(Count.sheet_id == sheet_id))
        if _vector(dict(found.all())) == mine:
            return code
    return None


def _peers(unit: ReportingUnit, ballot: Ballot) -> tuple[ColumnElement[bool], ...]:
    return (
        col(ReportingUnit.constituency_id) == unit.constituency_id,
        col(ReportingUnit.stream) == unit.stream,
        col(ReportingUnit.id) != saved(unit.id),
        col(Sheet.ballot) == ballot,
        col(Sheet.state) == SheetState.CONFIRMED,
    )


def _shares(session: Session, unit: ReportingUnit, ballot: Ballot) -> dict[int, float]:
    sums = select(Count.key, func.sum(Count.value)).join(Sheet).join(ReportingUnit)
    rows = sums.where(*_peers(unit, ballot), col(Count.key).startswith("row:"))
    votes = {row_number(key) or 0: int(n) for key, n in session.exec(rows.group_by(Count.key))}
    everything = sum(votes.values())
    return {n: v / everything for n, v in sorted(votes.items())} if everything else {}


def _vector(counts: Mapping[str, int | None]) -> dict[str, int | None]:
    kept = {k: v for k, v in counts.items() if k in _VECTOR or row_number(k) is not None}
    # A blank row that was confirmed is a nought; one with nobody in it is no row at all.
    return {k: v for k, v in kept.items() if v != 0 or k in _VECTOR}
