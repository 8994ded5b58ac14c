"""Photos in the record: finding them, and moving them through their states."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, bindparam, false, func, update
from sqlmodel import Session, col, select

from models.errors import StaleEdit
from models.states.photo import PHOTO, PhotoEvent, PhotoState
from models.store.people import sent_for_by
from models.tables.election import Election
from models.tables.geography import ReportingUnit
from models.tables.people import Person, PersonArea, Role
from models.tables.photos import PageReading, Photo

_CROWD = 8
"""More than an album: on two cores the machine reads about eight photos a second."""

_SWAMP = 200
"""From here on looks would take the time that reading needs, and nobody would be read back to."""

MOST_AN_HOUR = 120
"""Pictures of one unit by one person: its six pages, twenty times."""

_HOUR = timedelta(hours=1)

_SENDERS = frozenset({Role.COMMITTEE, Role.DESK, Role.CLERK, Role.SUPERVISOR, Role.OPERATOR})


_FRAMES: Final = (
    select(Photo)
    .where(col(Photo.unit_id) == bindparam("unit"), col(Photo.sha256) == bindparam("sha256"))
    .order_by(col(Photo.frame))
)


def find_frames(session: Session, unit_id: int, sha256: str) -> Sequence[Photo]:
    """Return the photos of a unit that were made from a file of that hash, first page first."""
    return session.exec(_FRAMES, params={"unit": unit_id, "sha256": sha256}).all()


def is_sent_for_another(session: Session, unit_id: int, sha256: str) -> bool:
    """Tell whether the same bytes came for another unit (R105)."""
    other = (Photo.unit_id != unit_id, Photo.sha256 == sha256)
    return session.exec(select(Photo.id).where(*other).limit(1)).first() is not None


def has_receipt(session: Session, receipt: str) -> bool:
    """Tell whether a receipt number is taken."""
    return session.exec(select(Photo.id).where(Photo.receipt == receipt)).first() is not None


def may_send(session: Session, person_id: int, unit_id: int) -> bool:
    """Tell whether a person may send photos for a unit: by role and by area."""
    person = session.get(Person, person_id)
    if person is None or not person.is_active or person.role not in _SENDERS:
        return False
    here = (col(ReportingUnit.id) == unit_id, sent_for_by(session, person_id, person.role))
    return session.exec(select(ReportingUnit.id).where(*here)).first() is not None


def is_flooding(session: Session, person_id: int, unit_id: int, at: datetime) -> bool:
    """Tell whether somebody sent more pictures of a unit lately than it can have pages."""
    lately = select(func.count()).where(
        Photo.sender_id == person_id,
        Photo.unit_id == unit_id,
        col(Photo.received_at) > at - _HOUR,
    )
    return session.exec(lately).one() >= MOST_AN_HOUR


# Made once, as what every picture asks for.
_OWN_UNIT: Final = (
    select(PersonArea.unit_id)
    .where(col(PersonArea.person_id) == bindparam("person"), col(PersonArea.unit_id).is_not(None))
    .order_by(col(PersonArea.id))
)


def own_unit(session: Session, person_id: int) -> int | None:
    """Return the first unit that a person is bound to, or None."""
    return session.exec(_OWN_UNIT, params={"person": person_id}).first()


def move(session: Session, photo: Photo, event: PhotoEvent) -> None:
    """Move a photo to its next state, if nobody moved it since it was read.

    Raises:
        IllegalMove: the state does not allow the event.
        StaleEdit: somebody else moved it.
    """
    to = PHOTO.after(photo.state, event)
    changed = session.exec(
        update(Photo)
        .where(col(Photo.id) == photo.id, col(Photo.state) == photo.state)
        .values(state=to)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise StaleEdit(f"photo {photo.id}")
    session.refresh(photo)


def begin_attempt(session: Session, photo_id: int) -> int | None:
    """Count a reading attempt and return its number; None unless the photo is queued."""
    begun = session.exec(
        update(Photo)
        .where(col(Photo.id) == photo_id, col(Photo.state) == PhotoState.QUEUED)
        .values(attempts=Photo.attempts + 1)
        .returning(col(Photo.attempts))
        .execution_options(synchronize_session=False)
    ).first()
    return None if begun is None else int(begun[0])


def take_back_attempt(session: Session, photo_id: int) -> None:
    """Count an attempt less: it ended before anything was learned of the photo."""
    begun = (col(Photo.id) == photo_id, col(Photo.state) == PhotoState.QUEUED)
    session.exec(
        update(Photo)
        .where(*begun, col(Photo.attempts) > 0)
        .values(attempts=Photo.attempts - 1)
        .execution_options(synchronize_session=False)
    )


def begin_look(session: Session, photo_id: int) -> bool:
    """Count the look at a photo ahead of its turn as an attempt; False if it was begun before.

    It may be what kills the worker, and is then not looked at again.
    """
    begun = session.exec(
        update(Photo)
        .where(
            col(Photo.id) == photo_id,
            col(Photo.state) == PhotoState.QUEUED,
            col(Photo.attempts) == 0,
        )
        .values(attempts=1)
        .execution_options(synchronize_session=False)
    )
    return begun.rowcount == 1


def end_look(session: Session, photo_id: int) -> None:
    """Take the look that ended well off the attempts again."""
    session.exec(
        update(Photo)
        .where(col(Photo.id) == photo_id, col(Photo.attempts) > 0)
        .values(attempts=Photo.attempts - 1)
        .execution_options(synchronize_session=False)
    )


def is_crowded(session: Session) -> bool:
    """Tell whether a new photo has to wait so long that it is worth a look ahead of its turn.

    Not where so many wait that looking at each first would keep the machine from reading any.
    """
    return _are_waiting(session, _CROWD) and not _are_waiting(session, _SWAMP)


_WAITING: Final = (
    select(Photo.id).where(Photo.state == PhotoState.QUEUED).offset(bindparam("more_than")).limit(1)
)


def _are_waiting(session: Session, more_than: int) -> bool:
    return session.exec(_WAITING, params={"more_than": more_than}).first() is not None


def waiting(session: Session, unit_id: int) -> bool:
    """Tell whether photos of a unit are still on their way through the machine."""
    on_the_way = col(Photo.state).in_([PhotoState.RECEIVED, PhotoState.STORED, PhotoState.QUEUED])
    found = select(Photo.id).where(Photo.unit_id == unit_id, on_the_way).limit(1)
    return session.exec(found).first() is not None


_QUEUED_BEFORE = (
    select(Photo.id)
    .where(Photo.state == PhotoState.QUEUED, col(Photo.received_at) < bindparam("before"))
    .order_by(col(Photo.id))
)


def queued_before(session: Session, before: datetime) -> Sequence[int]:
    """Return the ids of photos that wait for the machine and came in before a time."""
    old = session.exec(_QUEUED_BEFORE, params={"before": before})
    return [i for i in old if i is not None]


def add_frame(session: Session, first: Photo, frame: int, receipt: str) -> Photo:
    """Note a further page of a file that holds several; it is stored and waits to be queued."""
    photo = Photo(
        receipt=receipt,
        unit_id=first.unit_id,
        sender_id=first.sender_id,
        channel=first.channel,
        sha256=first.sha256,
        frame=frame,
        original_name=first.original_name,
        media_type=first.media_type,
        bytes=first.bytes,
        received_at=first.received_at,
    )
    session.add(photo)
    session.flush()
    move(session, photo, PhotoEvent.STORE)
    return photo


_READING: Final = select(PageReading).where(col(PageReading.photo_id) == bindparam("photo"))


def reading_of(session: Session, photo_id: int) -> PageReading | None:
    """Return what the machine saw on a photo."""
    return session.exec(_READING, params={"photo": photo_id}).first()


def another_unit_with(session: Session, unit_id: int, sha256s: Iterable[str]) -> str | None:
    """Return the code of another unit whose sender sent one of these files (R105)."""
    other = (
        select(ReportingUnit.code)
        .join(Photo, col(Photo.unit_id) == col(ReportingUnit.id))
        .where(Photo.unit_id != unit_id, col(Photo.sha256).in_(list(sha256s)))
    )
    return session.exec(other.limit(1)).first()


def practised() -> ColumnElement[bool]:
    """Return the condition that a `Photo` row came before the close of poll: it was practice.

    No count can be older (R107). A rehearsal plays the night at any hour, so that it has none.
    """
    closes = select(Election.polls_close_at).where(~col(Election.is_rehearsal)).scalar_subquery()
    return func.coalesce(col(Photo.received_at) < closes, false())


_PRACTISED: Final = select(Photo.id).where(col(Photo.id) == bindparam("photo"), practised())


def is_practice(session: Session, photo_id: int) -> bool:
    """Tell whether a photo came before the close of poll, and is no part of any count."""
    return session.exec(_PRACTISED, params={"photo": photo_id}).first() is not None
