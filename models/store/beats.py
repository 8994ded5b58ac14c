"""Heartbeats of worker processes."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Insert, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, func, select

from models.tables.photos import WorkerBeat

# Made once: every worker beats and looks each second.
_BEATS: Final = WorkerBeat.__table__  # type: ignore[attr-defined]
_BEAT: Final[dict[str, Insert]] = {
    name: made.on_conflict_do_update(
        index_elements=["executor"], set_={"seen_at": made.excluded.seen_at}
    )
    for name, made in (("sqlite", sqlite.insert(_BEATS)), ("postgresql", postgresql.insert(_BEATS)))
}
_SEEN: Final = col(WorkerBeat.seen_at)
_LIVING: Final = select(WorkerBeat.executor).where(
    _SEEN.between(bindparam("first"), bindparam("last"))
)
_BEFORE: Final = select(WorkerBeat.executor).where(bindparam("before") > _SEEN).limit(1)


def beat(session: Session, executor: str, at: datetime) -> None:
    """Note that a worker process is alive."""
    connection = session.connection()
    connection.execute(_BEAT[connection.dialect.name], {"executor": executor, "seen_at": at})


def forget(session: Session, executor: str) -> None:
    """Note that a worker process left in order."""
    session.exec(delete(WorkerBeat).where(col(WorkerBeat.executor) == executor))


def living(session: Session, at: datetime, silence: timedelta) -> frozenset[str]:
    """Return the worker processes that beat within `silence` before or after `at`.

    A beat from further ahead was written by a clock that has been set back since: it would make
    a dead worker look alive for as long as the clock went back.
    """
    bounds = {"first": at - silence, "last": at + silence}
    return frozenset(session.exec(_LIVING, params=bounds))


def newest(session: Session) -> datetime | None:
    """Return when the latest beat was, by the clock of the worker that wrote it."""
    return session.exec(select(func.max(WorkerBeat.seen_at))).one()


def are_before(session: Session, before: datetime) -> bool:
    """Tell whether a worker fell silent so long ago."""
    return session.exec(_BEFORE, params={"before": before}).first() is not None


def forget_before(session: Session, before: datetime) -> None:
    """Forget workers that fell silent long ago; their jobs were taken over then."""
    session.exec(delete(WorkerBeat).where(col(WorkerBeat.seen_at) < before))
