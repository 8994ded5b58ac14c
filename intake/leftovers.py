"""Pages that did not say where they belong, once all others of their unit have their place."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from intake.placing import hand_over
from intake.spots import missing
from intake.telling import tell_sender
from models.states.photo import PhotoState
from models.store import photos
from models.store.photos import KEPT
from models.store.rows import saved
from models.tables.photos import Photo
from models.tables.sheets import Sheet
from models.values.notices import NoticeKind
from models.values.reading import Problem

_SETTLED: Final = timedelta(seconds=20)
"""An album's photos come one after another; after so long the last one is here."""

_NO_FAULT: Final = frozenset({Problem.UNKNOWN_PAGE, Problem.STRUCK_OUT})
"""Problems of a page that would be welcome if one knew which it is."""


def place_leftovers(session: Session, wait: timedelta, at: datetime) -> list[Sheet]:
    """Give leftovers the pages that are still missing, or ask for another photo.

    Where no more pages are missing than photos are left, they are those pages. Otherwise a page
    that could not be told is asked for again, and a photo on which the machine failed goes, after
    `wait`, where people can look at it. Returns the sheets that became complete.
    """
    done: list[Sheet | None] = []
    for unit_id, left in photos.leftovers(session).items():
        if photos.waiting(session, unit_id):
            continue
        gaps = len(missing(session, unit_id))
        if 0 < gaps <= len(left):
            done += [hand_over(session, photo, at) for photo in left]
        elif max(p.received_at for p in left) < at - _SETTLED:
            done += _settle(session, left, (gaps, wait), at)
    return [sheet for sheet in done if sheet is not None]


def _settle(
    session: Session, left: Sequence[Photo], patience: tuple[int, timedelta], at: datetime
) -> list[Sheet | None]:
    """Ask again for pages that cannot be told, and show the machine's failures to people."""
    gaps, wait = patience
    done: list[Sheet | None] = []
    for photo in left:
        if photo.state is PhotoState.READ or not gaps:
            reading = photos.reading_of(session, saved(photo.id))
            problems = reading.scan["problems"] if reading else []
            is_good = reading is not None and set(problems) <= _NO_FAULT
            params = {"problems": problems, KEPT: is_good}
            tell_sender(session, photo, NoticeKind.RETAKE, at, params)
        elif photo.received_at < at - wait:
            done.append(hand_over(session, photo, at))
    return done
