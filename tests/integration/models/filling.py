"""Two valid rows in every table, made from the tables' own declarations."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Float, Integer, Table, insert, select
from sqlalchemy.types import JSON

from app.election.demo import demo_folder
from app.election.load import load_folder
from models.database import Database
from models.tables import METADATA
from models.tables.columns import Closed, UtcDateTime

AT = datetime(2027, 2, 14, 12, 0, tzinfo=UTC)


def load_without_people(database: Database, folder: Path) -> None:
    """Load the demo election quickly: hashing its people's passwords takes most of a load."""
    shutil.copytree(demo_folder(), folder, ignore=shutil.ignore_patterns("people.csv"))
    load_folder(database, folder)


def fill(database: Database, folder: Path) -> None:
    """Load the demo election without people, and put two rows into every empty table."""
    load_without_people(database, folder)
    with database.writing() as session:
        fill_empty_tables(session.connection())


def fill_empty_tables(connection: Connection) -> None:
    for table in METADATA.sorted_tables:
        if connection.execute(select(table).limit(1)).first() is None:
            for n in (1, 2):
                connection.execute(insert(table).values(row_of(connection, table, n)))


def row_of(connection: Connection, table: Table, n: int) -> dict[str, Any]:
    columns = [c for c in table.columns if is_wanted(c) and not is_given(c)]
    return {c.name: value_of(connection, c, n) for c in columns}


def is_wanted(column: Column[Any]) -> bool:
    # A code has exactly one of its three posts, so that none of them can be required.
    return not column.nullable or str(column) == "enrolment_code.unit_id"


def is_given(column: Column[Any]) -> bool:
    return column.primary_key and column.name == "id" and column.table.name != "election"


def value_of(connection: Connection, column: Column[Any], n: int) -> Any:
    if column.foreign_keys:
        return referred(connection, column, n)
    kind = column.type
    if isinstance(kind, Closed):
        return list(kind.members)[n - 1]
    by_type: tuple[tuple[type, Any], ...] = (
        (UtcDateTime, AT),
        (Boolean, False),
        (Date, date(2027, 2, 14)),
        (JSON, {}),
        (Float, 1.0),
        (Integer, n),
    )
    return next((v for t, v in by_type if isinstance(kind, t)), str(n))


def referred(connection: Connection, column: Column[Any], n: int) -> Any:
    """The n-th key in the table that a column refers to, or its only one."""
    target = next(iter(column.foreign_keys)).column
    keys = connection.execute(select(target).order_by(target).limit(n)).scalars().all()
    return keys[-1]
