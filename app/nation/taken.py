"""What a night of photos took, read from the record when it is over."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, Final

from sqlmodel import Session, col, func, select

from app.nation.outcome import spread
from models.database import Database
from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.tables.photos import PageReading, Photo
from models.tables.results import Release
from models.tables.sheets import Page, Sheet, SheetReading

AVERAGE: Final = 37.5
PEAK: Final = 120.0
"""Photos a second of the country: 608,000 in four and a half hours, and its busiest moments."""

_WAITING: Final = (PhotoState.RECEIVED, PhotoState.STORED, PhotoState.QUEUED)
_OPEN: Final = (SheetState.READ_BACK, SheetState.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Depth:
    """How much waited at one look."""

    photos: int
    """Received and not read."""
    sheets: int
    """Read, and not decided by people."""
    public: int
    """Units released so far."""


@dataclass(frozen=True, slots=True)
class Used:
    """What a night used of its machine."""

    workers: int
    cpu_s: Mapping[str, float]
    """By kind of process, from the first photo on; that of their start is not in it."""
    memory_mb: Mapping[str, Mapping[str, int]]
    """The heaviest of each kind, what is shared counted in part and in whole."""
    load: float


@dataclass(frozen=True)
class Taken:
    """The figures of a night."""

    used: Used
    photos: int
    sent: int
    seconds: float
    """From the first receipt to the last reading."""
    read_back_s: Sequence[float]
    """From the last photo of a sheet to its joint reading."""
    release_s: Sequence[float]
    """From the last photo of a unit to its release."""
    depths: Sequence[Depth]

    @property
    def cpu_a_photo_s(self) -> float:
        """CPU of doors, workers and review for one photo; what is published has its own bench."""
        used = sum(self.used.cpu_s.get(kind, 0.0) for kind in ("web", "worker"))
        return used / max(1, self.photos)

    @property
    def sustained(self) -> float:
        """Photos a second while they were coming or waiting."""
        return self.photos / max(0.001, self.seconds)

    def machines(self, rate: float) -> int:
        """Return how many machines of two cores a rate needs by the CPU that a photo takes."""
        return ceil(rate * self.cpu_a_photo_s / 2)

    def to_data(self) -> dict[str, Any]:
        """Return the figures."""
        return {
            "workers": self.used.workers,
            "cores": os.cpu_count(),
            "photos": self.photos,
            "sent": self.sent,
            "seconds": round(self.seconds, 1),
            "photos_a_second": round(self.sustained, 2),
            "cpu_a_photo_s": round(self.cpu_a_photo_s, 3),
            "cpu_s": {kind: round(used, 1) for kind, used in self.used.cpu_s.items()},
            "read_back_s": spread(self.read_back_s) if self.read_back_s else None,
            "release_s": spread(self.release_s) if self.release_s else None,
            "most_photos_waiting": max((d.photos for d in self.depths), default=0),
            "most_sheets_waiting": max((d.sheets for d in self.depths), default=0),
            "units_public": self.depths[-1].public if self.depths else 0,
            "machines_average": self.machines(AVERAGE),
            "machines_peak": self.machines(PEAK),
            "memory_mb": {kind: dict(most) for kind, most in self.used.memory_mb.items()},
            "load": round(self.used.load, 1),
        }


def depth_now(database: Database) -> Depth:
    """Count what waits."""
    with database.reading() as session:
        photos = select(func.count()).where(col(Photo.state).in_(_WAITING))
        sheets = select(func.count()).where(col(Sheet.state).in_(_OPEN))
        public = select(func.count()).where(col(Release.released_at).is_not(None))
        return Depth(*(session.exec(wanted).one() for wanted in (photos, sheets, public)))


def taken(database: Database, used: Used, depths: Sequence[Depth]) -> Taken:
    """Read the figures of a night that is over."""
    with database.reading() as session:
        received = list(session.exec(select(Photo.received_at)))
        read = list(session.exec(select(PageReading.created_at)))
        return Taken(
            used=used,
            photos=len(read),
            sent=len(received),
            seconds=(max(read) - min(received)).total_seconds() if read else 0.0,
            read_back_s=_read_back(session),
            release_s=_released(session),
            depths=depths,
        )


def _read_back(session: Session) -> list[float]:
    last = (
        select(Page.sheet_id, func.max(Photo.received_at))
        .join(Photo, col(Photo.id) == col(Page.photo_id))
        .group_by(col(Page.sheet_id))
    )
    first = select(SheetReading.sheet_id, func.min(SheetReading.created_at)).group_by(
        col(SheetReading.sheet_id)
    )
    return _apart(dict(session.exec(last).all()), dict(session.exec(first).all()))


def _released(session: Session) -> list[float]:
    last = select(Photo.unit_id, func.max(Photo.received_at)).group_by(col(Photo.unit_id))
    out = select(Release.unit_id, Release.released_at).where(col(Release.released_at).is_not(None))
    return _apart(dict(session.exec(last).all()), dict(session.exec(out).all()))


def _apart(begun: Mapping[int, Any], ended: Mapping[int, Any]) -> list[float]:
    return [
        (_time(ended[key]) - _time(begun[key])).total_seconds() for key in begun if key in ended
    ]


def _time(value: str | datetime) -> datetime:
    """Return a time that an aggregate gave; SQLite gives text."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.replace(tzinfo=None)  # both sides are UTC
