"""The record as one file, on either engine: copied while others write, and brought back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import inspect, make_url

from app.backup.errors import BackupError, NotEmpty, NoTool
from models.database import Database

SQLITE_FILE: Final = "record.sqlite3"
POSTGRESQL_FILE: Final = "record.dump"


def copy_record(database: Database, folder: Path) -> Path:
    """Write one state of the record into `folder`; writers go on meanwhile.

    Raises:
        BackupError: the engine's own copying failed.
    """
    if database.is_sqlite:
        return _copy_sqlite(database, folder / SQLITE_FILE)
    file = folder / POSTGRESQL_FILE
    _run(database.url, "pg_dump", ["--format=custom", f"--file={file}"])
    return file


def bring_back(url: str, file: Path) -> None:
    """Fill the empty database at `url` from a copy of the same engine.

    Raises:
        NotEmpty: something is there already.
        BackupError: the copy is of the other engine, or the engine refused it.
    """
    is_sqlite = url.startswith("sqlite:///")
    if is_sqlite != (file.name == SQLITE_FILE):
        raise BackupError(
            f"{file.name}: a copy of the other engine; set KHANAEN_DATABASE_URL to its kind"
        )
    if is_sqlite:
        _bring_back_sqlite(Path(url.removeprefix("sqlite:///")), file)
        return
    database = Database(url)
    try:
        if inspect(database.engine).get_table_names():
            raise NotEmpty("the database holds tables; restore into a new, empty one")
    finally:
        database.close()
    name = str(make_url(url).database)
    arguments = ["--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={name}"]
    _run(url, "pg_restore", [*arguments, str(file)])


def _copy_sqlite(database: Database, file: Path) -> Path:
    """Copy by SQLite's own backup, in one step: readers do not stop writers (WAL)."""
    source = sqlite3.connect(Path(str(make_url(database.url).database)))
    target = sqlite3.connect(file)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.close()
        source.close()
    _sync(file)
    return file


def _bring_back_sqlite(place: Path, file: Path) -> None:
    if any(place.with_name(place.name + ending).exists() for ending in ("", "-wal", "-shm")):
        raise NotEmpty(f"{place} is there already; move it away first")
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(place.name + ".part")
    shutil.copyfile(file, draft)
    _sync(draft)
    draft.rename(place)


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _run(url: str, tool: str, arguments: Sequence[str]) -> None:
    """Run a program of PostgreSQL; the password goes by environment, not by command line."""
    done = subprocess.run(  # noqa: S603 - our own command
        [_tool(tool), *arguments],
        env=_environment(url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupError(f"{tool}: {done.stderr.strip() or done.returncode}")


def _tool(name: str) -> str:
    """Find the newest program: an older one refuses a newer server."""
    packed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version)
    found = str(packed[-1]) if packed else shutil.which(name)
    if found is None:
        raise NoTool(f"{name} is missing: sudo apt-get install postgresql-client")
    return found


def _version(program: Path) -> int:
    word = program.parent.parent.name
    return int(word) if word.isdigit() else 0


def _environment(url: str) -> Mapping[str, str]:
    address = make_url(url)
    given = {
        "PGHOST": address.host,
        "PGPORT": address.port,
        "PGUSER": address.username,
        "PGPASSWORD": address.password,
        "PGDATABASE": address.database,
    }
    own = {name: str(value) for name, value in given.items() if value is not None}
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", **own}
