"""kill -9 of the worker in the middle of fifty photos: afterwards nothing is lost or doubled."""

import io
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import func, select

from app.opening import Ground, open_ground, prepare_database
from app.processes import ProcessGroup
from app.settings import Settings
from intake.page_readings import MAX_ATTEMPTS
from intake.receive import Arrival, receive
from models.states.photo import PhotoState
from models.tables.photos import Channel, PageReading, Photo
from tests.fixtures.pictures import picture
from tests.fixtures.poison import endless_pdf, memory_bomb
from tests.fixtures.small_election import make_election

pytestmark = pytest.mark.e2e

PHOTOS = 50
PATIENCE_S = 60


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/night.sqlite3",
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


@pytest.fixture
def worker(ground: Ground) -> Iterator[ProcessGroup]:
    group = ProcessGroup(ground.settings.as_environment())
    yield group
    group.end()


def send(ground: Ground, data: bytes) -> int:
    with ground.database.writing() as session:
        arrival = Arrival(1, Channel.WEB, data, "page.jpg", 1)
        return receive(session, ground.door, arrival, datetime.now(UTC)).photo_id


def states(ground: Ground) -> dict[PhotoState, int]:
    with ground.database.reading() as session:
        counted = select(Photo.state, func.count()).group_by(Photo.state)  # type: ignore[arg-type]
        return dict(session.exec(counted).all())


def start(group: ProcessGroup) -> None:
    group.add("worker", [sys.executable, "-m", "app.worker"])


def kill(group: ProcessGroup) -> None:
    for child in group.children:
        if child.process is not None and child.process.poll() is None:
            child.process.kill()
            child.process.wait()


def test_every_photo_is_read_once_after_a_kill(ground: Ground, worker: ProcessGroup) -> None:
    for seed in range(PHOTOS):
        send(ground, picture(seed))
    start(worker)
    wait_until(lambda: states(ground).get(PhotoState.READ, 0) >= PHOTOS // 5)
    kill(worker)
    assert PhotoState.QUEUED in states(ground), "the kill came too late to prove anything"
    start(worker)
    wait_until(lambda: PhotoState.QUEUED not in states(ground))
    ended = states(ground)
    assert ended.get(PhotoState.READ, 0) + ended.get(PhotoState.NEEDS_HUMAN, 0) == PHOTOS
    with ground.database.reading() as session:
        per_photo = session.exec(select(PageReading.photo_id)).all()
    assert len(per_photo) == len(set(per_photo)) == ended[PhotoState.READ]


def test_a_photo_that_kills_its_worker_goes_to_people(ground: Ground, worker: ProcessGroup) -> None:
    photo_id = send(ground, _slow_picture())
    for attempt in range(1, MAX_ATTEMPTS + 1):
        start(worker)
        wait_until(lambda begun=attempt: attempts(ground, photo_id) == begun)  # type: ignore[misc]
        kill(worker)
    start(worker)
    wait_until(lambda: PhotoState.QUEUED not in states(ground))
    assert states(ground) == {PhotoState.NEEDS_HUMAN: 1}
    # The worker itself goes on.
    send(ground, picture(1))
    wait_until(lambda: states(ground).get(PhotoState.READ) == 1)


def test_poison_among_good_photos_stops_nothing(ground: Ground, worker: ProcessGroup) -> None:
    worker.environment = {
        **worker.environment,
        "KHANAEN_READ_LIMIT_S": "1",
        "KHANAEN_WORKER_MEMORY_MB": "1024",
    }
    for data in (endless_pdf(), picture(0), memory_bomb(), picture(1)):
        send(ground, data)
    start(worker)
    wait_until(lambda: PhotoState.QUEUED not in states(ground))
    assert states(ground) == {PhotoState.READ: 2, PhotoState.NEEDS_HUMAN: 2}
    (child,) = worker.children
    assert child.process is not None
    assert child.process.poll() is None
    assert child.deaths == 0


def attempts(ground: Ground, photo_id: int) -> int:
    with ground.database.reading() as session:
        return session.get_one(Photo, photo_id).attempts


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def _slow_picture() -> bytes:
    """A picture that takes long enough to be killed over: a hundred megapixels of paper."""
    out = io.BytesIO()
    Image.new("L", (10_000, 10_000), 240).save(out, "PNG", compress_level=1)
    return out.getvalue()
