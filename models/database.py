"""Engines and sessions: one class for SQLite and PostgreSQL.

On SQLite a writer takes the write lock at once (BEGIN IMMEDIATE), so that two writers queue up
instead of failing half-way, and every commit reaches the disk (synchronous FULL).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlmodel import Session

_BUSY_MS = 30_000


class Database:
    """The record of one election. Sessions are opened at doors only."""

    def __init__(self, url: str) -> None:
        """Open the database at an SQLAlchemy `url`; nothing is created."""
        self.url = url
        self.engine = open_engine(url)
        self._writing = self.engine.execution_options(khanaen_write=True)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this is the embedded engine."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the record and changes nothing."""
        with Session(self.engine) as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session that commits at the end, or rolls back on an exception."""
        with Session(self._writing) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def open_engine(url: str) -> Engine:
    """Return an engine with the settings that the record needs."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": _BUSY_MS / 1000})
    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def set_pragmas(connection: Any, _record: Any) -> None:
    """Prepare a fresh SQLite connection; transactions are begun by us, not by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {_BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("khanaen_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
