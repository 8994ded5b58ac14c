"""Wrong tries at a door: five within a quarter of an hour close it for a while.

Each refusal is an entry of the audit log, so that a restart opens no door and every process sees
the same. A lock doubles with each round, up to a day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from models.store import audit
from models.store.people import refusals

WINDOW: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(days=1)
TRIES: Final = 5
"""For one browser or one user name."""

ADDRESS_TRIES: Final = 60
"""For one network address: a whole tally centre, or a mobile network, may share it."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What is watched at a door: the action and, for each subject, how many tries it has."""

    action: str
    subjects: tuple[tuple[str, int], ...]


def locked_until(refused: Sequence[datetime], tries: int = TRIES) -> datetime | None:
    """Return when the last lock of a series of refusals ends; None if there was none."""
    ends: datetime | None = None
    recent: list[datetime] = []
    length = WINDOW
    for at in refused:
        recent = [r for r in recent if at - r < WINDOW] + [at]
        if len(recent) >= tries:
            ends, recent = at + length, []
            length = min(length * 2, LONGEST)
    return ends


def locked_at(session: Session, guard: Guard, at: datetime) -> datetime | None:
    """Return until when the door is closed to these subjects, or None while it is open."""
    ends = (
        locked_until(refusals(session, guard.action, subject, at), tries)
        for subject, tries in guard.subjects
    )
    return _latest(e for e in ends if e is not None and e > at)


def note_refusal(session: Session, guard: Guard, at: datetime) -> None:
    """Note a wrong try."""
    for subject, _ in guard.subjects:
        audit.append(session, at=at, actor="door", action=guard.action, subject=subject)


def _latest(times: Iterable[datetime]) -> datetime | None:
    return max(times, default=None)
