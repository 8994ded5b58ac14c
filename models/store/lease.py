"""The publisher's lease: one writer of the published folder at a time, fenced by a token."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from models.errors import LeaseLost
from models.tables.results import PublisherLease


def acquire(
    session: Session, holder: str, at: datetime, lasts: timedelta, *, takes_over: bool = False
) -> int:
    """Take or renew the lease and return its token; every new holder gets a higher one.

    `takes_over` ignores that the lease still runs: the caller knows that its holder is dead.

    Raises:
        LeaseLost: another publisher holds it.
    """
    lease = _held(session)
    if lease is None:
        session.add(PublisherLease(id=1, holder=holder, token=1, until=at + lasts))
        session.flush()
        return 1
    if lease.holder != holder:
        # An end further off was set by a clock that has been put back since: nobody waits for it.
        if at < lease.until <= at + 2 * lasts and not takes_over:
            raise LeaseLost(f"{lease.holder} publishes")
        lease.holder, lease.token = holder, lease.token + 1
    lease.until = at + lasts
    session.flush()
    return lease.token


def holder(session: Session) -> str | None:
    """Return who holds the lease, whether it still runs or not."""
    return session.exec(select(PublisherLease.holder)).first()


def hold(session: Session, token: int) -> None:
    """Keep everybody else from taking the lease until this transaction ends.

    Raises:
        LeaseLost: somebody took it since `token` was given.
    """
    lease = _held(session)
    if lease is None or lease.token != token:
        raise LeaseLost("the lease went to another publisher")


def keep_others_out(session: Session) -> None:
    """Keep every publisher from moving the pointer until this transaction ends."""
    _held(session)


def _held(session: Session) -> PublisherLease | None:
    wanted = select(PublisherLease).where(PublisherLease.id == 1)
    return session.exec(wanted.with_for_update().execution_options(populate_existing=True)).first()
