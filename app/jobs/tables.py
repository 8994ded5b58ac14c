"""The queue's own engine and tables, in the same database as the record.

On one SQLite file two engines are needed: ours sends BEGIN IMMEDIATE by an event, the queue's
lets the driver do it; with one shared engine the queue fails at launch.
"""

import sqlite3
from typing import Final

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer
from sqlalchemy import Engine, create_engine, event

from models.database import Database

QUEUE: Final = "photos"
"""The one queue; pages and sheets are read in the order in which they came."""

VERSION: Final = "1"
"""Pinned: by default the queue hashes the source and leaves older jobs lying."""

APPLICATION: Final = "khanaen"
SERIALIZER: Final = DBOSPortableJSONSerializer()
"""JSON, not the default pickle; arguments are ids only."""

_BUSY_S: Final = 30


def queue_engine(database: Database) -> Engine:
    """Return the queue's engine on the record's database."""
    if not database.is_sqlite:
        return create_engine(database.url, pool_pre_ping=True)
    engine = create_engine(
        database.url, connect_args={"timeout": _BUSY_S, "isolation_level": "IMMEDIATE"}
    )
    event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def prepare_queue(database: Database) -> None:
    """Create or upgrade the queue's tables; the record's own migrations come first."""
    DBOS.migrate(database.url)


def open_client(engine: Engine) -> DBOSClient:
    """Return a client that enqueues and looks, but runs nothing; the tables must exist."""
    return DBOSClient(
        system_database_engine=engine, serializer=SERIALIZER, application_name=APPLICATION
    )
