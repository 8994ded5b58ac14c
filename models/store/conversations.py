"""Conversations in the record: one a chat, bound to a committee member once enrolled."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, bindparam, delete, or_
from sqlmodel import Session, case, col, func, select

from models.store.inbox import Chat, chat_of
from models.store.rows import saved
from models.tables.chat import Conversation, OutboxMessage, Subscription
from models.tables.people import Person, PersonArea, Role
from models.tables.photos import Photo
from models.tables.sheets import Notice
from models.values.chat import AccountId, Menu, OutboxState

_UNDER_WAY = (OutboxState.WAITING, OutboxState.SENDING)


@dataclass(frozen=True, slots=True)
class ToTell:
    """A notice, and a chat that it is to be told in."""

    notice_id: int
    conversation_id: int
    chat: Chat


def conversation_of(session: Session, chat: Chat, at: datetime) -> Conversation:
    """Return the conversation of a chat, opened where it is new; it was seen just now."""
    row = find(session, chat)
    if row is None:
        row = Conversation(platform=chat.platform, bot=chat.bot, chat_key=chat.key, seen_at=at)
        session.add(row)
    row.seen_at = at
    session.flush()
    return row


# Made once: every event asks several times.
_OF_CHAT: Final = select(Conversation).where(
    col(Conversation.platform) == bindparam("platform"),
    col(Conversation.bot) == bindparam("bot"),
    col(Conversation.chat_key) == bindparam("key"),
)


def find(session: Session, chat: Chat) -> Conversation | None:
    """Return the conversation of a chat, or None."""
    mine = {"platform": chat.platform, "bot": chat.bot, "key": chat.key}
    return session.exec(_OF_CHAT, params=mine).first()


def to_tell(session: Session, since: datetime) -> Sequence[ToTell]:
    """Return the notices since a time with the chats they concern, oldest first.

    A notice to a person is told to that person, any other to everybody enrolled for its unit and to
    every desk that sent a photo of it; none that is older than the binding, and none to who
    blocked us.
    """
    found = {(t.notice_id, t.conversation_id): t for t in _to_committees(session, since)}
    found |= {(t.notice_id, t.conversation_id): t for t in _to_desks(session, since)}
    return [found[key] for key in sorted(found)]


def _to_committees(session: Session, since: datetime) -> Sequence[ToTell]:
    wanted = (
        select(Notice.id, Conversation)
        .join(PersonArea, col(PersonArea.unit_id) == col(Notice.unit_id))
        .join(Conversation, col(Conversation.person_id) == col(PersonArea.person_id))
        .where(
            col(Notice.created_at) > since,
            col(Notice.id) > col(Conversation.notices_told),
            or_(
                col(Notice.person_id).is_(None),
                col(Notice.person_id) == col(Conversation.person_id),
            ),
            col(Conversation.is_blocked).is_(False),
        )
        .order_by(col(Notice.id), col(Conversation.id))
    )
    return [
        ToTell(saved(notice_id), saved(row.id), chat_of(row))
        for notice_id, row in session.exec(wanted)
    ]


def _to_desks(session: Session, since: datetime) -> Sequence[ToTell]:
    wanted = (
        select(Notice.id, Conversation.id)
        .join(Photo, col(Photo.unit_id) == col(Notice.unit_id))
        .join(Person, col(Person.id) == col(Photo.sender_id))
        .join(Conversation, col(Conversation.person_id) == col(Person.id))
        .where(
            Person.role == Role.DESK,
            col(Notice.created_at) > since,
            col(Notice.id) > col(Conversation.notices_told),
            or_(col(Notice.person_id).is_(None), col(Notice.person_id) == col(Person.id)),
            col(Conversation.is_blocked).is_(False),
        )
        .distinct()
    )
    pairs = session.exec(wanted).all()
    theirs = select(Conversation).where(col(Conversation.id).in_({chat for _, chat in pairs}))
    chats = {row.id: chat_of(row) for row in session.exec(theirs)}
    return [ToTell(saved(notice), saved(chat), chats[chat]) for notice, chat in pairs]


def wrong_menus(
    session: Session, account: AccountId, names: Mapping[Menu, str], limit: int
) -> Sequence[tuple[int, Chat, str]]:
    """Return chats that have another menu than their person should have, with its name.

    `names` are the menus' names now; a barred person and a stranger have the one of everybody.
    """
    is_active = col(Person.is_active)
    wanted = case(
        (and_(is_active, col(Person.role) == Role.COMMITTEE), names.get(Menu.COMMITTEE, "")),
        (and_(is_active, col(Person.role) == Role.DESK), names.get(Menu.DESK, "")),
        else_="",
    )
    wrong = (
        select(Conversation, wanted)
        .outerjoin(Person, col(Person.id) == col(Conversation.person_id))
        .where(
            Conversation.platform == account.platform,
            Conversation.bot == account.bot,
            col(Conversation.is_blocked).is_(False),
            col(Conversation.menu) != wanted,
        )
        .order_by(col(Conversation.id))
        .limit(limit)
    )
    return [(saved(row.id), chat_of(row), str(name)) for row, name in session.exec(wrong)]


def note_menu(session: Session, conversation_id: int, name: str) -> None:
    """Note which menu stands in a chat."""
    session.get_one(Conversation, conversation_id).menu = name


def unreachable(session: Session, unit_ids: Collection[int]) -> set[int]:
    """Return the units that nobody can be reached of: every chat of theirs is blocked.

    A unit without any chat is not among them: it uses the web page.
    """
    counted = (
        select(
            PersonArea.unit_id,
            func.count(),
            func.sum(case((col(Conversation.is_blocked), 1), else_=0)),
        )
        .join(Conversation, col(Conversation.person_id) == col(PersonArea.person_id))
        .where(col(PersonArea.unit_id).in_(unit_ids))
        .group_by(col(PersonArea.unit_id))
    )
    return {unit for unit, chats, blocked in session.exec(counted) if unit and chats == blocked}


def forget_strangers(session: Session, before: datetime) -> int:
    """Delete old conversations of the public, and what was sent to them.

    Who follows a constituency asked to be told: that chat is kept until it is followed no more, or
    until it blocked us, which says the same.
    """
    follows = (
        select(Subscription.id)
        .where(col(Subscription.conversation_id) == col(Conversation.id))
        .exists()
    )
    is_told = and_(follows, col(Conversation.is_blocked).is_(False))
    gone = session.exec(
        delete(Conversation)
        .where(col(Conversation.person_id).is_(None), col(Conversation.seen_at) < before, ~is_told)
        .execution_options(synchronize_session=False)
    )
    known = select(Conversation.id).where(
        col(Conversation.platform) == col(OutboxMessage.platform),
        col(Conversation.bot) == col(OutboxMessage.bot),
        col(Conversation.chat_key) == col(OutboxMessage.chat_key),
        col(Conversation.person_id).is_not(None),
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
