"""Every constraint that the tables declare is kept by both engines, one by one."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKeyConstraint,
    Index,
    Table,
    UniqueConstraint,
    insert,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from models.tables import METADATA
from models.tables.columns import Closed
from tests.integration.models.bad_values import BAD_VALUES
from tests.integration.models.filling import value_of

# The log refuses every update before its constraints are asked; see test_audit_log.
TABLES = tuple(t for t in METADATA.sorted_tables if t.name != "audit_entry")
ABSENT = 987_654
NEVER_ASKED = {"uq_area_id_amphoe_id", "uq_person_area_person_id"}
"""The primary key speaks first; and NULLs are never equal, while one area at most is not NULL."""


def of_kind(kind: type) -> Iterator[Any]:
    for table in TABLES:
        yield from sorted((c for c in table.constraints if isinstance(c, kind)), key=name_of)


def name_of(constraint: Any) -> str:
    return str(constraint.name)


def refusal(connection: Connection, statement: Any) -> str:
    """What the engine says to a statement, or nothing where it takes it."""
    try:
        with connection.begin_nested():
            connection.execute(statement)
    except IntegrityError as error:
        return str(error.orig)
    return ""


def test_every_check_refuses_a_bad_row(connection: Connection) -> None:
    checks: list[CheckConstraint] = list(of_kind(CheckConstraint))
    assert len(checks) > 40
    said = {name_of(c): refusal(connection, spoil(c.table, bad_values(c))) for c in checks}
    # Another check of the same row may speak first where a word belongs to two of them.
    silent = {n: s for n, s in said.items() if n not in s and "ck_reporting_unit_" not in s}
    assert silent == {}


def test_every_reference_to_nothing_is_refused(connection: Connection) -> None:
    keys: list[ForeignKeyConstraint] = list(of_kind(ForeignKeyConstraint))
    assert len(keys) > 40
    said = {name_of(k): refusal(connection, spoil(k.table, pointing_nowhere(k))) for k in keys}
    # On SQLite the trigger that notes a changed unit finds none and speaks first.
    refused = ("foreign key", "changed_unit.unit_id")
    assert {n: s for n, s in said.items() if not any(r in s.lower() for r in refused)} == {}


def test_what_must_be_known_is_never_null(connection: Connection) -> None:
    columns = [c for t in TABLES for c in t.columns if not c.nullable and not c.primary_key]
    said = {str(c): refusal(connection, spoil(c.table, {c.name: null()})) for c in columns}
    silent = {n: s for n, s in said.items() if "null" not in s.lower()}
    assert silent == {}


def uniques() -> Iterator[UniqueConstraint | Index]:
    yield from (
        u for u in of_kind(UniqueConstraint) if not name_of(u).startswith(tuple(NEVER_ASKED))
    )
    for table in TABLES:
        yield from (i for i in table.indexes if i.unique)


def test_a_second_row_of_the_same_key_is_refused(connection: Connection) -> None:
    said = {
        name_of(u): refusal(connection, insert(table_of(u)).values(twin(connection, u)))
        for u in uniques()
    }
    assert len(said) > 20
    columns = {
        name_of(u): ", ".join(f"{table_of(u).name}.{c.name}" for c in u.columns) for u in uniques()
    }
    # PostgreSQL cuts long names short.
    silent = {n: s for n, s in said.items() if n[:50] not in s and columns[n] not in s}
    assert silent == {}


def test_a_good_row_is_taken(connection: Connection) -> None:
    """The refusals above are owed to the bad values, not to how the rows are changed."""
    for table in TABLES:
        key = next(iter(table.primary_key.columns))
        assert refusal(connection, spoil(table, {key.name: key})) == ""


def table_of(unique: UniqueConstraint | Index) -> Table:
    table = next(iter(unique.columns)).table
    assert isinstance(table, Table)
    return table


def spoil(table: Any, values: dict[str, Any]) -> Any:
    """Change one row, past the types that would refuse a bad value in Python already."""
    key = next(iter(table.primary_key.columns))
    where = key == select(key).order_by(key).limit(1).scalar_subquery()
    raw = {k: literal_column(f"'{v}'") if isinstance(v, str) else v for k, v in values.items()}
    return update(table).where(where).values(raw)


def pointing_nowhere(key: ForeignKeyConstraint) -> dict[str, Any]:
    name = next(iter(key.columns)).name
    # A code has one of three posts: another one leaves its place first.
    others = {"unit_id": null()} if name in {"centre_id", "constituency_id"} else {}
    is_code = isinstance(key.table, Table) and key.table.name == "enrolment_code"
    return {**(others if is_code else {}), name: ABSENT}


def bad_values(check: CheckConstraint) -> dict[str, Any]:
    assert isinstance(check.table, Table)
    for column in check.table.columns:
        if isinstance(column.type, Closed) and name_of(check).endswith(f"_{column.name}_in_list"):
            return {column.name: "nonsense"}
    return BAD_VALUES[name_of(check)]


def twin(connection: Connection, unique: UniqueConstraint | Index) -> dict[str, Any]:
    """A copy of a row that differs under every key of its table but one."""
    table, mine = table_of(unique), {c.name for c in unique.columns}
    known = [c.is_not(None) for c in unique.columns]
    where = [table.c.kind == "counting_set"] if isinstance(unique, Index) else known
    found = connection.execute(select(table).where(*where)).mappings().first()
    row = dict(found) if found else keyed(connection, unique)
    others = (c for c in table.constraints if isinstance(c, UniqueConstraint) and c is not unique)
    for other in others:
        rest = [c for c in other.columns if c.name not in mine]
        if rest:
            column = min(rest, key=lambda c: (bool(c.foreign_keys), isinstance(c.type, Closed)))
            row[column.name] = another(connection, column)
    for key in table.primary_key.columns:
        if key.name not in mine:
            row[key.name] = ABSENT
    return row


def keyed(connection: Connection, unique: UniqueConstraint | Index) -> dict[str, Any]:
    """A row like the first one whose key is known in all parts; put in, to be met again."""
    table = table_of(unique)
    row = dict(connection.execute(select(table).limit(1)).mappings().one())
    row |= {c.name: value_of(connection, c, 1) for c in unique.columns}
    key = next(iter(table.primary_key.columns))
    connection.execute(update(table).where(key == row[key.name]).values(row))
    return row


def another(connection: Connection, column: Column[Any]) -> Any:
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        return connection.execute(select(target).order_by(target.desc()).limit(1)).scalar_one()
    if isinstance(column.type, Closed):
        return list(column.type.members)[-1]
    return ABSENT if isinstance(value_of(connection, column, 1), int) else "9"
