"""The one way in: kept, noted, queued, and every bad file answered in its own words."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlmodel import Session, select

from intake.errors import Refused
from intake.receive import Arrival, Door, Receipt, receive
from intake.store import open_store
from models.database import Database
from models.states.photo import PhotoState
from models.tables.photos import Channel, Photo
from models.values.refusals import Refusal
from tests.fixtures.pictures import bomb, encrypted_pdf, picture
from tests.fixtures.small_election import NIGHT, make_election


@dataclass
class NotedQueue:
    """A queue that notes what it was given."""

    photos: list[int] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)

    def put_photo(self, _session: Session, photo_id: int) -> None:
        self.photos.append(photo_id)

    def put_look(self, _session: Session, photo_id: int) -> None:
        self.looks.append(photo_id)


@pytest.fixture
def queue() -> NotedQueue:
    return NotedQueue()


@pytest.fixture
def door(tmp_path: Path, queue: NotedQueue) -> Door:
    return Door(open_store(f"file://{tmp_path}/files"), queue)


@pytest.fixture
def record(each_database: Database) -> Database:
    with each_database.writing() as session:
        make_election(session)
    return each_database


def send(record: Database, door: Door, data: bytes, unit: int = 1, sender: int = 1) -> Receipt:
    with record.writing() as session:
        arrival = Arrival(unit, Channel.WEB, data, "form.jpg", sender)
        return receive(session, door, arrival, NIGHT)


def photo_of(record: Database, receipt: Receipt) -> Photo:
    with record.reading() as session:
        found = session.exec(select(Photo).where(Photo.receipt == receipt.number)).one()
        session.expunge(found)
        return found


def test_a_photo_is_kept_noted_and_queued(record: Database, door: Door, queue: NotedQueue) -> None:
    receipt = send(record, door, picture())
    photo = photo_of(record, receipt)
    assert photo.state is PhotoState.QUEUED
    assert (photo.width, photo.height, photo.media_type) == (320, 240, "image/jpeg")
    assert photo.received_at == NIGHT
    assert door.store.read(photo.sha256) == picture()
    assert queue.photos == [photo.id]
    assert (receipt.is_known, receipt.refusal, receipt.is_sent_for_another) == (False, None, False)


def test_the_same_bytes_again_give_the_old_number(
    record: Database, door: Door, queue: NotedQueue
) -> None:
    first = send(record, door, picture())
    again = send(record, door, picture())
    assert again.is_known
    assert again.number == first.number
    assert len(queue.photos) == 1


def test_the_same_bytes_for_another_unit_are_noted(record: Database, door: Door) -> None:
    send(record, door, picture(), unit=1, sender=1)
    other = send(record, door, picture(), unit=2, sender=2)
    assert other.is_sent_for_another
    assert not other.is_known


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"not a picture at all, but named .jpg", Refusal.NOT_AN_IMAGE),
        (picture()[:-700], Refusal.TRUNCATED),
        (bomb(), Refusal.TOO_MANY_PIXELS),
        (encrypted_pdf(), Refusal.ENCRYPTED_PDF),
    ],
    ids=["text", "truncated", "bomb", "encrypted"],
)
def test_a_bad_file_is_kept_and_rejected(
    record: Database, door: Door, queue: NotedQueue, data: bytes, reason: Refusal
) -> None:
    receipt = send(record, door, data)
    photo = photo_of(record, receipt)
    assert receipt.refusal is reason
    assert photo.state is PhotoState.REJECTED
    assert photo.reject_reason == reason
    assert door.store.read(photo.sha256) == data
    assert queue.photos == []
    assert send(record, door, data).refusal is reason


def test_an_empty_file_is_refused_without_a_trace(record: Database, door: Door) -> None:
    with pytest.raises(Refused):
        send(record, door, b"")
    with record.reading() as session:
        assert session.exec(select(Photo)).all() == []


def test_a_photo_for_a_strange_unit_stays_with_its_sender(
    record: Database, door: Door, queue: NotedQueue
) -> None:
    receipt = send(record, door, picture(), unit=2, sender=1)
    assert receipt.refusal is Refusal.NOT_YOUR_UNIT
    assert photo_of(record, receipt).unit_id == 1
    assert queue.photos == []
    # The committee of that unit is not hindered by it.
    assert send(record, door, picture(), unit=2, sender=2).refusal is None


def test_nothing_is_noted_where_the_transaction_fails(record: Database, door: Door) -> None:
    def send_and_fail() -> None:
        with record.writing() as session:
            receive(session, door, Arrival(1, Channel.WEB, picture(), "", 1), NIGHT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        send_and_fail()
    with record.reading() as session:
        assert session.exec(select(Photo)).all() == []
