"""Photos in the record: finding them, and moving them through their states."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.errors import StaleEdit
from models.states.photo import PHOTO, PhotoEvent, PhotoState
from models.tables.geography import ReportingUnit
from models.tables.people import Person, PersonArea, Role
from models.tables.photos import Photo, WorkerBeat

_SENDERS = frozenset({Role.COMMITTEE, Role.DESK, Role.CLERK, Role.SUPERVISOR, Role.OPERATOR})


def find_frames(session: Session, unit_id: int, sha256: str) -> Sequence[Photo]:
    """Return the photos of a unit that were made from a file of that hash, first page first."""
    same = (Photo.unit_id == unit_id, Photo.sha256 == sha256)
    return session.exec(select(Photo).where(*same).order_by(col(Photo.frame))).all()


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
    unit = session.get(ReportingUnit, unit_id)
    if person is None or unit is None or not person.is_active or person.role not in _SENDERS:
        return False
    areas = session.exec(select(PersonArea).where(PersonArea.person_id == person_id)).all()
    return any(_covers(area, unit) for area in areas)


def _covers(area: PersonArea, unit: ReportingUnit) -> bool:
    """Tell whether a unit lies in an area; of a province only its constituencies count."""
    if area.unit_id is not None:
        return area.unit_id == unit.id
    if area.centre_id is not None:
        return area.centre_id == unit.centre_id
    if area.constituency_id is not None:
        return area.constituency_id == unit.constituency_id
    return area.province_id is None


def own_unit(session: Session, person_id: int) -> int | None:
    """Return the first unit that a person is bound to, or None."""
    mine = select(PersonArea.unit_id).where(
        PersonArea.person_id == person_id, col(PersonArea.unit_id).is_not(None)
    )
    return session.exec(mine.order_by(col(PersonArea.id))).first()


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


def waiting(session: Session, unit_id: int) -> bool:
    """Tell whether photos of a unit are still on their way through the machine."""
    on_the_way = col(Photo.state).in_([PhotoState.RECEIVED, PhotoState.STORED, PhotoState.QUEUED])
    found = select(Photo.id).where(Photo.unit_id == unit_id, on_the_way).limit(1)
    return session.exec(found).first() is not None


def beat(session: Session, executor: str, at: datetime) -> None:
    """Note that a worker process is alive."""
    session.merge(WorkerBeat(executor=executor, seen_at=at))


def forget_beat(session: Session, executor: str) -> None:
    """Note that a worker process left in order."""
    gone = session.get(WorkerBeat, executor)
    if gone is not None:
        session.delete(gone)


def executors_seen(session: Session, since: datetime) -> set[str]:
    """Return the worker processes that were alive at `since` or later."""
    alive = select(WorkerBeat.executor).where(col(WorkerBeat.seen_at) >= since)
    return set(session.exec(alive))


def queued_before(session: Session, before: datetime) -> Sequence[int]:
    """Return the ids of photos that wait for the machine and came in before a time."""
    old = select(Photo.id).where(Photo.state == PhotoState.QUEUED, col(Photo.received_at) < before)
    return [i for i in session.exec(old.order_by(col(Photo.id))) if i is not None]
