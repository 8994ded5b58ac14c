"""The audit log cannot be changed, forked or bent without being found out."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from models.database import Database
from models.store import audit
from models.tables.audit import AuditEntry

pytestmark = pytest.mark.invented_keys

AT = datetime(2027, 2, 14, 12, 0, 0, 123456, tzinfo=UTC)
SENTENCES = (
    "UPDATE audit_entry SET actor = 'nobody'",
    "DELETE FROM audit_entry",
    "DELETE FROM audit_entry WHERE id = 1",
)


def say(session: Session, actor: str, number: int = 0) -> AuditEntry:
    return audit.append(
        session,
        at=AT,
        actor=actor,
        action="test",
        subject=f"sheet:{number}",
        before={"ก": 1},
        after={"ก": 2, "a": [1, None]},
    )


@pytest.mark.parametrize("sentence", SENTENCES)
def test_entries_are_never_changed_or_removed(connection: Connection, sentence: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(sentence))


def test_the_log_is_never_emptied(postgres: Database) -> None:
    with (
        postgres.engine.connect() as connection,
        pytest.raises(DBAPIError, match="append-only"),
    ):
        connection.execute(text("TRUNCATE audit_entry"))


def test_entries_name_the_one_before(each_database: Database) -> None:
    with each_database.writing() as session:
        first, second = say(session, "a"), say(session, "b")
        assert first.previous_sha256 == audit.GENESIS
        assert second.previous_sha256 == first.sha256
        assert audit.head(session) == second.sha256
    with each_database.reading() as session:
        assert audit.first_broken(session) is None
        kept = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
        assert [audit.entry_sha256(e) for e in kept] == [e.sha256 for e in kept]
        assert kept[0].at == AT


def test_an_empty_log_is_whole(database: Database) -> None:
    with database.reading() as session:
        assert audit.head(session) == audit.GENESIS
        assert audit.first_broken(session) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET actor = 'nobody' WHERE id = 2",
        "UPDATE audit_entry SET after = '{}' WHERE id = 2",
        "DELETE FROM audit_entry WHERE id = 1",
        "UPDATE audit_entry SET previous_sha256 = sha256 WHERE id = 2",
    ],
)
def test_what_an_administrator_bends_is_found(database: Database, change: str) -> None:
    with database.writing() as session:
        for number in range(3):
            say(session, "a", number)
    with database.writing() as session:
        session.execute(text("DROP TRIGGER audit_entry_no_update"))
        session.execute(text("DROP TRIGGER audit_entry_no_delete"))
        session.execute(text(change))
    with database.reading() as session:
        assert audit.first_broken(session) == 2


def test_many_writers_make_one_chain(each_database: Database) -> None:
    start = threading.Barrier(4)

    def write(actor: str) -> None:
        start.wait()
        for number in range(5):
            with each_database.writing() as session:
                say(session, actor, number)

    threads = [threading.Thread(target=write, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with each_database.reading() as session:
        assert len(session.exec(select(AuditEntry)).all()) == 20
        assert audit.first_broken(session) is None


def say_and_fail(database: Database) -> None:
    with database.writing() as session:
        say(session, "a")
        raise RuntimeError


def test_an_entry_goes_with_its_transaction(database: Database) -> None:
    with pytest.raises(RuntimeError):
        say_and_fail(database)
    with database.reading() as session:
        assert session.exec(select(AuditEntry)).all() == []
