"""Events of many requests in one transaction: each kept once, and trouble told to each."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import func, select

from bot.group_commit import GroupCommit
from models.database import Database
from models.store.inbox import NewEvent
from models.tables.chat import InboxEvent
from models.values.chat import Platform
from tests.fixtures.small_election import NIGHT


def event(number: int) -> NewEvent:
    return NewEvent(Platform.TELEGRAM, str(number), "77", {"update_id": number})


def kept(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(InboxEvent)).one()


def test_what_comes_meanwhile_is_written_together(each_database: Database) -> None:
    group = GroupCommit(each_database)
    with ThreadPoolExecutor(8) as callers:
        list(callers.map(lambda n: group.keep([event(n % 40)], NIGHT), range(80)))
    assert kept(each_database) == 40


def test_a_busy_record_is_waited_for(database: Database) -> None:
    group = GroupCommit(database)
    with database.writing() as session:
        session.connection()  # a writer takes the lock with its first question
        caller = threading.Thread(target=group.keep, args=([event(1)], NIGHT))
        caller.start()
        assert kept(database) == 0
    caller.join()
    assert kept(database) == 1


def test_trouble_is_told_and_the_next_one_is_kept(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = GroupCommit(database)
    broken = OperationalError("disk", None, Exception("disk I/O error"))

    def fail() -> None:
        raise broken

    with monkeypatch.context() as patch:
        patch.setattr(database, "writing_soon", fail)
        with pytest.raises(OperationalError):
            group.keep([event(1)], NIGHT)
    group.keep([event(2)], NIGHT)
    assert kept(database) == 1
