"""Kills one process after another, at moments and in an order of chance."""

import random
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from app.faults.ledger import Ledger
from app.faults.night import Night
from models.database import Database
from models.store import audit

_PAUSE_S: Final = (0.5, 4.0)
"""Shortest and longest time between two kills; a process needs about two seconds to come up."""

_POWER_EVERY: Final = 20
"""So many kills of one process, then all at once."""

_COPY_EVERY: Final = 10
"""So many kills, then a copy of the record's files as they lie."""


@dataclass(slots=True)
class Killer:
    """The hand of chance."""

    night: Night
    ledger: Ledger
    chance: random.Random
    told: Callable[[], None]

    def run(self, kills: int, over: threading.Event) -> int:
        """Kill until so many are done or the night is over; return how many there were."""
        done = 0
        while done < kills and not over.wait(self.chance.uniform(*_PAUSE_S)):
            if not self._kill(done):
                continue
            done += 1
            self.told()
            if done % _COPY_EVERY == 0:
                self._copy(done)
        return done

    def _kill(self, done: int) -> bool:
        if done % _POWER_EVERY == _POWER_EVERY - 1:
            self.night.cut_power()
            self.ledger.kills["everything"] += 1
            return True
        living = self.night.processes()
        if not living:
            return False
        kind, process = self.chance.choice(living)
        with suppress(psutil.NoSuchProcess):
            process.kill()
            self.ledger.kills[kind] += 1
            return True
        return False

    def _copy(self, number: int) -> None:
        """Look at the record as a power cut would leave it now."""
        folder = self.night.folder / f"copy-{number}"
        folder.mkdir()
        record = self.night.record
        files = (file for file in record.parent.glob(record.name + "*"))
        kept = [str(file) for file in files if not file.name.endswith("-shm")]
        with self.night.frozen():
            # In a process of its own: closing a file that this process has open through SQLite
            # would drop its locks (sqlite.org/howtocorrupt.html, section 2.2).
            subprocess.run(["/bin/cp", *kept, str(folder)], check=True)  # noqa: S603
        trouble = _trouble_of(folder / record.name)
        shutil.rmtree(folder)
        self.ledger.copies += 1
        if trouble:
            self.ledger.complain(f"copy {number} of the record: {trouble}")


def _trouble_of(record: Path) -> str | None:
    """Return what is wrong with a record's files, None where nothing is."""
    with sqlite3.connect(record) as opened:
        state = opened.execute("PRAGMA integrity_check").fetchone()[0]
    opened.close()
    if state != "ok":
        return str(state)
    database = Database(f"sqlite:///{record}")
    try:
        with database.reading() as session:
            broken = audit.first_broken(session)
    finally:
        database.close()
    return None if broken is None else f"the audit chain breaks at entry {broken}"
