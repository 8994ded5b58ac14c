"""Taking deleted rows off the disk: a database only marks their place as free."""

import sqlite3
from pathlib import Path

from sqlalchemy import make_url, text

from models.database import Database
from models.tables import METADATA


def scrub(database: Database) -> bool:
    """Write the record anew without what was deleted from it; return whether nothing is left.

    On SQLite the whole file is rewritten and the log behind it cut; somebody who reads for long
    can hold the log's old pages, then False comes back and it is to be run again. On PostgreSQL
    every table of the record is rewritten under a lock; its write-ahead log turns over by itself.
    """
    return _scrub_sqlite(database) if database.is_sqlite else _scrub_postgresql(database)


def _scrub_sqlite(database: Database) -> bool:
    file = sqlite3.connect(Path(str(make_url(database.url).database)), timeout=30)
    try:
        file.execute("PRAGMA secure_delete = ON")
        file.execute("VACUUM")
        is_busy, *_ = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        file.close()
    return not is_busy


def _scrub_postgresql(database: Database) -> bool:
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    names = ", ".join(f'"{table.name}"' for table in METADATA.sorted_tables)
    with engine.connect() as connection:
        connection.execute(text(f"VACUUM (FULL) {names}"))
    return True
