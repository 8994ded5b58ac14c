"""Photos as they came in, and what the machine saw on each."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.states.photo import PhotoState
from models.tables.columns import closed, one_of, utc


class Channel(StrEnum):
    """The door through which a photo came."""

    LINE = "line"
    TELEGRAM = "telegram"
    WEB = "web"
    COMMAND = "command"
    CLERK = "clerk"


class Photo(SQLModel, table=True):
    """The image of one page (ภาพถ่าย). Its bytes lie in the store under `sha256`, unchanged."""

    __table_args__ = (
        UniqueConstraint("unit_id", "sha256", "frame"),
        one_of("state", PhotoState),
        one_of("channel", Channel),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("bytes > 0", name="has_bytes"),
    )
    id: int | None = Field(default=None, primary_key=True)
    receipt: str = Field(unique=True, max_length=12)
    """The number on the sender's receipt."""
    unit_id: int = Field(foreign_key="reporting_unit.id", index=True)
    sender_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    channel: Channel = closed(Channel)
    sha256: str = Field(index=True, max_length=64)
    """Hash of the original bytes."""
    frame: int = 0
    """Which page of a PDF; 0 for a picture."""
    image_sha256: str | None = Field(default=None, max_length=64)
    """Hash of the normalised image (JPEG or PNG) that is read; None where it was rejected."""
    original_name: str = ""
    media_type: str = ""
    bytes: int
    width: int | None = None
    height: int | None = None
    received_at: datetime = utc(index=True)
    state: PhotoState = closed(PhotoState, PhotoState.RECEIVED, index=True)
    reject_reason: str | None = None
    attempts: int = 0
    """Reading attempts begun; counted here because the queue forgets them."""


class PageReading(SQLModel, table=True):
    """What the machine saw on one photo: exactly one row a photo, never edited."""

    __tablename__ = "page_reading"
    id: int | None = Field(default=None, primary_key=True)
    photo_id: int = Field(foreign_key="photo.id", unique=True)
    form_code: str | None = None
    page: int | None = None
    scan: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """`PageScan.to_data()`."""
    public_sha256: str | None = Field(default=None, max_length=64)
    """Hash of the public image (allow-list regions), None without trusted registration."""
    public_width: int | None = None
    public_height: int | None = None
    public_boxes: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )
    """Field key → box in pixels of the public image."""
    created_at: datetime = utc()


class WorkerBeat(SQLModel, table=True):
    """A worker process that is alive; the sweeper takes over the jobs of a silent one."""

    __tablename__ = "worker_beat"
    executor: str = Field(primary_key=True, max_length=64)
    seen_at: datetime = utc()
