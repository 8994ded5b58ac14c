"""Published snapshots, and what tells one state of a constituency from another."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, case, col, func, select

from models.store.rows import saved
from models.tables.election import Election
from models.tables.geography import Constituency, ReportingUnit
from models.tables.results import Correction, Release, RunningTotal, Snapshot, SnapshotState
from models.tables.sheets import Sheet


def newest(session: Session) -> Snapshot | None:
    """Return the newest snapshot, whether it reached its readers or not."""
    return session.exec(select(Snapshot).order_by(col(Snapshot.sequence).desc())).first()


def begin(session: Session, sequence: int, at: datetime) -> Snapshot:
    """Enter a snapshot that is being built; one that was cut short is taken up again."""
    snapshot = session.get(Snapshot, sequence) or Snapshot(sequence=sequence, created_at=at)
    snapshot.state = SnapshotState.BUILDING
    session.add(snapshot)
    return snapshot


def finish(
    session: Session, sequence: int, root_sha256: str, previous_sha256: str | None, at: datetime
) -> None:
    """Note that a snapshot has reached its readers."""
    snapshot = session.get_one(Snapshot, sequence)
    snapshot.root_sha256 = root_sha256
    snapshot.previous_sha256 = previous_sha256
    snapshot.state = SnapshotState.PUBLISHED
    snapshot.published_at = at


def marks(session: Session) -> dict[int, str]:
    """Return for each constituency id a short hash that changes when anything public does.

    Made of counts and sums of ids per state, so that the whole country costs a few scans.
    """
    facts: dict[int, list[Any]] = defaultdict(list)
    election = session.exec(select(Election)).one()
    constituencies = session.exec(select(Constituency)).all()
    for c in constituencies:
        loaded = [election.data_sha256, election.loaded_at.isoformat()]
        facts[saved(c.id)] += [*loaded, c.state.value, c.state_reason, c.expected_units]
    for rows in (_releases(session), _units(session), _sheets(session), _numbers(session)):
        for constituency_id, *rest in rows:
            facts[constituency_id].append([str(part) for part in rest])
    return {id_: _short_hash(parts) for id_, parts in facts.items()}


def _short_hash(parts: list[Any]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _releases(session: Session) -> Iterable[tuple[Any, ...]]:
    return session.exec(
        select(
            Release.constituency_id,
            func.count(),
            func.count(col(Release.released_at)),
            func.sum(case((col(Release.is_rechecked), col(Release.id)), else_=0)),
        )
        .group_by(col(Release.constituency_id))
        .order_by(col(Release.constituency_id))
    )


def _units(session: Session) -> Iterable[tuple[Any, ...]]:
    return session.exec(
        select(
            ReportingUnit.constituency_id,
            ReportingUnit.state,
            func.count(),
            func.sum(col(ReportingUnit.id)),
        )
        .group_by(col(ReportingUnit.constituency_id), col(ReportingUnit.state))
        .order_by(col(ReportingUnit.constituency_id), col(ReportingUnit.state))
    )


def _sheets(session: Session) -> Iterable[tuple[Any, ...]]:
    return session.exec(
        select(ReportingUnit.constituency_id, Sheet.state, func.count(), func.sum(col(Sheet.id)))
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .group_by(col(ReportingUnit.constituency_id), col(Sheet.state))
        .order_by(col(ReportingUnit.constituency_id), col(Sheet.state))
    )


def _numbers(session: Session) -> Iterable[tuple[Any, ...]]:
    corrected = (
        select(ReportingUnit.constituency_id, func.max(col(Correction.id)))
        .join(ReportingUnit, col(ReportingUnit.id) == col(Correction.unit_id))
        .group_by(col(ReportingUnit.constituency_id))
        .order_by(col(ReportingUnit.constituency_id))
    )
    summed = (
        select(RunningTotal.constituency_id, func.sum(col(RunningTotal.value)))
        .group_by(col(RunningTotal.constituency_id))
        .order_by(col(RunningTotal.constituency_id))
    )
    return [*session.exec(corrected), *session.exec(summed)]
