"""Heartbeats of worker processes."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from models.tables.photos import WorkerBeat


def beat(session: Session, executor: str, at: datetime) -> None:
    """Note that a worker process is alive."""
    session.merge(WorkerBeat(executor=executor, seen_at=at))


def forget(session: Session, executor: str) -> None:
    """Note that a worker process left in order."""
    session.exec(delete(WorkerBeat).where(col(WorkerBeat.executor) == executor))


def living(session: Session, at: datetime, silence: timedelta) -> frozenset[str]:
    """Return the worker processes that beat within `silence` before or after `at`.

    A beat from further ahead was written by a clock that has been set back since: it would make
    a dead worker look alive for as long as the clock went back.
    """
    seen = col(WorkerBeat.seen_at)
    alive = select(WorkerBeat.executor).where(seen.between(at - silence, at + silence))
    return frozenset(session.exec(alive))


def newest(session: Session) -> datetime | None:
    """Return when the latest beat was, by the clock of the worker that wrote it."""
    return session.exec(select(func.max(WorkerBeat.seen_at))).one()


def are_before(session: Session, before: datetime) -> bool:
    """Tell whether a worker fell silent so long ago."""
    old = select(WorkerBeat.executor).where(col(WorkerBeat.seen_at) < before)
    return session.exec(old.limit(1)).first() is not None


def forget_before(session: Session, before: datetime) -> None:
    """Forget workers that fell silent long ago; their jobs were taken over then."""
    session.exec(delete(WorkerBeat).where(col(WorkerBeat.seen_at) < before))
