"""Events of many requests in one transaction: one lock and one fsync for all that came."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from models.database import Database
from models.store import inbox
from models.store.inbox import NewEvent


@dataclass(slots=True)
class _Brought:
    """The events of one request, and whether they are kept."""

    events: Sequence[NewEvent]
    at: datetime
    is_kept: bool = False
    trouble: Exception | None = field(default=None)


class GroupCommit:
    """Keeps events; who comes while another one writes is written with the next turn."""

    def __init__(self, database: Database) -> None:
        """Take the record."""
        self._database = database
        self._waiting: list[_Brought] = []
        self._lock = threading.Lock()
        self._turn = threading.Lock()

    def keep(self, events: Sequence[NewEvent], at: datetime) -> None:
        """Return once the events are on the disk; whatever goes wrong is raised to each caller."""
        mine = _Brought(events, at)
        with self._lock:
            self._waiting.append(mine)
        with self._turn:
            if not mine.is_kept and mine.trouble is None:
                self._write()
        if mine.trouble is not None:
            raise mine.trouble

    def _write(self) -> None:
        with self._lock:
            brought, self._waiting = self._waiting, []
        try:
            with self._database.writing_soon() as session:
                for one in brought:
                    inbox.keep(session, one.events, one.at)
        except Exception as trouble:  # noqa: BLE001 - each of them has to answer for itself
            for one in brought:
                one.trouble = trouble
        else:
            for one in brought:
                one.is_kept = True
