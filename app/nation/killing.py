"""kill -9 of the publisher at random moments, while a reader polls the pointer and follows it.

The publisher is forked from a process that has everything loaded. It publishes figures and pages by
turns until it dies, and tells when it begins to write: it is killed from then on, at a moment of
chance up to a little after its pointer would be out.
"""

import multiprocessing
import os
import random
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from sqlmodel import col, select

from app.election.demo import demo_counts, demo_folder, demo_times
from app.election.load import load_folder
from app.faults.ledger import Ledger
from app.faults.reader import Reader
from app.nation.confirming import confirm_units
from app.nation.onlooker import Onlooker
from app.opening import prepare_database
from app.publisher import is_gone
from models.database import Database
from models.store import snapshots
from models.tables.geography import ReportingUnit
from models.tables.results import SnapshotState
from models.values.ballots import UnitKind
from results.addresses import LATEST
from results.publish import Press
from results.signing import SigningKey
from results.sources import FolderSource
from results.target import Folder
from results.verify import verify

_LIVES: Final = 1.3
"""A publisher that writes lives at most so many times as long as a snapshot takes."""
_PATIENCE_S: Final = 60.0

_UNITS_A_NIGHT: Final = 50
_REST_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was killed, and what a reader saw."""

    kills: int
    busy: int
    """Kills that left a snapshot begun and not finished."""
    polls: int
    snapshots: int
    leftovers: int
    """Files of snapshots that were cut short: nothing names them, `khanaen verify` lists them."""
    troubles: list[str]


class PublisherGone(RuntimeError):
    """A publisher ended, or wrote nothing, before it was killed."""


class Telling(Folder):
    """A folder that says through a pipe when the first file of a snapshot is written."""

    def __init__(self, root: Path, mouth: Connection) -> None:
        """Write into a folder."""
        super().__init__(root)
        self._mouth = mouth
        self.is_quiet = True

    def put(self, path: str, data: bytes) -> None:
        """Say once that writing has begun, then write."""
        if self.is_quiet:
            self.is_quiet = False
            self._mouth.send_bytes(b".")
        super().put(path, data)


class NoImages:
    """A store for units that were never photographed."""

    def read(self, sha256: str) -> bytes:
        """Have nothing.

        Raises:
            KeyError: always.
        """
        raise KeyError(sha256)


def kill_publishers(folder: Path, kills: int, seed: int, told: Callable[[], None]) -> Outcome:
    """Kill as many publishers, in nights of 50; each meets a unit that just became complete."""
    outcomes = [
        _night(folder / f"{number}", min(_UNITS_A_NIGHT, kills - begun), seed + number, told)
        for number, begun in enumerate(range(0, kills, _UNITS_A_NIGHT))
    ]
    return Outcome(
        sum(o.kills for o in outcomes),
        sum(o.busy for o in outcomes),
        sum(o.polls for o in outcomes),
        sum(o.snapshots for o in outcomes),
        sum(o.leftovers for o in outcomes),
        [trouble for o in outcomes for trouble in o.troubles],
    )


def _night(folder: Path, kills: int, seed: int, told: Callable[[], None]) -> Outcome:
    folder.mkdir(parents=True)
    chance = random.Random(seed)  # noqa: S311 - repeatable
    public, key = folder / "public", SigningKey.new()
    database = prepare_database(f"sqlite:///{folder}/khanaen.sqlite3")
    load_folder(database, demo_folder(), lambda *_: None, times=demo_times(datetime.now(UTC)))
    units = _units(database)
    ledger, over = Ledger(), threading.Event()
    polling = threading.Thread(target=Reader(public, ledger, over).run)
    polling.start()
    killed = busy = 0
    try:
        _lived(database, public, key, None)
        life_s = _LIVES * _lived(database, public, key, next(units))
        for _ in range(kills):
            exitcode = _killed(database, public, key, next(units), chance.uniform(0, life_s))
            killed += exitcode == -signal.SIGKILL
            busy += _is_cut_short(database)
            told()
        _press(database.url, Folder(public), key).publish(datetime.now(UTC))
    finally:
        over.set()
        polling.join()
        database.close()
    report = verify(FolderSource(public), key.public)
    ledger.troubles += report.faults
    onlooker = Onlooker(public)
    seen = list(onlooker.walk())
    ledger.troubles += onlooker.faults
    return Outcome(killed, busy, ledger.polls, len(seen), len(report.unlisted), ledger.troubles)


def _lived(database: Database, public: Path, key: SigningKey, unit: str | None) -> float:
    """Let a publisher put a pointer; return the seconds from its first file to that."""
    before = _pointer(public)
    with _writing(database, public, key, unit) as publisher:
        begun = time.monotonic()
        while _pointer(public) == before:
            if not publisher.is_alive() or time.monotonic() > begun + _PATIENCE_S:
                raise PublisherGone
            time.sleep(_REST_S / 10)
        return time.monotonic() - begun


def _killed(
    database: Database, public: Path, key: SigningKey, unit: str, life_s: float
) -> int | None:
    """Kill a publisher so many seconds after it began to write; return how it ended."""
    with _writing(database, public, key, unit) as publisher:
        time.sleep(life_s)
    return publisher.exitcode


@contextmanager
def _writing(
    database: Database, public: Path, key: SigningKey, unit: str | None
) -> Iterator[BaseProcess]:
    """Give a publisher that has begun to write, of a unit where one is named; kill it after that.

    Raises:
        PublisherGone: it wrote nothing.
    """
    publisher, ear = _start(database, public, key)
    try:
        if unit is not None:
            _confirm(database, unit)
        if not ear.poll(_PATIENCE_S):
            raise PublisherGone
        yield publisher
    finally:
        publisher.kill()
        publisher.join()
        ear.close()


def _pointer(public: Path) -> bytes | None:
    place = public / LATEST
    return place.read_bytes() if place.exists() else None


def _units(database: Database) -> Iterator[str]:
    wanted = select(ReportingUnit.code).where(ReportingUnit.kind == UnitKind.POLLING_UNIT)
    with database.reading() as session:
        yield from session.exec(wanted.order_by(col(ReportingUnit.id))).all()


def _confirm(database: Database, unit: str) -> None:
    counts = {ballot: own for (code, ballot), own in demo_counts().items() if code == unit}
    with database.writing() as session:
        confirm_units(session, {unit: counts}, datetime.now(UTC))


def _start(database: Database, public: Path, key: SigningKey) -> tuple[BaseProcess, Connection]:
    """Start a publisher; return it and where it is heard to begin writing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    ear, mouth = context.Pipe(duplex=False)
    publisher = context.Process(target=_publish, args=(database.url, public, key, mouth))
    publisher.daemon = True
    publisher.start()
    mouth.close()
    return publisher, ear


def _publish(url: str, public: Path, key: SigningKey, mouth: Connection) -> None:
    """Publish whatever there is until killed."""
    folder = Telling(public, mouth)
    press = _press(url, folder, key)
    while True:
        press.publish(datetime.now(UTC))
        folder.is_quiet = True
        time.sleep(_REST_S)


def _press(url: str, folder: Folder, key: SigningKey) -> Press:
    holder = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"
    return Press(Database(url), NoImages(), folder, key, holder=holder, is_gone=is_gone)


def _is_cut_short(database: Database) -> bool:
    with database.reading() as session:
        newest = snapshots.newest(session)
        return newest is not None and newest.state is not SnapshotState.PUBLISHED
