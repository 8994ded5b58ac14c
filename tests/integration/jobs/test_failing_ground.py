"""The store errs or the database is cut off in the middle of work: nothing is lost or doubled."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.cage.looking import watch
from app.persisting import Step, Wait, persisting
from app.pipeline import read_photo
from intake.errors import Corrupted, StoreAway
from intake.store import Store
from models.database import Database
from models.states.photo import PhotoState
from models.tables.photos import PageReading, Photo
from tests.fixtures.line import Line
from tests.fixtures.sheets import drawn_sheet

_SIDES = 2
"""What a worker reads in vain: the photo, and the bytes that it tries the store with."""


@dataclass
class FailingStore:
    """A store whose next calls fail in the ways that were ordered."""

    inner: Store
    write_fails: int = 0
    read_fails: list[Exception] = field(default_factory=list)
    spoilt: dict[str, Exception] = field(default_factory=dict)
    """What comes of these contents, always, while the others are well."""

    def write(self, data: bytes) -> str:
        if self.write_fails:
            self.write_fails -= 1
            raise OSError(28, "No space left on device")
        return self.inner.write(data)

    def read(self, sha256: str) -> bytes:
        if self.read_fails:
            raise self.read_fails.pop()
        if trouble := self.spoilt.get(sha256):
            raise trouble
        return self.inner.read(sha256)

    def has(self, sha256: str) -> bool:
        return self.inner.has(sha256)

    def names(self) -> Iterator[str]:
        return self.inner.names()


def failing(line: Line) -> tuple[Line, FailingStore]:
    store = FailingStore(line.ground.store)
    return Line(replace(line.ground, store=store)), store


def read_once(line: Line, photos: int) -> None:
    assert [p.state for p in line.all(Photo)] == [PhotoState.READ] * photos
    readings = [r.photo_id for r in line.all(PageReading)]
    assert len(readings) == len(set(readings)) == photos


def test_a_full_disk_at_the_door_gives_no_receipt_and_no_row(line: Line) -> None:
    full, store = failing(line)
    photo = drawn_sheet().photos[0]
    store.write_fails = 1
    with pytest.raises(OSError, match="No space"):
        full.send(photo)
    assert line.all(Photo) == []
    receipt = full.send(photo)
    assert full.send(photo).number == receipt.number
    full.read_all()
    read_once(line, 1)


def working(line: Line, wait: Wait) -> Step:
    """Return what a worker does with a photo."""
    return persisting("read_photo", partial(read_photo, line.ground, watch), wait)


def test_a_disk_that_fills_while_reading_is_waited_for(line: Line) -> None:
    full, store = failing(line)
    receipt = full.send(drawn_sheet().photos[0])
    store.write_fails = 1
    with pytest.raises(StoreAway):
        read_photo(full.ground, watch, receipt.photo_id)
    (photo,) = line.all(Photo)
    assert (photo.state, photo.attempts) == (PhotoState.QUEUED, 0)
    full.read_all()
    read_once(line, 1)


def test_an_object_store_that_is_away_for_long_sends_nothing_to_people(line: Line) -> None:
    """Ten times is more than the attempts that a photo has."""
    away, store = failing(line)
    receipt = away.send(drawn_sheet().photos[0])
    store.read_fails = [ConnectionError("refused")] * _SIDES * 10
    waited: list[float] = []
    working(away, lambda seconds: bool(waited.append(seconds)))(receipt.photo_id)
    read_once(line, 1)
    assert line.all(Photo)[0].attempts == 1
    assert waited == [0.5, 1, 2, 4, 8, *[10] * 5]


def test_a_worker_that_leaves_waits_for_no_store(line: Line) -> None:
    away, store = failing(line)
    receipt = away.send(drawn_sheet().photos[0])
    store.read_fails = [ConnectionError("refused")] * _SIDES * 10
    working(away, lambda _: True)(receipt.photo_id)
    assert len(store.read_fails) == _SIDES * 9
    assert line.all(Photo)[0].state is PhotoState.QUEUED


def test_a_store_that_gives_nothing_but_wrong_bytes_is_waited_for(line: Line) -> None:
    lying, store = failing(line)
    receipt = lying.send(drawn_sheet().photos[0])
    store.read_fails = [Corrupted(receipt.number)] * _SIDES * 5
    working(lying, lambda _: False)(receipt.photo_id)
    read_once(line, 1)


def test_photos_that_alone_cannot_be_had_go_to_people(line: Line) -> None:
    """Waiting for one spoilt file would keep a worker from all the others."""
    spoilt, store = failing(line)
    receipts = [spoilt.send(photo) for photo in drawn_sheet().photos]
    troubles = (Corrupted("spoilt"), PermissionError(13, "Denied"))
    store.spoilt = {p.sha256: t for p, t in zip(line.all(Photo), troubles, strict=True)}
    for receipt in receipts:
        working(spoilt, _never)(receipt.photo_id)
    assert [photo.state for photo in line.all(Photo)] == [PhotoState.NEEDS_HUMAN] * 2
    assert line.all(PageReading) == []


def _never(_seconds: float) -> bool:
    raise AssertionError("it waits")


def test_a_database_that_is_cut_off_forgets_what_was_not_promised(line: Line) -> None:
    database = line.ground.database
    if database.is_sqlite:
        pytest.skip("nothing lies between us and SQLite")
    first, second = drawn_sheet().photos
    line.send(first)
    with pytest.raises(DBAPIError), database.writing() as session:  # noqa: PT012
        session.add(photo_like(line))
        session.flush()
        cut_off(database)
        session.execute(text("SELECT 1"))
    assert len(line.all(Photo)) == 1
    cut_off(database)
    line.send(second)
    cut_off(database)
    line.read_all()
    read_once(line, 2)


def photo_like(line: Line) -> Photo:
    (known,) = line.all(Photo)
    return Photo(**{**known.model_dump(exclude={"id"}), "receipt": "9999-9999", "frame": 1})


def cut_off(database: Database) -> None:
    """End every other connection to the database, as a restart of the server does."""
    other = Database(database.url)
    with other.writing() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    other.close()
