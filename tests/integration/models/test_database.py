"""Sessions, times and closed lists behave alike on both engines."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, StatementError
from sqlmodel import select

from models.database import Database
from models.tables.geography import Province
from models.tables.people import EnrolmentCode, Person, Role

BANGKOK = timezone(timedelta(hours=7))


def person(at: datetime, role: Role = Role.REVIEWER) -> Person:
    return Person(key="k", role=role, name="น", created_at=at)


def test_times_come_back_aware_and_in_utc(each_database: Database) -> None:
    with each_database.writing() as session:
        session.add(person(datetime(2027, 2, 14, 17, 0, tzinfo=BANGKOK)))
    with each_database.reading() as session:
        found = session.exec(select(Person)).one()
        assert found.created_at == datetime(2027, 2, 14, 10, 0, tzinfo=UTC)
        assert found.created_at.utcoffset() == timedelta(0)
        assert found.role is Role.REVIEWER


def test_a_time_without_a_zone_is_refused(each_database: Database) -> None:
    with (
        pytest.raises(StatementError, match="without a zone"),
        each_database.writing() as session,
    ):
        session.add(person(datetime(2027, 2, 14, 17, 0)))  # noqa: DTZ001 - that is the point


def test_a_word_outside_its_list_is_refused_in_python(each_database: Database) -> None:
    with pytest.raises(StatementError, match="chief"), each_database.writing() as session:
        session.add(Person(key="k", role="chief", name="น", created_at=datetime.now(UTC)))


def write_and_fail(database: Database) -> None:
    with database.writing() as session:
        session.add(Province(code="A", name_th="ก", name_en="A"))
        session.flush()
        raise RuntimeError


def test_a_failed_writer_leaves_nothing(each_database: Database) -> None:
    with pytest.raises(RuntimeError):
        write_and_fail(each_database)
    with each_database.reading() as session:
        assert session.exec(select(Province)).all() == []


def test_what_a_reader_changes_is_not_kept(each_database: Database) -> None:
    with each_database.reading() as session:
        session.add(Province(code="A", name_th="ก", name_en="A"))
        session.flush()
    with each_database.reading() as session:
        assert session.exec(select(Province)).all() == []


def test_a_time_may_be_unknown(each_database: Database) -> None:
    with each_database.reading() as session:
        assert session.exec(select(EnrolmentCode.used_at)).all() == []


def test_a_writer_takes_the_lock_with_its_first_question(database: Database) -> None:
    other = sqlite3.connect(str(database.engine.url.database), timeout=0)
    with database.writing() as session:
        assert session.exec(select(Province)).all() == []
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.rollback()
    other.close()


def test_readers_and_a_writer_do_not_wait_for_each_other(database: Database) -> None:
    with database.writing() as writer:
        writer.add(Province(code="A", name_th="ก", name_en="A"))
        writer.flush()
        with database.reading() as reader:
            assert reader.exec(select(Province)).all() == []


@pytest.mark.usefixtures("flushing")
def test_sqlite_keeps_what_it_promises(database: Database) -> None:
    assert database.is_sqlite
    with database.reading() as session:
        said = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


def test_a_database_that_is_not_there_is_an_error() -> None:
    database = Database("sqlite:////nowhere/at/all.sqlite3")
    with pytest.raises(OperationalError), database.reading() as session:
        session.execute(text("SELECT 1"))
    database.close()
