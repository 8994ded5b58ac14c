"""Conversations in the record: one a chat, bound to a committee member once enrolled."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from models.store.inbox import Chat
from models.tables.chat import Conversation, OutboxMessage
from models.values.chat import OutboxState

_UNDER_WAY = (OutboxState.WAITING, OutboxState.SENDING)


def conversation_of(session: Session, chat: Chat, at: datetime) -> Conversation:
    """Return the conversation of a chat, opened where it is new; it was seen just now."""
    row = find(session, chat)
    if row is None:
        row = Conversation(platform=chat.platform, chat_key=chat.key, seen_at=at)
        session.add(row)
    row.seen_at = at
    session.flush()
    return row


def find(session: Session, chat: Chat) -> Conversation | None:
    """Return the conversation of a chat, or None."""
    mine = select(Conversation).where(
        Conversation.platform == chat.platform, Conversation.chat_key == chat.key
    )
    return session.exec(mine).first()


def bound(session: Session) -> Sequence[Conversation]:
    """Return the conversations of enrolled people who can be reached."""
    reachable = (col(Conversation.person_id).is_not(None), col(Conversation.is_blocked).is_(False))
    return session.exec(select(Conversation).where(*reachable).order_by(col(Conversation.id))).all()


def forget_strangers(session: Session, before: datetime) -> int:
    """Delete old conversations of the public, and what was sent to them."""
    gone = session.exec(
        delete(Conversation)
        .where(col(Conversation.person_id).is_(None), col(Conversation.seen_at) < before)
        .execution_options(synchronize_session=False)
    )
    known = select(Conversation.id).where(
        col(Conversation.platform) == col(OutboxMessage.platform),
        col(Conversation.chat_key) == col(OutboxMessage.chat_key),
    )
    session.exec(
        delete(OutboxMessage)
        .where(
            col(OutboxMessage.created_at) < before,
            col(OutboxMessage.state).not_in(_UNDER_WAY),
            ~known.exists(),
        )
        .execution_options(synchronize_session=False)
    )
    return gone.rowcount
