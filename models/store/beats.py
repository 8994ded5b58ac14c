"""Heartbeats of worker processes."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from models.tables.photos import WorkerBeat


def beat(session: Session, executor: str, at: datetime) -> None:
    """Note that a worker process is alive."""
    session.merge(WorkerBeat(executor=executor, seen_at=at))


def forget(session: Session, executor: str) -> None:
    """Note that a worker process left in order."""
    session.exec(delete(WorkerBeat).where(col(WorkerBeat.executor) == executor))


def seen_since(session: Session, since: datetime) -> frozenset[str]:
    """Return the worker processes that were alive at `since` or later."""
    alive = select(WorkerBeat.executor).where(col(WorkerBeat.seen_at) >= since)
    return frozenset(session.exec(alive))


def forget_before(session: Session, before: datetime) -> None:
    """Forget workers that fell silent long ago; their jobs were taken over then."""
    session.exec(delete(WorkerBeat).where(col(WorkerBeat.seen_at) < before))
