"""Whether this machine's clock is right, as far as others can tell it."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from app.findings import Ill
from models.store import beats

_OLDEST: Final = datetime(2026, 1, 1, tzinfo=UTC)
_APART: Final = timedelta(seconds=2)
"""Two clocks may differ so much; heartbeats allow six seconds."""


def clock_says(session: Session, at: datetime) -> str:
    """Return the time in words: a wrong clock breaks leases, heartbeats and R107.

    Raises:
        Ill: the clock is older than this program, or another one differs: that of PostgreSQL, or
            that of the worker which beat last.
    """
    if at < _OLDEST:
        raise Ill(f"{at:%Y-%m-%d}: นาฬิกาผิด · set the clock")
    if session.get_bind().dialect.name == "postgresql":
        theirs: datetime = (
            session.connection().execute(text("SELECT clock_timestamp()")).scalar_one()
        )
        if abs(theirs - at) > _APART:
            apart = (theirs - at).total_seconds()
            raise Ill(f"ต่างจากฐานข้อมูล {apart:+.0f} s · the database's clock differs")
    ahead = (beats.newest(session) or at) - at
    if ahead > _APART:
        raise Ill(f"ช้ากว่าผู้อ่าน {ahead.total_seconds():.0f} s · behind the clock of a worker")
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
