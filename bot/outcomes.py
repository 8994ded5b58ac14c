"""What a sender's wish came to, as an event of the conversation: the same by whichever door."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import acts
from bot.conversation.effects import Bind, GiveAnswer, KeepEvidence, OpenCode, PassOn
from bot.conversation.events import (
    Answered,
    CodeOpened,
    CodeRefused,
    EvidenceKept,
    PassedOn,
    TooLate,
)
from models.errors import NotFound, StaleEdit
from models.store import enrolment
from models.store.rows import saved
from models.tables.people import EnrolmentCode, Person
from pages.enrolment.posts import words_of_post
from pages.languages import Language
from pages.lockouts import Guard, locked_at, note_refusal


@dataclass(frozen=True, slots=True)
class Doorstep:
    """Somebody before the door with a code, in one transaction; `guard` counts wrong tries."""

    session: Session
    guard: Guard
    secret: bytes
    language: Language
    at: datetime


def open_code(doorstep: Doorstep, effect: OpenCode) -> CodeOpened | CodeRefused:
    """Look what a code opens; nothing is bound yet. A wrong one counts as a try."""
    session, at = doorstep.session, doorstep.at
    until = locked_at(session, doorstep.guard, at)
    if until is not None:
        return CodeRefused(until)
    try:
        code = enrolment.open_code(session, effect.typed, doorstep.secret, at)
    except NotFound:
        note_refusal(session, doorstep.guard, at)
        return CodeRefused()
    words = words_of_post(session, enrolment.post_of(code), doorstep.language)
    return CodeOpened(saved(code.id), words.lines, is_desk=code.unit_id is None)


def bind(doorstep: Doorstep, effect: Bind) -> Person | CodeRefused:
    """Use a code up: the person belongs to its unit or desk from now on."""
    session, at = doorstep.session, doorstep.at
    code = session.get(EnrolmentCode, effect.code_id)
    if code is None or not enrolment.is_open(code, at):
        return CodeRefused()
    try:
        with session.begin_nested():
            person = enrolment.enrol(session, code, effect.name, at)
    except NotFound:
        return CodeRefused()
    person.locale = doorstep.language.value
    return person


def answer(acting: acts.Acting, effect: GiveAnswer) -> Answered | TooLate:
    """Note the committee's word."""
    word = acts.Word(effect.sheet_id, effect.edit, effect.kind, effect.values)
    try:
        acts.give_word(acting, word)
    except (NotFound, StaleEdit):
        return TooLate()
    return Answered(effect.kind)


def pass_on(acting: acts.Acting, queue: acts.SheetQueue, effect: PassOn) -> PassedOn | TooLate:
    """Give a picture without a place to the staff."""
    try:
        acts.pass_on(acting, queue, effect.photo_id)
    except NotFound:
        return TooLate()
    return PassedOn()


def keep_evidence(acting: acts.Acting, effect: KeepEvidence) -> EvidenceKept | TooLate:
    """Keep a picture beside its unit's sheets."""
    try:
        acts.keep_evidence(acting, effect.photo_id, effect.kind)
    except (NotFound, StaleEdit):
        return TooLate()
    return EvidenceKept(effect.kind)
