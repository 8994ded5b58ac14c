"""The audit log: append-only by triggers, chained by hashes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from models.tables.columns import utc


class AuditEntry(SQLModel, table=True):
    """One change: who, when, what before and after. The chain names the entry before it."""

    __tablename__ = "audit_entry"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = utc(index=True)
    actor: str = Field(max_length=32, index=True)
    """The person's random key, or the name of the part that acted."""
    action: str = Field(max_length=40, index=True)
    subject: str = Field(max_length=64, index=True)
    """Kind and id, e.g. `sheet:12`."""
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    previous_sha256: str = Field(max_length=64)
    sha256: str = Field(unique=True, max_length=64)
