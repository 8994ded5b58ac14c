"""The inbox: each event of a platform is stored once and worked on in the order of its chat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import Session, col, func, select

from models.tables.chat import Conversation, InboxEvent, OutboxMessage
from models.values.chat import AccountId, Bot, InboxState, Platform

NOBODY: Final = "-"
"""Chat key of events that belong to no conversation; nobody is answered."""

UNKNOWN: Final = "unknown"
"""What stands as the failure of an event of a kind that we do not know."""

_INBOX: Final = InboxEvent.__table__  # type: ignore[attr-defined]
_KEEP_ONCE: Final[dict[str, ReturningInsert[tuple[int]]]] = {
    "sqlite": sqlite.insert(_INBOX).on_conflict_do_nothing().returning(_INBOX.c.id),
    "postgresql": postgresql.insert(_INBOX).on_conflict_do_nothing().returning(_INBOX.c.id),
}


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event as it came in, read just far enough to know whose it is."""

    platform: Platform
    event_id: str
    chat_key: str
    body: dict[str, Any]
    bot: Bot = Bot.MAIN


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation as its platform names it, with one of our accounts there."""

    platform: Platform
    key: str
    bot: Bot = Bot.MAIN

    @property
    def account(self) -> AccountId:
        """The account that it is a conversation with."""
        return AccountId(self.platform, self.bot)


def chat_of(row: Conversation | InboxEvent | OutboxMessage) -> Chat:
    """Return the chat that a row belongs to."""
    return Chat(row.platform, row.chat_key, row.bot)


def keep(session: Session, events: Iterable[NewEvent], at: datetime) -> int:
    """Store the events that did not come before; return how many were new.

    By a plain statement that was made once: a door waits for it.
    """
    connection = session.connection()
    once = _KEEP_ONCE[connection.dialect.name]
    return sum(len(connection.execute(once, _row(event, at)).all()) for event in events)


def _row(event: NewEvent, at: datetime) -> dict[str, Any]:
    return {
        "platform": event.platform,
        "bot": event.bot,
        "event_id": event.event_id,
        "chat_key": event.chat_key,
        "body": event.body,
        "received_at": at,
        "state": InboxState.WAITING,
        "attempts": 0,
        "not_before": at,
    }


_OLDEST: Final = (
    select(func.min(InboxEvent.id))
    .where(InboxEvent.state == InboxState.WAITING)
    .group_by(InboxEvent.platform, InboxEvent.bot, InboxEvent.chat_key)
)
_WAITING_CHATS: Final = (
    select(InboxEvent.platform, InboxEvent.chat_key, InboxEvent.bot)
    .where(col(InboxEvent.id).in_(_OLDEST), col(InboxEvent.not_before) <= bindparam("at"))
    .order_by(col(InboxEvent.id))
)

_NEXT: Final = (
    select(InboxEvent)
    .where(
        col(InboxEvent.platform) == bindparam("platform"),
        col(InboxEvent.bot) == bindparam("bot"),
        col(InboxEvent.chat_key) == bindparam("key"),
        InboxEvent.state == InboxState.WAITING,
    )
    .order_by(col(InboxEvent.id))
    .limit(1)
)


def waiting_chats(session: Session, at: datetime) -> Sequence[Chat]:
    """Return the chats whose oldest waiting event is due, the longest waiting first.

    A chat whose oldest event waits for another try is left alone: later ones must not pass it.
    By a statement that was made once: it is asked ten times a second.
    """
    rows = session.exec(_WAITING_CHATS, params={"at": at}).all()
    return [Chat(Platform(platform), key, Bot(bot)) for platform, key, bot in rows]


def next_of(session: Session, chat: Chat, at: datetime) -> InboxEvent | None:
    """Return a chat's oldest waiting event, or None where there is none or it is not due."""
    mine = {"platform": chat.platform, "bot": chat.bot, "key": chat.key}
    row = session.exec(_NEXT, params=mine).first()
    return row if row is not None and row.not_before <= at else None


