"""What constituency clerks key: the official report ส.ส. 6/1 and the account of envelopes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import closed, one_of, utc
from models.values.ballots import Ballot


class ConstituencyReport(SQLModel, table=True):
    """The official report of a constituency for one ballot (ส.ส. 6/1), keyed twice, versioned."""

    __tablename__ = "constituency_report"
    __table_args__ = (
        UniqueConstraint("constituency_id", "ballot", "version"),
        one_of("ballot", Ballot),
        CheckConstraint("version > 0", name="version_positive"),
    )
    id: int | None = Field(default=None, primary_key=True)
    constituency_id: int = Field(foreign_key="constituency.id", index=True)
    ballot: Ballot = closed(Ballot)
    version: int = 1
    first_values: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """Field key → value as the first person keyed it."""
    first_by: int = Field(foreign_key="person.id")
    first_at: datetime = utc()
    second_values: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )
    """The same, keyed by the second person without being shown the first keying."""
    second_by: int | None = Field(default=None, foreign_key="person.id")
    second_at: datetime | None = utc(nullable=True)
    explanations: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )
    """Field key → why the report differs from the sum of units and sets, in words (R611)."""


class EnvelopeAccount(SQLModel, table=True):
    """Envelopes of out-of-constituency and overseas votes from one origin (บัญชีซองไปรษณีย์)."""

    __tablename__ = "envelope_account"
    __table_args__ = (
        UniqueConstraint("constituency_id", "origin"),
        CheckConstraint("posted IS NULL OR posted >= 0", name="posted_not_negative"),
        CheckConstraint("received >= 0", name="received_not_negative"),
        CheckConstraint("opened >= 0", name="opened_not_negative"),
    )
    id: int | None = Field(default=None, primary_key=True)
    constituency_id: int = Field(foreign_key="constituency.id", index=True)
    origin: str = Field(max_length=80)
    """Where the envelopes were sent from: a place of advance voting, or an embassy."""
    posted: int | None = None
    """As the sending place says; None where it has not said so."""
    received: int
    opened: int
    """Accepted and opened; what was received and not opened came late or unsigned."""
    ballots_found: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )
    """Ballot → how many ballots of it were found."""
    noted_by: int = Field(foreign_key="person.id")
    noted_at: datetime = utc()
