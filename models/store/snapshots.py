"""Published snapshots, and what tells one state of a constituency from another."""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, cast
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models.store.rows import saved
from models.tables.election import Candidate, Election
from models.tables.geography import Constituency
from models.tables.results import RunningTotal, Snapshot, SnapshotState


def newest(session: Session) -> Snapshot | None:
    """Return the newest snapshot, whether it reached its readers or not."""
    return session.exec(select(Snapshot).order_by(col(Snapshot.sequence).desc())).first()


def begin(session: Session, sequence: int, at: datetime, loose: Collection[str] = ()) -> Snapshot:
    """Enter a snapshot that is being built; one that was cut short is taken up again.

    `loose` are the files that it will create.
    """
    snapshot = session.get(Snapshot, sequence) or Snapshot(sequence=sequence, created_at=at)
    snapshot.state = SnapshotState.BUILDING
    snapshot.loose = sorted(loose)
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
    snapshot.loose = None


def take_loose(session: Session, seen: int) -> set[str]:
    """Return the files of snapshots that were cut short, and forget them.

    `seen` is the number that the pointer has reached: what was created up to it is named.
    """
    found: set[str] = set()
    for snapshot in session.exec(select(Snapshot).where(col(Snapshot.loose).is_not(None))):
        if snapshot.sequence > seen:
            found.update(snapshot.loose or ())
        snapshot.loose = None
    return found


def marks(session: Session) -> dict[int, str]:
    """Return for each constituency id a short hash of all that is public of it but its units.

    What changes in a unit is noted by triggers (`models.store.changes`); the sums are here too, so
    that one that was changed past the rules is seen.
    """
    facts: dict[int, list[Any]] = defaultdict(list)
    election = session.exec(select(Election)).one()
    loaded = [election.data_sha256, election.loaded_at.isoformat(), election.settings]
    for c in session.exec(select(Constituency)):
        facts[saved(c.id)] += [*loaded, c.state.value, c.state_reason, c.expected_units, c.on_roll]
    sums = select(
        RunningTotal.constituency_id,
        RunningTotal.stream,
        RunningTotal.ballot,
        cast(RunningTotal.counts, String),
    )
    for constituency_id, *rest in session.connection().execute(sums.order_by(col(RunningTotal.id))):
        facts[constituency_id].append([str(part) for part in rest])
    for constituency_id, number in session.connection().execute(_struck_off()):
        facts[constituency_id].append(number)
    return {id_: _short_hash(parts) for id_, parts in facts.items()}


def _struck_off() -> Select[Any]:
    columns: tuple[Any, ...] = (Candidate.constituency_id, Candidate.number)
    return core_select(*columns).where(col(Candidate.is_struck_off)).order_by(col(Candidate.id))


def _short_hash(parts: list[Any]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
