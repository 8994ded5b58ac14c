"""Engines and sessions: one class for SQLite and PostgreSQL.

On SQLite a writer takes the write lock at once (BEGIN IMMEDIATE), so that two writers queue up
instead of failing half-way, and every commit reaches the disk (synchronous FULL).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

_BUSY_MS = 30_000
_SOON_S = 0.002


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

    @contextmanager
    def writing_soon(self) -> Iterator[Session]:
        """Give a writing session to somebody who is waited for, ahead of other writers.

        SQLite has no queue: a waiting writer sleeps longer and longer, up to a tenth of a second,
        between two looks at the lock. Who looks every two milliseconds gets it first.
        """
        if not self.is_sqlite:
            with self.writing() as session:
                yield session
            return
        with Session(self._soon) as session:
            _take_lock(session)
            yield session
            session.commit()

    @cached_property
    def _soon(self) -> Engine:
        engine = open_engine(self.url, busy_ms=0)
        return engine.execution_options(khanaen_write=True)

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()
        if "_soon" in self.__dict__:
            self._soon.dispose()


def open_engine(url: str, busy_ms: int = _BUSY_MS) -> Engine:
    """Return an engine with the settings that the record needs.

    What it complains about goes to logs: never with the values, which are people's.
    """
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "handle_error", _leave_details_out)
        return engine
    wait = {"timeout": busy_ms / 1000}
    engine = create_engine(url, connect_args=wait, hide_parameters=True)
    event.listen(engine, "connect", lambda connection, _: set_pragmas(connection, busy_ms))
    event.listen(engine, "begin", _begin)
    return engine


def set_pragmas(connection: Any, busy_ms: int = _BUSY_MS) -> None:
    """Prepare a fresh SQLite connection; transactions are begun by us, not by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {busy_ms}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _leave_details_out(context: ExceptionContext) -> None:
    """Keep a complaint's first line: DETAIL and CONTEXT of PostgreSQL repeat the row's values."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            first, *more = error.args
            error.args = (str(first).partition("\n")[0], *more)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("khanaen_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _take_lock(session: Session) -> None:
    """Begin a writing transaction as soon as the lock is free."""
    deadline = time.monotonic() + _BUSY_MS / 1000
    while True:
        try:
            session.connection()
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            session.rollback()
            time.sleep(_SOON_S)
        else:
            return
