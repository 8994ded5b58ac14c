"""PostgreSQL is stopped and started again under a working worker: each photo is read once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from app.opening import Ground, open_ground
from app.processes import ProcessGroup
from app.settings import Settings
from models.database import Database
from models.states.photo import PhotoState
from models.tables.photos import PageReading
from tests.e2e.test_worker_kill import kill, send, start, states, wait_until
from tests.fixtures.pictures import picture
from tests.fixtures.postgresql import Server
from tests.fixtures.small_election import make_election

pytestmark = pytest.mark.e2e


@pytest.fixture
def ground(postgres: Database, tmp_path: Path) -> Iterator[Ground]:
    settings = Settings(
        database_url=postgres.url,
        files_url=f"file://{tmp_path}/files",
        publish_url=f"file://{tmp_path}/public",
    )
    with postgres.writing() as session:
        make_election(session)
    opened = open_ground(settings)
    yield opened
    opened.close()


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    """Stop the server at once, and start it again whatever happens meanwhile."""
    server.stop()
    try:
        yield
    finally:
        server.start()


@pytest.fixture
def worker(ground: Ground) -> Iterator[ProcessGroup]:
    group = ProcessGroup(ground.settings.as_environment())
    yield group
    kill(group)


def test_a_worker_outlives_its_database(
    postgresql_server: Server, ground: Ground, worker: ProcessGroup
) -> None:
    for seed in range(8):
        send(ground, picture(seed))
    start(worker)
    wait_until(lambda: states(ground).get(PhotoState.READ, 0) >= 1)
    with stopped(postgresql_server), pytest.raises(OperationalError):
        send(ground, picture(20))
    assert PhotoState.QUEUED in states(ground), "the stop came too late to prove anything"
    send(ground, picture(20))
    wait_until(lambda: PhotoState.QUEUED not in states(ground))
    assert states(ground) == {PhotoState.READ: 9}
    with ground.database.reading() as session:
        per_photo = session.exec(select(PageReading.photo_id)).all()
    assert len(per_photo) == len(set(per_photo)) == 9
    (child,) = worker.children
    assert child.process is not None
    assert child.process.poll() is None
