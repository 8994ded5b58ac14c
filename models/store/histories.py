"""What happened to one sheet, step by step, from the first photo to the public number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from models.store.releases import release_of
from models.store.rows import saved
from models.tables.late_photos import LatePhoto
from models.tables.objections import Objection
from models.tables.people import Person, Role
from models.tables.photos import PageReading, Photo
from models.tables.recalls import RecallRequest
from models.tables.results import Correction, PublishedSheet
from models.tables.sheets import Answer, Decision, Page, Sheet, SheetReading


class Step(StrEnum):
    """A kind of thing that happens to a sheet; each has its phrase."""

    RECEIVED = "received"
    SEEN = "seen"
    COMPLETE = "complete"
    WEIGHED = "weighed"
    ANSWERED = "answered"
    DECIDED = "decided"
    RECALL_ASKED = "recall_asked"
    RECALL_GRANTED = "recall_granted"
    RECALL_REFUSED = "recall_refused"
    LATE_PHOTO = "late_photo"
    LATE_ANSWERED = "late_answered"
    RELEASED = "released"
    OBJECTED = "objected"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something: the role, and the random key under which the audit log knows them."""

    role: Role
    key: str


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a sheet's way."""

    at: datetime
    step: Step
    actor: Actor | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    """What the step's phrase names."""


@dataclass(frozen=True, slots=True)
class History:
    """The way of a sheet, and the other versions of the same paper as id → version."""

    events: tuple[Event, ...]
    public: Mapping[str, int]
    """The numbers of this very sheet that are public now, by field key."""
    versions: Mapping[int, int]


def history_of(session: Session, sheet: Sheet) -> History:
    """Return everything that happened to a sheet, oldest first."""
    public = _public(session, sheet)
    steps = (
        *_arrivals(session, sheet),
        *_readings(session, sheet),
        *_words(session, sheet),
        *_recalls(session, sheet),
        *_late_photos(session, sheet),
        *_publication(session, sheet, is_public=public is not None),
    )
    return History(
        events=tuple(sorted(steps, key=lambda event: event.at)),
        public=public.counts if public else {},
        versions=_versions(session, sheet),
    )


def _arrivals(session: Session, sheet: Sheet) -> Iterator[Event]:
    rows = session.exec(
        select(Page, Photo, PageReading, Person)
        .join(Photo, col(Photo.id) == col(Page.photo_id))
        .outerjoin(PageReading, col(PageReading.photo_id) == col(Photo.id))
        .outerjoin(Person, col(Person.id) == col(Photo.sender_id))
        .where(Page.sheet_id == sheet.id)
        .order_by(col(Page.id))
    ).all()
    for page, photo, reading, sender in rows:
        facts = {"page": page.number, "receipt": photo.receipt, "photo_id": photo.id}
        known = facts | {"channel": photo.channel.value, "sha256": photo.sha256}
        yield Event(photo.received_at, Step.RECEIVED, _actor(sender), known)
        if reading is not None:
            yield Event(
                reading.created_at, Step.SEEN, None, facts | {"replaced": not page.is_current}
            )
    if sheet.completed_at is not None:
        yield Event(sheet.completed_at, Step.COMPLETE)


def _readings(session: Session, sheet: Sheet) -> Iterator[Event]:
    rows = session.exec(select(SheetReading).where(SheetReading.sheet_id == sheet.id)).all()
    for row in rows:
        stood_by = sum(bool(cell.get("accepted")) for cell in row.cells.values())
        facts = {"outcome": row.outcome.value, "stood_by": stood_by, "cells": len(row.cells)}
        yield Event(row.created_at, Step.WEIGHED, None, facts)


def _words(session: Session, sheet: Sheet) -> Iterator[Event]:
    answers = (
        select(Answer, Person)
        .join(Person, col(Person.id) == col(Answer.person_id))
        .where(Answer.sheet_id == sheet.id)
    )
    for answer, person in session.exec(answers).all():
        facts = {"kind": answer.kind.value, "count": len(answer.values)}
        yield Event(answer.created_at, Step.ANSWERED, _actor(person), facts)
    decisions = (
        select(Decision, Person)
        .join(Person, col(Person.id) == col(Decision.person_id))
        .where(Decision.sheet_id == sheet.id)
        .order_by(col(Decision.id))
    )
    for decision, person in session.exec(decisions).all():
        word: dict[str, object] = {
            "kind": decision.kind.value,
            "look": decision.look,
            "reason": decision.reason,
        }
        yield Event(decision.created_at, Step.DECIDED, _actor(person), word)


def _recalls(session: Session, sheet: Sheet) -> Iterator[Event]:
    rows = session.exec(select(RecallRequest).where(RecallRequest.sheet_id == sheet.id)).all()
    for row in rows:
        facts = {"reason": row.reason.value}
        asker = _actor(session.get(Person, row.asked_by)) if row.asked_by else None
        yield Event(row.asked_at, Step.RECALL_ASKED, asker, facts)
        if row.answered_at is not None:
            step = Step.RECALL_GRANTED if row.is_granted else Step.RECALL_REFUSED
            yield Event(row.answered_at, step, _actor(session.get(Person, row.answered_by)), facts)


def _late_photos(session: Session, sheet: Sheet) -> Iterator[Event]:
    rows = session.exec(
        select(LatePhoto, Photo)
        .join(Photo, col(Photo.id) == col(LatePhoto.photo_id))
        .where(LatePhoto.sheet_id == sheet.id)
        .order_by(col(LatePhoto.id))
    ).all()
    for row, photo in rows:
        facts: dict[str, object] = {"receipt": photo.receipt, "count": len(row.differs)}
        yield Event(row.came_at, Step.LATE_PHOTO, None, facts)
        if row.answer is not None and row.answered_at is not None:
            who = _actor(session.get(Person, row.answered_by))
            said = facts | {"answer": row.answer.value}
            yield Event(row.answered_at, Step.LATE_ANSWERED, who, said)


def _publication(session: Session, sheet: Sheet, *, is_public: bool) -> Iterator[Event]:
    release = release_of(session, sheet.unit_id)
    if is_public and release is not None and release.released_at is not None:
        yield Event(release.released_at, Step.RELEASED, None, {"sequence": release.sequence})
    objections = select(Objection).where(
        Objection.unit_id == sheet.unit_id, Objection.ballot == sheet.ballot
    )
    for row in session.exec(objections).all():
        facts = {"key": row.key, "ticket": row.ticket, "state": row.state.value}
        yield Event(row.made_at, Step.OBJECTED, None, facts)
    corrections = select(Correction).where(
        (col(Correction.old_sheet_id) == sheet.id) | (col(Correction.new_sheet_id) == sheet.id)
    )
    for change in session.exec(corrections).all():
        entry: dict[str, object] = {
            "key": change.key,
            "old": change.old_value,
            "new": change.new_value,
        }
        yield Event(change.created_at, Step.CORRECTED, None, entry | {"reason": change.reason})


def _public(session: Session, sheet: Sheet) -> PublishedSheet | None:
    wanted = select(PublishedSheet).where(PublishedSheet.sheet_id == sheet.id)
    return session.exec(wanted).first()


def _versions(session: Session, sheet: Sheet) -> dict[int, int]:
    wanted = (
        select(Sheet.id, Sheet.version)
        .where(Sheet.unit_id == sheet.unit_id, Sheet.ballot == sheet.ballot)
        .order_by(col(Sheet.version))
    )
    return {saved(number): version for number, version in session.exec(wanted).all()}


def _actor(person: Person | None) -> Actor | None:
    return Actor(person.role, person.key) if person else None
