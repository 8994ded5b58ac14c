"""Leases: work that one process does at a time, taken over when its holder falls silent."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from models.tables.chat import Lease


def hold(session: Session, name: str, holder: str, at: datetime, lasting: timedelta) -> bool:
    """Take or renew a lease; False while another holder's lasts.

    One that ends later than a lease given now, twice over, was given by a clock that has been
    set back since; nobody waits for it.
    """
    until = col(Lease.until)
    free = or_(col(Lease.holder) == holder, until < at, until > at + 2 * lasting)
    taken = session.exec(
        update(Lease)
        .where(col(Lease.name) == name, free)
        .values(holder=holder, until=at + lasting)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount:
        return True
    if session.get(Lease, name) is not None:
        return False
    try:
        with session.begin_nested():
            session.add(Lease(name=name, holder=holder, until=at + lasting))
    except IntegrityError:
        return False
    return True


def let_go(session: Session, name: str, holder: str) -> None:
    """Give a lease back, so that nobody waits for it to end."""
    session.exec(delete(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder))
