"""Migrations go up and down on both engines, and leave exactly what the tables declare."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from models.database import Database
from models.migrations import downgrade, upgrade
from models.tables import METADATA
from tests.integration.models.filling import fill

OURS = set(METADATA.tables)


@pytest.fixture
def bare_record(each_database: Database, tmp_path: Path) -> Iterator[Database]:
    """The record without the queue, whose tables have a schema of their own on PostgreSQL."""
    if not each_database.is_sqlite:
        yield each_database
        return
    database = Database(f"sqlite:///{tmp_path / 'bare.sqlite3'}")
    upgrade(database)
    yield database
    database.close()


def test_the_record_is_what_the_tables_declare(bare_record: Database) -> None:
    with bare_record.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, METADATA) == []


def test_every_declared_check_is_in_the_database(each_database: Database) -> None:
    asked = inspect(each_database.engine)
    for table in METADATA.sorted_tables:
        declared = {str(c.name) for c in table.constraints if str(c.name).startswith("ck_")}
        assert {c["name"] for c in asked.get_check_constraints(table.name)} == declared


def test_down_and_up_again_on_filled_tables(each_database: Database, tmp_path: Path) -> None:
    fill(each_database, tmp_path / "folder")
    downgrade(each_database, "base")
    assert OURS.isdisjoint(inspect(each_database.engine).get_table_names())
    upgrade(each_database)
    assert set(inspect(each_database.engine).get_table_names()) >= OURS
    upgrade(each_database)


def test_tables_of_the_queue_are_left_alone(each_database: Database) -> None:
    schema = None if each_database.is_sqlite else "dbos"
    before = set(inspect(each_database.engine).get_table_names(schema)) - OURS
    assert "workflow_status" in before
    downgrade(each_database, "base")
    upgrade(each_database)
    assert set(inspect(each_database.engine).get_table_names(schema)) - OURS == before


@pytest.mark.parametrize("name", ["ก ข.sqlite3", "plain.sqlite3"])
def test_a_new_file_becomes_a_record(tmp_path: Path, name: str) -> None:
    database = Database(f"sqlite:///{tmp_path / name}")
    upgrade(database)
    assert set(inspect(database.engine).get_table_names()) >= OURS
    database.close()