def count_lately(session: Session, event_id: int, window: timedelta) -> int:
    """Return how many events of its chat came with an event and in the time before it.

    The same for every attempt, however late: it looks at when events came, not at the clock.
    """
    event = session.get_one(InboxEvent, event_id)
    lately = select(func.count()).where(
        InboxEvent.platform == event.platform,
        InboxEvent.bot == event.bot,
        InboxEvent.chat_key == event.chat_key,
        col(InboxEvent.id) <= event_id,
        col(InboxEvent.received_at) > event.received_at - window,
    )
    return session.exec(lately).one()


def finish(session: Session, row_id: int, *, keeps_body: bool, is_understood: bool = True) -> bool:
    """Note that an event was worked on; False if somebody else did so already."""
    emptied: dict[str, Any] = {} if keeps_body else {"body": {}}
    failure = None if is_understood else UNKNOWN
    return _change(session, row_id, state=InboxState.DONE, failure=failure, **emptied)


def count_unknown(session: Session) -> int:
    """Return how many events were of a kind that we do not know: kept, and not answered."""
    unknown = select(func.count()).where(
        InboxEvent.state == InboxState.DONE, InboxEvent.failure == UNKNOWN
    )
    return session.exec(unknown).one()


def put_off(session: Session, row_id: int, failure: str, not_before: datetime) -> None:
    """Count a failed attempt; the event is tried again later."""
    _change(
        session,
        row_id,
        attempts=InboxEvent.attempts + 1,
        failure=failure,
        not_before=not_before,
    )


def give_up(session: Session, row_id: int, failure: str) -> None:
    """Lay an event aside for an operator; its chat goes on."""
    _change(
        session,
        row_id,
        state=InboxState.DEAD,
        attempts=InboxEvent.attempts + 1,
        failure=failure,
    )


def dead(session: Session) -> Sequence[InboxEvent]:
    """Return the events that were laid aside, newest first."""
    aside = select(InboxEvent).where(InboxEvent.state == InboxState.DEAD)
    return session.exec(aside.order_by(col(InboxEvent.id).desc())).all()


def requeue(session: Session, event_id: int, at: datetime) -> bool:
    """Give an event that was laid aside another try; False if it is not dead."""
    changed = session.exec(
        update(InboxEvent)
        .where(col(InboxEvent.id) == event_id, col(InboxEvent.state) == InboxState.DEAD)
        .values(state=InboxState.WAITING, attempts=0, not_before=at)
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount == 1


def count_by_state(session: Session) -> dict[InboxState, int]:
    """Return how many events stand where."""
    counted = select(InboxEvent.state, func.count()).group_by(InboxEvent.state)
    return {InboxState(state): n for state, n in session.exec(counted)}


def forget_strangers(session: Session, before: datetime) -> int:
    """Take chat id and body from old events of chats that no committee member stands behind."""
    known = (
        select(Conversation.id)
        .where(
            col(Conversation.platform) == col(InboxEvent.platform),
            col(Conversation.bot) == col(InboxEvent.bot),
            col(Conversation.chat_key) == col(InboxEvent.chat_key),
            col(Conversation.person_id).is_not(None),
        )
        .exists()
    )
    forgotten = session.exec(
        update(InboxEvent)
        .where(
            col(InboxEvent.received_at) < before,
            col(InboxEvent.state) != InboxState.WAITING,
            col(InboxEvent.chat_key) != "",
            ~known,
        )
        .values(chat_key="", body={})
        .execution_options(synchronize_session=False)
    )
    return forgotten.rowcount


def _change(session: Session, row_id: int, **values: Any) -> bool:  # noqa: ANN401 - columns
    changed = session.exec(
        update(InboxEvent)
        .where(col(InboxEvent.id) == row_id, col(InboxEvent.state) == InboxState.WAITING)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount == 1
