"""What has to happen besides the jobs, about once a second: nothing is left lying."""

from datetime import UTC, datetime, timedelta
from typing import Final

from app.jobs.executors import is_dead
from app.jobs.queue import READ_PHOTO, READ_SHEET
from app.jobs.runner import SILENT_AFTER
from app.opening import Ground
from intake.leftovers import has_leftovers, place_leftovers
from intake.sheet_readings import stop_waiting
from models.store import beats, photos, sheets
from models.store.rows import saved

_LOST_AFTER: Final = timedelta(seconds=60)
"""A photo or sheet that waits longer is looked up in the queue; it may have lost its job."""

_FORGET_AFTER: Final = timedelta(hours=1)


def sweep(ground: Ground) -> None:
    """Take over the jobs of dead workers, renew lost ones, and move on what waits for nobody."""
    at = datetime.now(UTC)
    with ground.database.reading() as session:
        heard = beats.living(session, at, SILENT_AFTER)
    ground.queue.take_from_dead(name for name in heard if not is_dead(name))
    _renew_lost(ground, at)
    _move_on(ground, at)


def _renew_lost(ground: Ground, at: datetime) -> None:
    with ground.database.reading() as session:
        old_photos = photos.queued_before(session, at - _LOST_AFTER)
        old_sheets = sheets.complete_before(session, at - _LOST_AFTER)
    for job, old in ((READ_PHOTO, old_photos), (READ_SHEET, old_sheets)):
        if old:
            with ground.database.writing() as session:
                ground.queue.put_missing(session, job, old)


def _move_on(ground: Ground, at: datetime) -> None:
    wait = timedelta(seconds=ground.settings.answer_wait_s)
    # Looked for without the lock: whoever has a person waiting at a door needs it too.
    with ground.database.reading() as session:
        is_old = beats.are_before(session, at - _FORGET_AFTER)
        is_late = bool(sheets.unanswered(session, at - wait))
        is_left = has_leftovers(session, wait, at)
    if is_old:
        with ground.database.writing() as session:
            beats.forget_before(session, at - _FORGET_AFTER)
    if is_late:
        with ground.database.writing() as session:
            stop_waiting(session, wait, at)
    if is_left:
        with ground.database.writing() as session:
            for sheet in place_leftovers(session, wait, at):
                ground.queue.put_sheet(session, saved(sheet.id))
