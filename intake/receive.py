"""The only way in for photos: web, command line and chat all hand their bytes to `receive`.

What is looked at here is the header alone (type by content, size, pixels). Decoding and turning
is the worker's (`intake.normalise`), under limits; its refusals reach the sender as a notice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from intake.errors import Refused
from intake.header import Header, inspect
from intake.receipts import fresh_receipt
from intake.store import Store
from models.states.photo import PhotoEvent, PhotoState
from models.store import photos
from models.tables.photos import Channel, Photo
from models.values.refusals import Refusal


class Queue(Protocol):
    """Takes photos to read; the entry belongs to the caller's transaction."""

    def put_photo(self, session: Session, photo_id: int) -> None:
        """Enqueue the reading of a photo, visible once `session` commits."""

    def put_look(self, session: Session, photo_id: int) -> None:
        """Have a photo looked at ahead of those that wait, visible once `session` commits."""


@dataclass(frozen=True, slots=True)
class Door:
    """What stands behind every door: where bytes are kept and who reads them."""

    store: Store
    queue: Queue


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it came in. `sender_id` is None where no person is known (command line)."""

    unit_id: int
    channel: Channel
    data: bytes
    name: str = ""
    sender_id: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender is told at once."""

    number: str
    photo_id: int
    is_known: bool
    """The same bytes came for this unit before (ได้รับภาพนี้แล้ว เลขที่ …)."""
    refusal: Refusal | None
    is_sent_for_another: bool
    """The same bytes came for another unit (R105)."""


def receive(session: Session, door: Door, arrival: Arrival, at: datetime) -> Receipt:
    """Keep the bytes, note the photo and enqueue its reading, all in the caller's transaction.

    The bytes are written before the session is first used, so no lock is held meanwhile. A
    refused file is kept and noted too, as rejected. The same bytes again give the old receipt.

    Raises:
        Refused: the file is empty, so that there is nothing to keep or to note.
    """
    if not arrival.data:
        raise Refused(Refusal.EMPTY)
    sha256 = door.store.write(arrival.data)
    unit_id, refusal = _unit_of(session, arrival)
    known = photos.find_frames(session, unit_id, sha256)
    photo = known[0] if known else _note(session, _Facts(arrival, unit_id, sha256, refusal), at)
    if photo.state is PhotoState.STORED:
        photos.move(session, photo, PhotoEvent.QUEUE)
        door.queue.put_photo(session, _id(photo))
        if photos.is_crowded(session):
            # Who has to wait for the reading need not wait to hear that a photo is blurred.
            door.queue.put_look(session, _id(photo))
    return Receipt(
        number=photo.receipt,
        photo_id=_id(photo),
        is_known=bool(known),
        refusal=Refusal(photo.reject_reason) if photo.reject_reason else None,
        is_sent_for_another=photos.is_sent_for_another(session, unit_id, sha256),
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    arrival: Arrival
    unit_id: int
    sha256: str
    refusal: Refusal | None


def _unit_of(session: Session, arrival: Arrival) -> tuple[int, Refusal | None]:
    """Return the unit to note the photo under.

    A stranger's picture goes under the stranger's own unit: under the other it would stand in the
    way of the same picture sent by that unit's committee.
    """
    sender = arrival.sender_id
    if sender is None or photos.may_send(session, sender, arrival.unit_id):
        return arrival.unit_id, None
    own = photos.own_unit(session, sender)
    return (arrival.unit_id if own is None else own), Refusal.NOT_YOUR_UNIT


def _note(session: Session, facts: _Facts, at: datetime) -> Photo:
    header, refusal = Header(""), facts.refusal
    try:
        header = inspect(facts.arrival.data)
    except Refused as refused:
        refusal = refusal or refused.reason
    photo = Photo(
        receipt=fresh_receipt(session),
        unit_id=facts.unit_id,
        sender_id=facts.arrival.sender_id,
        channel=facts.arrival.channel,
        sha256=facts.sha256,
        original_name=facts.arrival.name[:200],
        media_type=header.media_type,
        bytes=len(facts.arrival.data),
        width=header.width,
        height=header.height,
        received_at=at,
        reject_reason=refusal,
    )
    session.add(photo)
    session.flush()
    photos.move(session, photo, PhotoEvent.REJECT if refusal else PhotoEvent.STORE)
    return photo


def _id(photo: Photo) -> int:
    if photo.id is None:
        raise ValueError("a photo has its id once it is flushed")
    return photo.id
