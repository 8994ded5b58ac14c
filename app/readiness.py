"""What has to hold before people are let in, looked at in seconds where nothing answers too."""

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import fsspec

from app.clock import clock_says
from app.findings import Finding, Ill, find
from app.jobs.runner import SILENT_AFTER
from app.opening import Ground, folder_of
from models.store import beats
from models.tables.election import Election
from results.addresses import LATEST

ANSWER_S: Final = 3.0
"""Database, store and published folder get so long to answer."""

SNAPSHOT_OLD: Final = timedelta(minutes=5)
"""The publisher says once a minute that the newest snapshot still is the newest (R610)."""

_MIB: Final = 1024 * 1024
_NOBODY: Final = "0" * 64
_looking: Final = ThreadPoolExecutor(8, thread_name_prefix="readiness")
"""A look that hangs keeps its thread; when all hang, nothing answers, and that is what is said."""


def readiness(ground: Ground, answer_s: float = ANSWER_S) -> list[Finding]:
    """Look at everything side by side; what does not answer in time is not well.

    What is found names no address and no account: strangers may ask.
    """
    at = datetime.now(UTC)
    looks: dict[str, Callable[[], str]] = {
        "database": lambda: _database(ground),
        "election": lambda: _election(ground),
        "worker": lambda: _workers(ground, at),
        "clock": lambda: _clock(ground, at),
        "store": lambda: _store(ground),
        "disk": lambda: _disk(ground),
        "snapshot": lambda: _snapshot(ground.settings.publish_url, at),
    }
    asked = [(_looking.submit(find, what, _discreet(look)), what) for what, look in looks.items()]
    wait([found for found, _ in asked], answer_s)
    silent = f"no answer in {answer_s:g} s"
    return [_answer(found, Finding(what, is_well=False, found=silent)) for found, what in asked]


def _answer(found: Future[Finding], silent: Finding) -> Finding:
    """Return the finding if it is there; a look that has not begun is not begun any more."""
    if found.done():
        return found.result()
    found.cancel()
    return silent


def _discreet(look: Callable[[], str]) -> Callable[[], str]:
    """Return a look that says of an error what it is and nothing that stands in it."""

    def looked() -> str:
        try:
            return look()
        except Ill:
            raise
        except Exception as error:
            raise Ill(f"fails: {type(error).__name__}") from error

    return looked


def _database(ground: Ground) -> str:
    with ground.database.reading() as session:
        session.get(Election, 1)
    return ground.database.engine.dialect.name


def _election(ground: Ground) -> str:
    with ground.database.reading() as session:
        election = session.get(Election, 1)
        if election is None:
            raise Ill("none is loaded: khanaen load")
        return election.code


def _workers(ground: Ground, at: datetime) -> str:
    with ground.database.reading() as session:
        living = beats.living(session, at, SILENT_AFTER)
    if not living:
        raise Ill(f"none was heard in {SILENT_AFTER.seconds} s")
    return f"{len(living)} alive"


def _clock(ground: Ground, at: datetime) -> str:
    with ground.database.reading() as session:
        return clock_says(session, at)


def _store(ground: Ground) -> str:
    """Ask an object store; a folder has to be there and to be ours to write."""
    folder = folder_of(ground.settings.files_url)
    if folder is None:
        if ground.store.has(_NOBODY):
            raise Ill("claims to keep what nobody gave it")
        return "answers"
    if not os.access(folder, os.W_OK):
        raise Ill("the folder is not there, or not ours to write")
    return "folder"


def _disk(ground: Ground) -> str:
    """Tell whether photos and the record still have room, as far as they lie on this machine."""
    database = ground.settings.database_url
    record = Path(database.removeprefix("sqlite:///")).parent
    on_disk = [record] if ground.database.is_sqlite else []
    if files := folder_of(ground.settings.files_url):
        on_disk.append(files)
    if not on_disk:
        return "elsewhere"
    free = min(shutil.disk_usage(folder).free for folder in on_disk) // _MIB
    if free < ground.settings.min_free_mb:
        raise Ill(f"{free} MiB free, {ground.settings.min_free_mb} wanted")
    return f"{free} MiB free"


def _snapshot(url: str, at: datetime) -> str:
    system, root = fsspec.core.url_to_fs(url)
    place = str(root).rstrip("/")
    # Pages follow the figures: somebody let in before them would find nothing at the front.
    if not all(system.exists(f"{place}/{file}") for file in (LATEST, "index.html")):
        raise Ill("none is out yet")
    pointer = json.loads(system.cat_file(f"{place}/{LATEST}"))
    age = at - datetime.fromisoformat(pointer["checked_at"])
    said = f"number {pointer['sequence']}, {age.total_seconds():.0f} s ago"
    if pointer["status"] == "paused":
        return f"{said}, paused"
    if age > SNAPSHOT_OLD:
        raise Ill(f"the publisher is silent: {said}")
    return said
