"""Photos that came once their sheet was confirmed and show other numbers: a person looks."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import closed, one_of, utc


class LateAnswer(StrEnum):
    """What a supervisor says about a photo that came late."""

    RECALL = "recall"
    """ขอเรียกคืน: the confirmed numbers may be wrong; another person grants it."""
    SAME_SHEET = "same_sheet"
    """แบบเดียวกัน ปล่อยไว้: the same paper, and the confirmed numbers are what it says."""
    CORRECTED_FORM = "corrected_form"
    """แบบที่แก้ไขแล้ว: another paper; once another person grants the recall it takes the place."""


class LatePhoto(SQLModel, table=True):
    """A photo that came late with other numbers (ภาพที่มาหลังยืนยัน); open until it is answered."""

    __tablename__ = "late_photo"
    __table_args__ = (UniqueConstraint("sheet_id", "photo_id"), one_of("answer", LateAnswer))
    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="sheet.id")
    photo_id: int = Field(foreign_key="photo.id")
    differs: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    """Field key → number that the machine sees on it, where another one was confirmed."""
    came_at: datetime = utc()
    answer: LateAnswer | None = closed(LateAnswer, nullable=True)
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = utc(nullable=True)
    recall_id: int | None = Field(default=None, foreign_key="recall_request.id", index=True)
    """The recall that was asked for because of it."""
