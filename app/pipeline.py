"""The straight line of a photo, step by step; what a step does stands where it is defined."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from app.cage.errors import OutOfTime
from app.cage.sight import Look, Shown, Sight, Watch
from app.opening import Ground
from intake import page_readings, sheet_readings
from intake.errors import Refused, StoreAway
from intake.head_names import names_around
from intake.page_readings import Begun, PublicImage, Seen
from intake.retakes import ask_early
from intake.sheet_readings import Decided, SheetScans
from intake.store import Store, is_away
from models.values.glance import Glance
from models.values.reading import Outcome
from ocr.joint import decide

_log = logging.getLogger(__name__)


def look_photo(ground: Ground, glance: Look, photo_id: int) -> None:
    """A photo behind many others is looked at ahead of its turn; its sender hears at once."""
    with ground.database.writing() as session:
        begun = page_readings.begin_look(session, photo_id)
    if begun is not None:
        with _store_of(ground, photo_id) as store:
            data = store.read(begun.sha256)
        _sight(ground, begun, glance(data, begun.frame))
        with ground.database.writing() as session:
            page_readings.end_look(session, photo_id)


def read_photo(ground: Ground, watch: Watch, photo_id: int) -> None:
    """A queued photo is decoded, read, kept as a public image, and its page joins a sheet."""
    with ground.database.writing() as session:
        begun = page_readings.begin(session, photo_id, datetime.now(UTC))
    if begun is None:
        return
    with _store_of(ground, photo_id) as store:
        data = store.read(begun.sha256)
    with ground.database.reading() as session:
        names = names_around(session, photo_id)
    sight = _sight(ground, begun, watch(data, begun.frame, names))
    if sight is None:
        return
    with _store_of(ground, photo_id) as store:
        seen = _kept(store, sight)
    with ground.database.writing() as session:
        for frame_id in page_readings.further_frames(session, photo_id, sight.frames):
            ground.queue.put_photo(session, frame_id)
        complete = page_readings.note_scan(session, photo_id, seen, datetime.now(UTC))
        if complete is not None and complete.id is not None:
            ground.queue.put_sheet(session, complete.id)


def _sight(ground: Ground, begun: Begun, shown: Iterator[Shown]) -> Sight | None:
    """Take what a photo shows, and say at once what a first look tells; None where it ended badly.

    The photo is looked at and read while `shown` is gone through.
    """
    sight = None
    try:
        for one in shown:
            if not isinstance(one, Glance):
                sight = one
            elif one.is_faulty:
                with ground.database.writing() as session:
                    ask_early(session, begun.photo_id, one, datetime.now(UTC))
    except Refused as refusal:
        with ground.database.writing() as session:
            page_readings.note_refusal(session, begun.photo_id, refusal.reason, datetime.now(UTC))
    except OutOfTime:
        with ground.database.writing() as session:
            page_readings.give_up(session, begun.photo_id, datetime.now(UTC))
    return sight


@contextmanager
def _store_of(ground: Ground, photo_id: int) -> Iterator[Store]:
    """Give the store; where it fails altogether, that is no attempt of the photo's.

    Raises:
        StoreAway: it keeps nothing now. Where only this photo's bytes are missing, wrong or not to
            be read, that is the photo's own trouble, and whatever was raised goes on.
    """
    try:
        yield ground.store
    except Exception as trouble:
        if not is_away(ground.store, trouble):
            raise
        with ground.database.writing() as session:
            page_readings.put_off(session, photo_id)
        raise StoreAway(type(trouble).__name__) from trouble


def _kept(store: Store, sight: Sight) -> Seen:
    public, kept = sight.public, None
    if public is not None:
        sha256 = store.write(public.jpeg)
        kept = PublicImage(sha256, public.width, public.height, dict(public.boxes))
    return Seen(sight.scan, store.write(sight.image), sight.width, sight.height, kept)


def read_sheet(ground: Ground, sheet_id: int) -> None:
    """A complete sheet is decided under its sums, checked, and read back or queued."""
    with ground.database.reading() as session:
        seen = sheet_readings.scans_of(session, sheet_id, ground.settings.shares_from)
    if seen is None:
        return
    decided = decided_of(seen)
    with ground.database.writing() as session:
        sheet_readings.note_decision(session, seen, decided, datetime.now(UTC))


def decided_of(seen: SheetScans) -> Decided:
    """Return the joint decision; where it fails people key the sheet from its photos.

    It looks at nothing but what was read, so that it would fail the same way again.
    """
    try:
        decision = decide(seen.scans, seen.form, seen.numbers, seen.sibling, seen.shares)
    except Exception:  # noqa: BLE001 - whatever one sheet does, people get it
        _log.exception("sheet %s could not be decided", seen.sheet_id)
        return Decided({}, Outcome.UNREADABLE, None)
    return Decided(decision.cells, decision.outcome, decision.bending_cost)
