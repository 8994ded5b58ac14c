"""Where the time of a page goes from its webhook to the read-back, by what was written down.

Marks are those of the record, of the workers and of the platforms' stand-ins: seconds since 1970 of
one machine. A stage is the time from one mark to the next.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, select

from app.bench.line_worker import JobRun
from app.jobs.queue import READ_PHOTO, READ_SHEET
from app.rehearse.chat.doors import FILE_ID
from models.tables.chat import InboxEvent, OutboxMessage, PhotoMessage
from models.tables.photos import PageReading, Photo
from models.tables.sheets import Notice
from models.values.notices import NoticeKind

STAGES: Final = {
    "answered": "webhook answered, as the platform sees it",
    "taken up": "event taken up: until the platform is asked for the picture",
    "stored": "picture fetched and stored, until its row and job are written",
    "page waited": "page waits for a worker",
    "read": "page read: all images kept, until its reading is written",
    "placed": "page placed: reading and place written, job done",
    "sheet waited": "complete sheet waits for a worker",
    "decided": "sheet decided: sums, rules, notice, job done",
    "told": "notice found by the chat process",
    "worded": "read-back worded",
    "sent": "read-back sent and taken by the platform",
    "whole": "**last page's webhook to its read-back**",
}
"""Every stage in the order of the line, and what it is."""

_OF_PAGES: Final = ("taken up", "stored", "page waited", "read", "placed")
_OF_SHEETS: Final = ("sheet waited", "decided", "told", "worded", "sent")

Spans = dict[str, list[float]]
"""Stage → seconds of each page, sheet or message."""

Asked = Mapping[str, float]
"""The platform's id of a picture → when it was asked for."""

Runs = Mapping[tuple[str, int], JobRun]


def spans_of(session: Session, written: Sequence[JobRun], asked: Asked) -> Spans:
    """Return how long each stage took, for everything that came through the line."""
    found: Spans = defaultdict(list)
    # What was read again, because a worker seemed silent, counts by its first time.
    runs = {(run.job, run.number): run for run in reversed(written)}
    came: dict[int, list[float]] = defaultdict(list)
    done: dict[int, list[float]] = defaultdict(list)
    for photo, marks in _brought(session, runs, asked):
        _note(found, _OF_PAGES, marks)
        came[photo.unit_id].append(marks[0])
        done[photo.unit_id].append(marks[-1])
    for notice, decided_s, marks in _told(session, runs):
        # A sheet is complete when the last page before its own job was placed.
        last = [at for at in done[notice.unit_id] if at <= decided_s]
        first = [at for at in came[notice.unit_id] if at <= decided_s]
        if last and first:
            _note(found, _OF_SHEETS, (max(last), *marks))
            found["whole"].append(marks[-1] - max(first))
    return found


def _brought(
    session: Session, runs: Runs, asked: Asked
) -> Iterator[tuple[Photo, tuple[float, ...]]]:
    """Give each picture that was read, with its marks from the webhook on."""
    events = {_picture_id(event.body): event for event in session.exec(select(InboxEvent))}
    messages = {m.photo_id: m.message_id for m in session.exec(select(PhotoMessage))}
    readings = {r.photo_id: r for r in session.exec(select(PageReading))}
    for photo in session.exec(select(Photo)):
        # LINE names a picture by its message; Telegram's stand-in by its hash.
        names = (messages.get(photo.id or 0, ""), photo.sha256[:FILE_ID])
        name = next((n for n in names if n in asked and n in events), None)
        run, reading = runs.get((READ_PHOTO, photo.id or 0)), readings.get(photo.id or 0)
        if name and run and reading:
            came_s, kept_s = _s(events[name].received_at), _s(photo.received_at)
            read_s = _s(reading.created_at)
            yield photo, (came_s, asked[name], kept_s, run.begun_s, read_s, run.done_s)


def _told(session: Session, runs: Runs) -> Iterator[tuple[Notice, float, tuple[float, ...]]]:
    """Give each read-back that went out when it was found, when its job began, and its marks."""
    events = {event.event_id: event for event in session.exec(select(InboxEvent))}
    told = {name.split(":")[1]: e for name, e in events.items() if name.startswith("notice:")}
    messages = {row.dedupe_key: row for row in session.exec(select(OutboxMessage))}
    for notice in session.exec(select(Notice).where(Notice.kind == NoticeKind.READ_BACK)):
        event, run = told.get(str(notice.id)), runs.get((READ_SHEET, notice.sheet_id or 0))
        message = messages.get(f"event:{event.id}:0") if event else None
        if event and run and message and message.ended_at:
            came_s, put_s = _s(event.received_at), _s(message.created_at)
            marks = (run.begun_s, run.done_s, came_s, put_s, _s(message.ended_at))
            yield notice, run.begun_s, marks


def _note(found: Spans, names: Sequence[str], marks: Sequence[float]) -> None:
    for name, begin, end in zip(names, marks, marks[1:], strict=False):
        # Two marks of one moment may lie a hair the wrong way round.
        found[name].append(max(0.0, end - begin))


def _picture_id(body: Mapping[str, Any]) -> str:
    """Return the platform's id of the picture of an event, empty where it is of another kind."""
    message = body.get("message", {})
    return str(message.get("document", {}).get("file_id") or message.get("id") or "")


def _s(at: datetime) -> float:
    return at.timestamp()
