"""kill -9 of the publisher at random moments, while a reader polls the pointer and follows it.

The publisher is forked from a process that has everything loaded, so that the kills fall into the
writing, not into the start. It publishes figures and pages by turns until it dies.
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
from dataclasses import dataclass
from datetime import UTC, datetime
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
"""At most so many times as long a publisher lives as its first snapshot took on this machine."""

_UNITS_A_NIGHT: Final = 60
_REST_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was killed, and what a reader saw."""

    kills: int
    busy: int
    """Kills that left a snapshot begun and not finished."""
    polls: int
    snapshots: int
    troubles: list[str]


class NoImages:
    """A store for units that were never photographed."""

    def read(self, sha256: str) -> bytes:
        """Have nothing.

        Raises:
            KeyError: always.
        """
        raise KeyError(sha256)


def kill_publishers(folder: Path, kills: int, seed: int, told: Callable[[], None]) -> Outcome:
    """Kill as many publishers, in nights of 60; each meets a unit that just became complete."""
    outcomes = [
        _night(folder / f"{number}", min(_UNITS_A_NIGHT, kills - begun), seed + number, told)
        for number, begun in enumerate(range(0, kills, _UNITS_A_NIGHT))
    ]
    return Outcome(
        sum(o.kills for o in outcomes),
        sum(o.busy for o in outcomes),
        sum(o.polls for o in outcomes),
        sum(o.snapshots for o in outcomes),
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
        life_s = _LIVES * _first_snapshot(database, public, key)
        for _ in range(kills):
            publisher = _start(database, public, key)
            _confirm(database, next(units))
            time.sleep(chance.uniform(0, life_s))
            publisher.kill()
            publisher.join()
            killed += publisher.exitcode == -signal.SIGKILL
            busy += _is_cut_short(database)
            told()
        _press(database.url, public, key).publish(datetime.now(UTC))
    finally:
        over.set()
        polling.join()
        database.close()
    ledger.troubles += _looked_back(public, key)
    onlooker = Onlooker(public)
    seen = list(onlooker.walk())
    ledger.troubles += onlooker.faults
    return Outcome(killed, busy, ledger.polls, len(seen), ledger.troubles)


def _first_snapshot(database: Database, public: Path, key: SigningKey) -> float:
    """Let a publisher put the first pointer; return the seconds from its start."""
    begun = time.monotonic()
    publisher = _start(database, public, key)
    while not (public / LATEST).exists():
        time.sleep(_REST_S)
    publisher.kill()
    publisher.join()
    return time.monotonic() - begun


def _units(database: Database) -> Iterator[str]:
    wanted = select(ReportingUnit.code).where(ReportingUnit.kind == UnitKind.POLLING_UNIT)
    with database.reading() as session:
        yield from session.exec(wanted.order_by(col(ReportingUnit.id))).all()


def _confirm(database: Database, unit: str) -> None:
    counts = {ballot: own for (code, ballot), own in demo_counts().items() if code == unit}
    with database.writing() as session:
        confirm_units(session, {unit: counts}, datetime.now(UTC))


def _start(database: Database, public: Path, key: SigningKey) -> BaseProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    publisher = context.Process(target=_publish, args=(database.url, public, key), daemon=True)
    publisher.start()
    return publisher


def _publish(url: str, public: Path, key: SigningKey) -> None:
    """Publish whatever there is until killed."""
    press = _press(url, public, key)
    while True:
        press.publish(datetime.now(UTC))
        time.sleep(_REST_S)


def _press(url: str, public: Path, key: SigningKey) -> Press:
    holder = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"
    return Press(Database(url), NoImages(), Folder(public), key, holder=holder, is_gone=is_gone)


def _is_cut_short(database: Database) -> bool:
    with database.reading() as session:
        newest = snapshots.newest(session)
        return newest is not None and newest.state is not SnapshotState.PUBLISHED


def _looked_back(public: Path, key: SigningKey) -> list[str]:
    """Return what `khanaen verify` says against the folder when all is over."""
    report = verify(FolderSource(public), key.public)
    return [*report.faults, *(f"{path} is not listed" for path in report.unlisted)]
