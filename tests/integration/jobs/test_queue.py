"""The queue beside the record: entries come and go with the caller's transaction."""

import logging
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from dbos._queue import queue_worker_thread
from sqlalchemy import column, select, table

from app.jobs.looking import look_first
from app.jobs.queue import READ_PHOTO, JobQueue
from app.jobs.tables import QUEUE
from app.opening import Ground


def test_an_entry_is_there_once_the_transaction_is(ground: Ground) -> None:
    with ground.database.writing() as session:
        ground.queue.put_photo(session, 7)
        ground.queue.put_sheet(session, 7)
    assert ground.queue.depth() == 2


def test_an_entry_goes_with_a_failed_transaction(ground: Ground) -> None:
    def put_and_fail() -> None:
        with ground.database.writing() as session:
            ground.queue.put_photo(session, 7)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        put_and_fail()
    assert ground.queue.depth() == 0


def test_the_same_entry_twice_is_one(ground: Ground) -> None:
    for _ in range(2):
        with ground.database.writing() as session:
            ground.queue.put_photo(session, 7)
    assert ground.queue.depth() == 1


def test_only_what_has_no_job_is_put_anew(ground: Ground) -> None:
    with ground.database.writing() as session:
        ground.queue.put_photo(session, 1)
        ground.queue.put_photo(session, 11)
    with ground.database.writing() as session:
        assert ground.queue.put_missing(session, READ_PHOTO, [1, 2, 11]) == 1
    with ground.database.writing() as session:
        assert ground.queue.put_missing(session, READ_PHOTO, [1, 2, 11]) == 0
    assert ground.queue.depth() == 3


def test_waiting_jobs_are_nobodys_to_take(ground: Ground) -> None:
    with ground.database.writing() as session:
        ground.queue.put_photo(session, 1)
    assert ground.queue.take_from_dead([]) == 0


def test_a_second_client_sees_the_same_queue(ground: Ground) -> None:
    with ground.database.writing() as session:
        ground.queue.put_photo(session, 1)
    other = JobQueue(ground.database)
    assert other.depth() == 1
    other.close()


def test_looks_and_sheets_come_before_photos(ground: Ground) -> None:
    with ground.database.writing() as session:
        ground.queue.put_photo(session, 1)
        ground.queue.put_sheet(session, 2)
        ground.queue.put_look(session, 3)
    schema = None if ground.database.is_sqlite else "dbos"
    status = table("workflow_status", column("workflow_uuid"), column("priority"), schema=schema)
    with ground.database.reading() as session:
        rows = session.connection().execute(select(status).order_by(status.c.priority))
        names = [row.workflow_uuid for row in rows]
    assert names[-1] == "read_photo-1"
    assert set(names[:2]) == {"read_sheet-2", "look_photo-3"}


def test_an_empty_queue_is_asked_for_nothing(ground: Ground) -> None:
    system = ground.queue._client._sys_db
    look_first(system)
    assert system.dequeue_scopes(QUEUE) == []
    with ground.database.writing() as session:
        ground.queue.put_photo(session, 1)
    assert system.dequeue_scopes(QUEUE) == [None]
    assert system.dequeue_scopes("another") == []
    jobs = system.tables.workflow_status
    with system.engine.begin() as connection:
        connection.execute(jobs.update().values(status="PENDING"))
    assert system.dequeue_scopes(QUEUE) == []


def test_the_library_asks_for_the_scopes_before_it_looks(ground: Ground) -> None:
    queue = ground.queue._client.register_queue(QUEUE, polling_interval_sec=0.01)
    leaving, asked = threading.Event(), []

    def scopes(name: str) -> list[None]:
        asked.append(name)
        leaving.set()
        return []

    looks: list[object] = []
    system = SimpleNamespace(
        get_queue=lambda _: queue,
        dequeue_scopes=scopes,
        sharded=False,
        start_queued_workflows=lambda *_, **__: looks.append(1),
    )
    library: Any = SimpleNamespace(_sys_db=system, logger=logging.getLogger("dbos"))
    queue_worker_thread(leaving, library, queue)
    assert (asked, looks) == ([QUEUE], [])
