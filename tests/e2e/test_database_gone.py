"""PostgreSQL is stopped and started again under a working worker: each photo is read once."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from app.opening import Ground, open_ground, prepare_database
from app.processes import ProcessGroup
from app.settings import Settings
from models.states.photo import PhotoState
from models.tables.photos import PageReading
from tests.e2e.test_worker_kill import send, states, wait_until
from tests.fixtures.cluster import Cluster
from tests.fixtures.pictures import picture
from tests.fixtures.small_election import make_election

pytestmark = pytest.mark.e2e


@pytest.fixture
def ground(cluster: Cluster, tmp_path: Path) -> Iterator[Ground]:
    data = cluster.folder / "data"
    cluster.create(data, "")
    cluster.start(data)
    settings = Settings(
        database_url=f"postgresql+psycopg://{cluster.user}@127.0.0.1:{cluster.port}/postgres",
        files_url=f"file://{tmp_path}/files",
        publish_url=f"file://{tmp_path}/public",
    )
    database = prepare_database(settings.database_url)
    with database.writing() as session:
        make_election(session)
    database.close()
    opened = open_ground(settings)
    yield opened
    opened.close()
    cluster.stop(data, "immediate")


@pytest.fixture
def worker(ground: Ground) -> Iterator[ProcessGroup]:
    group = ProcessGroup(ground.settings.as_environment())
    yield group
    group.end()


def test_a_worker_outlives_its_database(
    cluster: Cluster, ground: Ground, worker: ProcessGroup
) -> None:
    data = cluster.folder / "data"
    for seed in range(12):
        send(ground, picture(seed))
    worker.add("worker", [sys.executable, "-m", "app.worker"])
    wait_until(lambda: states(ground).get(PhotoState.READ, 0) >= 1)
    cluster.stop(data, "immediate")
    with pytest.raises(OperationalError):
        send(ground, picture(20))
    cluster.start(data)
    assert PhotoState.QUEUED in states(ground), "the stop came too late to prove anything"
    send(ground, picture(20))
    wait_until(lambda: PhotoState.QUEUED not in states(ground))
    assert states(ground) == {PhotoState.READ: 13}
    with ground.database.reading() as session:
        per_photo = session.exec(select(PageReading.photo_id)).all()
    assert len(per_photo) == len(set(per_photo)) == 13
    (child,) = worker.children
    assert child.process is not None
    assert child.process.poll() is None
