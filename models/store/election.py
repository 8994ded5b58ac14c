"""The election of this database: what it is, and how its rows get in."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

from sqlalchemy import Table, func, insert, text
from sqlmodel import Session, SQLModel, select

from models.checks.thresholds import Thresholds
from models.tables.election import Election

_CHUNK: Final = 5_000


def election(session: Session) -> Election | None:
    """Return the election of this database, or None before one is loaded."""
    return session.get(Election, 1)


def thresholds(session: Session) -> Thresholds:
    """Return the limits of the rules as this election sets them."""
    found = election(session)
    return Thresholds.from_settings(found.settings if found else {})


def insert_rows(
    session: Session, table: type[SQLModel], rows: Iterable[Mapping[str, Any]]
) -> Iterable[int]:
    """Insert many rows with their ids given; yields how many after each chunk."""
    waiting = iter(rows)
    while chunk := list(islice(waiting, _CHUNK)):
        session.connection().execute(insert(_core(table)), chunk)
        yield len(chunk)


def go_on_after(session: Session, table: type[SQLModel]) -> None:
    """Let PostgreSQL number new rows after those whose ids were given; SQLite does so itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    core = _core(table)
    largest = session.connection().execute(select(func.max(core.c.id))).scalar_one()
    if largest is not None:
        sequence = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :largest)")
        session.connection().execute(sequence, {"name": core.name, "largest": largest})


def _core(table: type[SQLModel]) -> Table:
    core: Table = SQLModel.metadata.tables[str(table.__tablename__)]
    return core
