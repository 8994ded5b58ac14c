"""Forgetting a person (PDPA): identity, ways in, chats and typed words go; what was done stays.

Decisions, answers, photos and the audit log name a person by number and random key only. They are
the record of a public act and stay; who stood behind the key cannot be told any more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, or_, update
from sqlmodel import Session, SQLModel, col, func, select

from models.store import audit, sealing
from models.store.rows import saved
from models.tables.audit import AuditEntry
from models.tables.calls import PhoneCall
from models.tables.chat import (
    Conversation,
    InboxEvent,
    OutboxMessage,
    PhotoMessage,
    Subscription,
)
from models.tables.evidence import Evidence
from models.tables.people import (
    OutsideName,
    Person,
    PersonArea,
    SecondFactor,
    TextKey,
    WebSession,
)
from models.tables.photos import Photo
from models.tables.recalls import RecallRequest
from models.tables.rechecks import Recheck
from models.tables.sheets import Decision, DecisionKind, Notice, Sheet

ACTION: Final = "forget person"
_NAME: Final = "ลบแล้ว · forgotten"
_TYPED: Final = (DecisionKind.PARK, DecisionKind.CLEAR, DecisionKind.CORRECT, DecisionKind.RETURN)
"""Decisions whose reason holds words that a person typed."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Rows of one kind that name a person, and what forgetting does to them."""

    what: str
    count: int
    is_removed: bool
    """Removed whole; else only the words in it are."""


def people_called(session: Session, word: str) -> Sequence[Person]:
    """Return who has this user name, random key or exact name."""
    wanted = word.strip()
    query = select(Person).where(
        or_(
            col(Person.username) == wanted.lower(),
            col(Person.key) == wanted,
            col(Person.name) == wanted,
        )
    )
    return session.exec(query.order_by(col(Person.id))).all()


def traces(session: Session, person: Person) -> list[Trace]:
    """Return everything that would be removed or emptied, and how many rows of each."""
    return [
        Trace(what, _count(session, table, condition), is_removed)
        for what, table, condition, is_removed in _places(session, saved(person.id))
    ]


def forget(session: Session, person: Person, actor: str, at: datetime) -> list[Trace]:
    """Forget a person for good, and note that it was done; return what it came to."""
    found = traces(session, person)
    person_id = saved(person.id)
    for change in _CHANGES:
        change(session, person_id)
    sealing.destroy(session, person_id)
    person.name, person.username, person.password_hash = _NAME, None, None
    person.is_active = False
    session.add(person)
    after = {"key": person.key, **{t.what: t.count for t in found if t.count}}
    subject = f"person:{person.id}"
    audit.append(session, at=at, actor=actor, action=ACTION, subject=subject, after=after)
    return found


def forgotten_keys(session: Session) -> list[str]:
    """Return the random keys of everybody who was forgotten."""
    entries = session.exec(select(AuditEntry.after).where(AuditEntry.action == ACTION))
    return sorted({str(after["key"]) for after in entries if after})


def is_forgotten(person: Person) -> bool:
    """Tell whether nothing of a person is left but the key."""
    return person.name == _NAME and person.username is None


def _count(session: Session, table: type[SQLModel], condition: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(table).where(condition)).one()


def _chats(person_id: int) -> Any:  # noqa: ANN401 - a subquery
    return select(Conversation.id).where(Conversation.person_id == person_id)


def _of_chat(
    session: Session, person_id: int, table: type[InboxEvent | OutboxMessage]
) -> ColumnElement[bool]:
    chats = session.exec(select(Conversation).where(Conversation.person_id == person_id)).all()
    return or_(
        col(table.id) < 0,
        *((col(table.platform) == c.platform) & (col(table.chat_key) == c.chat_key) for c in chats),
    )


_Place = tuple[str, type[SQLModel], ColumnElement[bool], bool]


def _places(session: Session, person_id: int) -> list[_Place]:
    words = and_(col(Decision.person_id) == person_id, col(Decision.kind).in_(_TYPED))
    return [
        ("web_sessions", WebSession, col(WebSession.person_id) == person_id, True),
        ("second_factor", SecondFactor, col(SecondFactor.person_id) == person_id, True),
        ("outside_name", OutsideName, col(OutsideName.person_id) == person_id, True),
        ("areas", PersonArea, col(PersonArea.person_id) == person_id, True),
        ("conversations", Conversation, col(Conversation.person_id) == person_id, True),
        ("events", InboxEvent, _of_chat(session, person_id, InboxEvent), False),
        ("messages", OutboxMessage, _of_chat(session, person_id, OutboxMessage), True),
        ("text_key", TextKey, col(TextKey.person_id) == person_id, True),
        ("file_names", Photo, col(Photo.sender_id) == person_id, False),
        ("evidence_notes", Evidence, col(Evidence.person_id) == person_id, False),
        ("phone_calls", PhoneCall, col(PhoneCall.person_id) == person_id, False),
        ("recall_words", RecallRequest, col(RecallRequest.asked_by) == person_id, False),
        ("recheck_words", Recheck, col(Recheck.asked_by) == person_id, False),
        ("decision_words", Decision, words, False),
    ]


def _cut_ways_in(session: Session, person_id: int) -> None:
    for table in (WebSession, SecondFactor, OutsideName, PersonArea):
        session.exec(delete(table).where(col(table.person_id) == person_id))
    held = update(Sheet).where(col(Sheet.claimed_by) == person_id)
    session.exec(held.values(claimed_by=None, claim_token=None, claimed_until=None))


def _drop_chats(session: Session, person_id: int) -> None:
    """An event's own id stays, so that a platform's repeat of it is still known."""
    events = _of_chat(session, person_id, InboxEvent)
    session.exec(update(InboxEvent).where(events).values(chat_key="", body={}))
    session.exec(delete(OutboxMessage).where(_of_chat(session, person_id, OutboxMessage)))
    for table in (PhotoMessage, Subscription):
        session.exec(delete(table).where(col(table.conversation_id).in_(_chats(person_id))))
    session.exec(delete(Conversation).where(col(Conversation.person_id) == person_id))


def _empty_words(session: Session, person_id: int) -> None:
    session.exec(update(Photo).where(col(Photo.sender_id) == person_id).values(original_name=""))
    session.exec(update(Evidence).where(col(Evidence.person_id) == person_id).values(note=""))
    calls = update(PhoneCall).where(col(PhoneCall.person_id) == person_id)
    session.exec(calls.values(spoke_with="", words=""))
    asked = update(RecallRequest).where(col(RecallRequest.asked_by) == person_id)
    session.exec(asked.values(words=""))
    wished = update(Recheck).where(col(Recheck.asked_by) == person_id)
    session.exec(wished.values(words=""))


def _empty_decisions(session: Session, person_id: int) -> None:
    """A return keeps its code, which stands before the colon; typed words go."""
    mine = col(Decision.person_id) == person_id
    for decision in session.exec(select(Decision).where(mine, col(Decision.kind).in_(_TYPED))):
        if decision.reason:
            is_return = decision.kind is DecisionKind.RETURN
            decision.reason = decision.reason.partition(":")[0] if is_return else _NAME
            session.add(decision)
    returned = select(Decision.sheet_id).where(mine, Decision.kind == DecisionKind.RETURN)
    for notice in session.exec(select(Notice).where(col(Notice.sheet_id).in_(returned))):
        if notice.params.get("text"):
            notice.params = {**notice.params, "text": ""}
            session.add(notice)


_CHANGES: Final[tuple[Callable[[Session, int], None], ...]] = (
    _cut_ways_in,
    _drop_chats,
    _empty_words,
    _empty_decisions,
)
