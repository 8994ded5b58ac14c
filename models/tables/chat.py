"""Chat as it came in and goes out: raw events, conversations, and messages to send."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import closed, one_of, utc
from models.values.chat import Bot, InboxState, OutboxState, Platform


class InboxEvent(SQLModel, table=True):
    """An event of a platform as it came in, once: repeats meet the unique key."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("platform", "bot", "event_id"),
        Index("ix_inbox_line", "state", "platform", "bot", "chat_key", "id"),
        one_of("platform", Platform),
        one_of("bot", Bot),
        one_of("state", InboxState),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    )
    id: int | None = Field(default=None, primary_key=True)
    platform: Platform = closed(Platform)
    bot: Bot = closed(Bot, Bot.MAIN)
    event_id: str = Field(max_length=64)
    """The platform's own id of the event."""
    chat_key: str = Field(max_length=80)
    """The platform's id of the conversation; empty once it is forgotten."""
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The raw event; emptied once what was typed in it has been worked on."""
    received_at: datetime = utc(index=True)
    state: InboxState = closed(InboxState, InboxState.WAITING)
    attempts: int = 0
    not_before: datetime = utc()
    failure: str | None = Field(default=None, max_length=80)


class Conversation(SQLModel, table=True):
    """One chat with one person, and where it stands; `state` belongs to `bot.conversation`."""

    __table_args__ = (
        UniqueConstraint("platform", "bot", "chat_key"),
        one_of("platform", Platform),
        one_of("bot", Bot),
    )
    id: int | None = Field(default=None, primary_key=True)
    platform: Platform = closed(Platform)
    bot: Bot = closed(Bot, Bot.MAIN)
    """The account that it is a chat with; one person may write to both."""
    chat_key: str = Field(max_length=80)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """The committee member behind it; None for a member of the public."""
    state: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    is_blocked: bool = False
    """The person blocked the bot (ติดต่อไม่ได้); any later message clears it."""
    notices_told: int = 0
    """Id of the newest notice when the person was bound here: older ones are not told."""
    seen_at: datetime = utc(index=True)
    menu: str = Field(default="", max_length=80)
    """The menu that was put into the chat last, by its name; empty for the one of everybody."""


class OutboxMessage(SQLModel, table=True):
    """Up to five messages that go out together, said once."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "state", "not_before", "id"),
        one_of("platform", Platform),
        one_of("bot", Bot),
        one_of("state", OutboxState),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    )
    id: int | None = Field(default=None, primary_key=True)
    platform: Platform = closed(Platform)
    bot: Bot = closed(Bot, Bot.MAIN)
    """The account that says it."""
    chat_key: str = Field(max_length=80, index=True)
    dedupe_key: str = Field(unique=True, max_length=96)
    """What is said again under the same key is said once."""
    retry_key: str = Field(max_length=36)
    """UUID that LINE recognises a repeated push by."""
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """Neutral messages (`bot.conversation.replies`)."""
    reply_token: str | None = Field(default=None, max_length=200)
    """LINE's token for a free answer; good once and for about a minute."""
    reply_until: datetime | None = utc(nullable=True)
    may_push: bool = False
    """Whether it may go out as a metered push where no token is left."""
    created_at: datetime = utc()
    not_before: datetime = utc()
    state: OutboxState = closed(OutboxState, OutboxState.WAITING)
    attempts: int = 0
    ended_at: datetime | None = utc(nullable=True)
    failure: str | None = Field(default=None, max_length=80)


class PhotoMessage(SQLModel, table=True):
    """The message by which a photo came into a chat, so that taking it back can be noted."""

    __tablename__ = "photo_message"
    __table_args__ = (UniqueConstraint("conversation_id", "message_id"),)
    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id")
    message_id: str = Field(max_length=64)
    """The platform's id of the message."""
    photo_id: int = Field(foreign_key="photo.id", index=True)
    unsent_at: datetime | None = utc(nullable=True)
    """The sender took the message back; a submitted form stays, and reviewers see it."""


class Subscription(SQLModel, table=True):
    """A chat that is told when a constituency's figures change (ติดตามผล)."""

    __table_args__ = (UniqueConstraint("conversation_id", "constituency_code"),)
    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id", ondelete="CASCADE")
    constituency_code: str = Field(max_length=12, index=True)
    told_mark: str = Field(default="", max_length=64)
    """Hash of the manifest that was told last."""
    told_at: datetime | None = utc(nullable=True)


class Lease(SQLModel, table=True):
    """Work that one process does at a time; another waits until its holder is silent."""

    name: str = Field(primary_key=True, max_length=32)
    holder: str = Field(max_length=64)
    until: datetime = utc()
