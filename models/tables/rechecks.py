"""Rechecks: all that one account decided is looked at again by other people."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.tables.columns import utc


class Recheck(SQLModel, table=True):
    """A wish to look again at all that an account decided (ตรวจซ้ำทั้งบัญชี).

    A second person grants or refuses it, once.
    """

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="person.id", index=True)
    words: str = Field(max_length=500)
    """Why, in the asker's words; they stay inside."""
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime = utc()
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = utc(nullable=True)
    is_granted: bool | None = None


class RecheckSheet(SQLModel, table=True):
    """A sheet that a recheck gave back: the account that decided it looks at it no more."""

    __tablename__ = "recheck_sheet"
    recheck_id: int = Field(foreign_key="recheck.id", primary_key=True)
    sheet_id: int = Field(foreign_key="sheet.id", primary_key=True, index=True)
