"""One photo's way through the machine, as the record sees it; each step one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from intake.placing import place
from intake.receipts import fresh_receipt
from intake.telling import tell_sender
from models.errors import StaleEdit
from models.states.photo import PhotoEvent, PhotoState
from models.store import photos
from models.store.rows import saved
from models.tables.photos import PageReading, Photo
from models.tables.sheets import Sheet
from models.values.notices import NoticeKind
from models.values.reading import Box, PageScan
from models.values.refusals import Refusal

MAX_ATTEMPTS: Final = 3
"""Then the photo goes to people: it may be what kills the worker."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A photo whose reading has begun."""

    photo_id: int
    sha256: str
    frame: int


@dataclass(frozen=True, slots=True)
class PublicImage:
    """The public image of a page, kept in the store already, with the box of each cell in it."""

    sha256: str
    width: int
    height: int
    boxes: dict[str, Box]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the machine got out of a photo; `image_sha256` is the upright image's."""

    scan: PageScan
    image_sha256: str
    width: int
    height: int
    public: PublicImage | None
    frames: int = 1


def begin(session: Session, photo_id: int, at: datetime) -> Begun | None:
    """Count an attempt and return what to read; None if the photo does not wait to be read.

    A photo whose attempts are used up goes to people instead.
    """
    attempt = photos.begin_attempt(session, photo_id)
    if attempt is None:
        return None
    photo = session.get_one(Photo, photo_id, populate_existing=True)
    if attempt > MAX_ATTEMPTS:
        give_up(session, photo_id, at)
        return None
    return Begun(photo_id, photo.sha256, photo.frame)


def give_up(session: Session, photo_id: int, at: datetime) -> None:
    """Hand a photo that the machine cannot manage to people, and tell its sender."""
    photo = session.get_one(Photo, photo_id, populate_existing=True)
    if photo.state is not PhotoState.QUEUED:
        return
    photos.move(session, photo, PhotoEvent.GIVE_UP)
    tell_sender(session, photo, NoticeKind.NEEDS_HUMAN, at, {})


def put_off(session: Session, photo_id: int) -> None:
    """Let an attempt not have been one: what the photo stands on was away."""
    photos.take_back_attempt(session, photo_id)


def begin_look(session: Session, photo_id: int) -> Begun | None:
    """Return what to look at ahead of its turn; None if its reading, or a look, has begun."""
    if not photos.begin_look(session, photo_id):
        return None
    photo = session.get_one(Photo, photo_id, populate_existing=True)
    return Begun(photo_id, photo.sha256, photo.frame)


def end_look(session: Session, photo_id: int) -> None:
    """Note that a look ahead of its turn harmed nobody."""
    photos.end_look(session, photo_id)


def note_refusal(session: Session, photo_id: int, reason: Refusal, at: datetime) -> None:
    """Reject a photo that could not be opened, and tell its sender why."""
    photo = session.get_one(Photo, photo_id)
    if photo.state is not PhotoState.QUEUED:
        return
    photos.move(session, photo, PhotoEvent.REJECT)
    photo.reject_reason = reason
    session.add(photo)
    tell_sender(session, photo, NoticeKind.REFUSED, at, {"reason": reason.value})


def note_scan(session: Session, photo_id: int, seen: Seen, at: datetime) -> Sheet | None:
    """Write the one reading of a photo and place its page; return the sheet this made complete.

    Raises:
        StaleEdit: another attempt was faster; nothing of this one may stay.
    """
    photo = session.get_one(Photo, photo_id)
    if photo.state is not PhotoState.QUEUED:
        raise StaleEdit(f"photo {photo_id}")
    photos.move(session, photo, PhotoEvent.READ)
    photo.image_sha256, photo.width, photo.height = seen.image_sha256, seen.width, seen.height
    session.add(photo)
    session.add(_reading(photo_id, seen, at))
    session.flush()
    return place(session, photo, seen.scan, at)


def further_frames(session: Session, photo_id: int, frames: int) -> list[int]:
    """Note the other pages of a PDF as photos of their own and return their ids, queued."""
    first = session.get_one(Photo, photo_id)
    if first.frame != 0:
        return []
    known = {p.frame for p in photos.find_frames(session, first.unit_id, first.sha256)}
    added = []
    for frame in sorted(set(range(frames)) - known):
        photo = photos.add_frame(session, first, frame, fresh_receipt(session))
        photos.move(session, photo, PhotoEvent.QUEUE)
        added.append(saved(photo.id))
    return added


def _reading(photo_id: int, seen: Seen, at: datetime) -> PageReading:
    public = seen.public
    return PageReading(
        photo_id=photo_id,
        form_code=seen.scan.form,
        page=seen.scan.page,
        scan=seen.scan.to_data(),
        public_sha256=public.sha256 if public else None,
        public_width=public.width if public else None,
        public_height=public.height if public else None,
        public_boxes={k: list(b) for k, b in public.boxes.items()} if public else {},
        created_at=at,
    )
