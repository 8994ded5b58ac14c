"""The straight line of a photo, step by step; what a step does stands where it is defined."""

from datetime import UTC, datetime

from app.opening import Ground
from intake import page_readings, sheet_readings
from intake.errors import Refused
from intake.normalise import NormalImage, normalise
from intake.page_readings import PublicImage, Seen
from intake.sheet_readings import Decided
from models.values.refusals import Refusal
from ocr.errors import NotAnImage
from ocr.joint import decide
from ocr.scan import scan_page


def read_photo(ground: Ground, photo_id: int) -> None:
    """A queued photo is decoded, read, kept as a public image, and its page joins a sheet."""
    with ground.database.writing() as session:
        begun = page_readings.begin(session, photo_id, datetime.now(UTC))
    if begun is None:
        return
    try:
        image = normalise(ground.store.read(begun.sha256), begun.frame)
        seen = _see(ground, image)
    except (Refused, NotAnImage) as refusal:
        reason = refusal.reason if isinstance(refusal, Refused) else Refusal.UNDECODABLE
        with ground.database.writing() as session:
            page_readings.note_refusal(session, photo_id, reason, datetime.now(UTC))
        return
    with ground.database.writing() as session:
        for frame_id in page_readings.further_frames(session, photo_id, image.frames):
            ground.queue.put_photo(session, frame_id)
        complete = page_readings.note_scan(session, photo_id, seen, datetime.now(UTC))
        if complete is not None and complete.id is not None:
            ground.queue.put_sheet(session, complete.id)


def _see(ground: Ground, image: NormalImage) -> Seen:
    scan, public = scan_page(image.data)
    kept = None
    if public is not None:
        sha256 = ground.store.write(public.jpeg)
        kept = PublicImage(sha256, public.width, public.height, dict(public.boxes))
    return Seen(scan, ground.store.write(image.data), image.width, image.height, kept)


def read_sheet(ground: Ground, sheet_id: int) -> None:
    """A complete sheet is decided under its sums, checked, and read back or queued."""
    with ground.database.reading() as session:
        seen = sheet_readings.scans_of(session, sheet_id)
    if seen is None:
        return
    decision = decide(seen.scans, seen.form, seen.numbers, seen.sibling)
    with ground.database.writing() as session:
        decided = Decided(decision.cells, decision.outcome, decision.bending_cost)
        sheet_readings.note_decision(session, seen, decided, datetime.now(UTC))
