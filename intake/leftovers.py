"""Pages that did not say where they belong, once all others of their unit have their place."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from intake.placing import hand_over
from intake.spots import missing, of_begun
from intake.telling import tell_sender
from models.states.photo import PhotoState
from models.store import photos
from models.store.leftovers import asked_again, leftovers, unanswered
from models.store.rows import saved
from models.tables.photos import Photo
from models.tables.sheets import Sheet
from models.values.glance import is_faulty
from models.values.notices import KEPT, TOO_MANY, NoticeKind
from models.values.reading import Problem

_SETTLED: Final = timedelta(seconds=20)
"""An album's photos come one after another; after so long the last one is here."""


def has_leftovers(session: Session, wait: timedelta, at: datetime) -> bool:
    """Tell whether there is anything to place; most of the time there is not."""
    return any(not photos.waiting(session, unit_id) for unit_id in leftovers(session)) or bool(
        unanswered(session, at - wait)
    )


def place_leftovers(session: Session, wait: timedelta, at: datetime) -> list[Sheet]:
    """Give leftovers the pages that are still missing, or say why they wait.

    Where no more pages are missing than photos are left, they are those pages; after a while also
    where no more are missing of the forms that have begun. Where others were
    asked for again, those are waited for. What nobody mends in `wait` goes where people can look
    at it. Returns the sheets that became complete.
    """
    done: list[Sheet | None] = []
    for unit_id, left in leftovers(session).items():
        if not photos.waiting(session, unit_id):
            done += _settle(session, unit_id, left, (wait, at))
    for unit_id in unanswered(session, at - wait):
        asked = asked_again(session, unit_id)
        if 0 < len(missing(session, unit_id)) <= len(asked):
            done += [hand_over(session, photo, at) for photo in asked]
    return [sheet for sheet in done if sheet is not None]


def _settle(
    session: Session, unit_id: int, left: Sequence[Photo], times: tuple[timedelta, datetime]
) -> list[Sheet | None]:
    """Place the photos that are left of a unit, or tell their senders."""
    wait, at = times
    gaps = len(missing(session, unit_id))
    if 0 < gaps <= len(left):
        return [hand_over(session, photo, at) for photo in left]
    if max(p.received_at for p in left) >= at - _SETTLED:
        return []
    if 0 < len(of_begun(session, unit_id)) <= len(left):
        # One form came whole, the other perhaps in an hour.
        return [hand_over(session, photo, at) for photo in left]
    # More are missing than came, and than are on their way because they were asked for again.
    is_short = gaps > len(left) + len(asked_again(session, unit_id))
    done: list[Sheet | None] = []
    for photo in left:
        if photo.state is not PhotoState.READ and gaps:
            # The machine failed on it: people look, once the others had their time.
            if photo.received_at < at - wait:
                done.append(hand_over(session, photo, at))
        elif is_short or not gaps:
            tell_sender(session, photo, NoticeKind.RETAKE, at, _told(session, photo, gaps))
    return done


def _told(session: Session, photo: Photo, gaps: int) -> Mapping[str, Any]:
    """Return what to say about a photo without a place: its fault, or that it waits."""
    reading = photos.reading_of(session, saved(photo.id))
    problems = reading.scan["problems"] if reading else []
    is_good = reading is not None and not is_faulty(tuple(Problem(p) for p in problems))
    return {"problems": problems, KEPT: is_good and gaps > 0, TOO_MANY: is_good and not gaps}
