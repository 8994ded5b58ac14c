"""Recalls: one person asks for a confirmed sheet to be looked at again, another one grants it."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlmodel import Field, SQLModel

from models.tables.columns import closed, one_of, utc


class RecallReason(StrEnum):
    """Why a confirmed sheet is looked at again. Published, hence a closed list."""

    MISREAD = "misread"
    """The number differs from the picture."""
    WRONG_PHOTO = "wrong_photo"
    """The picture is of another unit or another form."""
    CORRECTED_FORM = "corrected_form"
    """The committee handed in a corrected form."""
    OBJECTION = "objection"
    """Somebody objected to a published number."""
    ORDERED = "ordered"
    """The constituency committee ordered it."""
    RECHECK = "recheck"
    """All that one account decided is looked at again."""
    SECOND_READING = "second_reading"
    """The machine read the pictures anew and stands by another number."""
    LATE_PHOTO = "late_photo"
    """A photo that came after the confirmation shows another number."""


_WITH_CAUSE: Final = (RecallReason.SECOND_READING, RecallReason.LATE_PHOTO)
"""They come with what was seen, so nobody chooses them from a list."""

ASKED_BY_PEOPLE: Final = tuple(r for r in RecallReason if r not in _WITH_CAUSE)
"""Reasons that a person can give."""


class RecallRequest(SQLModel, table=True):
    """A wish to recall a sheet (คำขอเรียกคืน); a second person grants or refuses it, once.

    The machine may ask too: it proposes, a person grants.
    """

    __tablename__ = "recall_request"
    __table_args__ = (one_of("reason", RecallReason),)
    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="sheet.id", index=True)
    reason: RecallReason = closed(RecallReason)
    words: str = Field(default="", max_length=500)
    """The asker's own words; they stay inside."""
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    """None where the machine asks."""
    asked_at: datetime = utc()
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = utc(nullable=True)
    is_granted: bool | None = None
