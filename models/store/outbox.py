"""The outbox: messages wait here until a platform has taken them, each said once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, func, select

from models.store.inbox import Chat
from models.tables.chat import OutboxMessage
from models.values.chat import AccountId, OutboxState

_UNDER_WAY = (OutboxState.WAITING, OutboxState.SENDING)
_NO_TOKEN: Final[dict[str, Any]] = {"reply_token": None, "reply_until": None}


@dataclass(frozen=True, slots=True)
class Reply:
    """LINE's free way back: a token and until when it is good."""

    token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class NewMessage:
    """What is to be said to a chat; the same `key` is said once."""

    chat: Chat
    key: str
    body: Mapping[str, Any]
    not_before: datetime
    reply: Reply | None = None
    may_push: bool = False


def put(session: Session, new: NewMessage, at: datetime) -> bool:
    """Add a message; False where its key was said, or waits to be said, already."""
    if _of_key(session, new.key) is not None:
        return False
    row = OutboxMessage(
        platform=new.chat.platform,
        bot=new.chat.bot,
        chat_key=new.chat.key,
        dedupe_key=new.key,
        retry_key=str(uuid4()),
        body=dict(new.body),
        may_push=new.may_push,
        created_at=at,
        not_before=new.not_before,
    )
    _take_reply(row, new.reply)
    session.add(row)
    session.flush()
    return True


def put_or_replace(session: Session, new: NewMessage, latest: datetime, at: datetime) -> bool:
    """Add a message, or say it instead of the one of its key that still waits.

    A message that is replaced again and again goes out at `latest` after its first version, so
    that an album's receipt does not wait for ever. False where it went out already.
    """
    row = _of_key(session, new.key)
    if row is None:
        return put(session, new, at)
    # Held until this is written: else it could leave in its old words between look and change.
    session.refresh(row, with_for_update=True)
    if row.state is not OutboxState.WAITING:
        return False
    row.body = dict(new.body)
    row.not_before = min(new.not_before, row.created_at + (latest - at))
    _take_reply(row, new.reply)
    session.flush()
    return True


_OLDEST: Final = (
    select(func.min(OutboxMessage.id))
    .where(
        col(OutboxMessage.platform) == bindparam("platform"),
        col(OutboxMessage.bot) == bindparam("bot"),
        col(OutboxMessage.state).in_(_UNDER_WAY),
    )
    .group_by(OutboxMessage.chat_key)
)
_DUE: Final = (
    select(OutboxMessage)
    .where(
        col(OutboxMessage.id).in_(_OLDEST),
        OutboxMessage.state == OutboxState.WAITING,
        col(OutboxMessage.not_before) <= bindparam("at"),
    )
    .order_by(col(OutboxMessage.id))
    .limit(bindparam("limit"))
)

_OF_KEY: Final = select(OutboxMessage).where(col(OutboxMessage.dedupe_key) == bindparam("key"))


def due(
    session: Session, account: AccountId, at: datetime, limit: int = 100
) -> Sequence[OutboxMessage]:
    """Return an account's messages to send now, the oldest of each chat.

    A chat whose oldest message is under way, or not due yet, is left alone. By a statement that was
    made once: it is asked ten times a second.
    """
    asked = {"platform": account.platform, "bot": account.bot, "at": at, "limit": limit}
    return session.exec(_DUE, params=asked).all()


def begin(session: Session, message_id: int, *, keeps_token: bool = True) -> bool:
    """Note that a message is handed over now; False if it no longer waits.

    One that goes out as a push has no use for its token any more.
    """
    given_up: dict[str, Any] = {} if keeps_token else _NO_TOKEN
    return _change(
        session,
        message_id,
        OutboxState.WAITING,
        state=OutboxState.SENDING,
        attempts=OutboxMessage.attempts + 1,
        **given_up,
    )


def get(session: Session, message_id: int) -> OutboxMessage:
    """Return a message as it stands now."""
    return session.exec(select(OutboxMessage).where(OutboxMessage.id == message_id)).one()


def end(
    session: Session, message_id: int, state: OutboxState, at: datetime, failure: str | None = None
) -> None:
    """Note what became of a message that was handed over."""
    _change(session, message_id, OutboxState.SENDING, state=state, ended_at=at, failure=failure)


def put_off(session: Session, message_id: int, failure: str, not_before: datetime) -> None:
    """Let a message that surely did not go out wait for another try."""
    _change(
        session,
        message_id,
        OutboxState.SENDING,
        state=OutboxState.WAITING,
        failure=failure,
        not_before=not_before,
    )


def give_up_token(session: Session, message_id: int) -> None:
    """Forget a reply token that was used or is over; the message can only be pushed now."""
    _change(session, message_id, OutboxState.SENDING, **_NO_TOKEN)


def left_sending(session: Session) -> Sequence[OutboxMessage]:
    """Return the messages that a process which ended left between sending and marking."""
    left = select(OutboxMessage).where(OutboxMessage.state == OutboxState.SENDING)
    return session.exec(left.order_by(col(OutboxMessage.id))).all()


def dead(session: Session) -> Sequence[OutboxMessage]:
    """Return the messages that were given up, newest first."""
    given_up = select(OutboxMessage).where(OutboxMessage.state == OutboxState.DEAD)
    return session.exec(given_up.order_by(col(OutboxMessage.id).desc())).all()


def requeue(session: Session, message_id: int, at: datetime) -> bool:
    """Give a dead message another try, as a push under a fresh retry key; False if it lives."""
    return _change(
        session,
        message_id,
        OutboxState.DEAD,
        state=OutboxState.WAITING,
        attempts=0,
        not_before=at,
        ended_at=None,
        retry_key=str(uuid4()),
        **_NO_TOKEN,
    )


def count_by_state(session: Session) -> dict[OutboxState, int]:
    """Return how many messages stand where."""
    counted = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    return {OutboxState(state): n for state, n in session.exec(counted)}


def drop_waiting(session: Session, chat: Chat, failure: str, at: datetime) -> int:
    """Drop what waits for a chat that cannot be reached."""
    dropped = session.exec(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.platform) == chat.platform,
            col(OutboxMessage.bot) == chat.bot,
            col(OutboxMessage.chat_key) == chat.key,
            col(OutboxMessage.state) == OutboxState.WAITING,
        )
        .values(state=OutboxState.DROPPED, failure=failure, ended_at=at)
        .execution_options(synchronize_session=False)
    )
    return dropped.rowcount


def withdraw(session: Session, key: str) -> None:
    """Leave a message unsaid if it still waits, and forget that it was to be said."""
    row = _of_key(session, key)
    if row is not None and row.state is OutboxState.WAITING:
        session.delete(row)
        session.flush()


def _of_key(session: Session, key: str) -> OutboxMessage | None:
    return session.exec(_OF_KEY, params={"key": key}).first()


def _take_reply(row: OutboxMessage, reply: Reply | None) -> None:
    if reply is not None:
        row.reply_token, row.reply_until = reply.token, reply.until


def _change(
    session: Session,
    message_id: int,
    state_before: OutboxState,
    **values: Any,  # noqa: ANN401 - columns
) -> bool:
    changed = session.exec(
        update(OutboxMessage)
        .where(col(OutboxMessage.id) == message_id, col(OutboxMessage.state) == state_before)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount == 1
