"""Who follows which constituency, and what each was told last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, or_, update
from sqlmodel import Session, col, select

from models.store.inbox import Chat, chat_of
from models.store.rows import saved
from models.tables.chat import Conversation, Subscription


@dataclass(frozen=True, slots=True)
class Follower:
    """A chat that may be told about a constituency now."""

    subscription_id: int
    chat: Chat
    constituency: str
    told_mark: str


def follow(session: Session, conversation_id: int, code: str, mark: str, at: datetime) -> None:
    """Follow a constituency from now on; what it shows now was just seen."""
    if code not in followed(session, conversation_id):
        session.add(
            Subscription(
                conversation_id=conversation_id,
                constituency_code=code,
                told_mark=mark,
                told_at=at,
            )
        )
        session.flush()


def unfollow(session: Session, conversation_id: int, code: str) -> None:
    """Follow a constituency no more."""
    session.exec(
        delete(Subscription).where(
            col(Subscription.conversation_id) == conversation_id,
            col(Subscription.constituency_code) == code,
        )
    )


# Made once: every event of a chat asks.
_FOLLOWED: Final = (
    select(Subscription.constituency_code)
    .where(col(Subscription.conversation_id) == bindparam("conversation"))
    .order_by(col(Subscription.id))
)


def followed(session: Session, conversation_id: int) -> Sequence[str]:
    """Return the codes of the constituencies that a chat follows."""
    return session.exec(_FOLLOWED, params={"conversation": conversation_id}).all()


def to_tell(session: Session, told_before: datetime, limit: int) -> Sequence[Follower]:
    """Return followers who were told nothing since a time, the longest waiting first."""
    wanted = (
        select(Subscription, Conversation)
        .join(Conversation, col(Conversation.id) == col(Subscription.conversation_id))
        .where(
            or_(col(Subscription.told_at).is_(None), col(Subscription.told_at) < told_before),
            col(Conversation.is_blocked).is_(False),
        )
        .order_by(col(Subscription.told_at), col(Subscription.id))
        .limit(limit)
    )
    return [
        Follower(saved(s.id), chat_of(c), s.constituency_code, s.told_mark)
        for s, c in session.exec(wanted)
    ]


def note_told(session: Session, subscription_id: int, mark: str, at: datetime) -> None:
    """Note what a follower was told."""
    session.exec(
        update(Subscription)
        .where(col(Subscription.id) == subscription_id)
        .values(told_mark=mark, told_at=at)
        .execution_options(synchronize_session=False)
    )
