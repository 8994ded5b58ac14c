"""The election itself: what stands on the ballots and which sheets are expected."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import closed, one_of, utc
from models.values.ballots import Ballot


class Election(SQLModel, table=True):
    """The election of this database; there is one. A rehearsal is another database."""

    __table_args__ = (CheckConstraint("id = 1", name="one_election"),)
    id: int = Field(default=1, primary_key=True)
    code: str
    name_th: str
    name_en: str
    voting_date: date
    polls_close_at: datetime = utc()
    """R107: no count is older."""
    publication_opens_at: datetime = utc()
    """18.30 on the night: nothing is public before."""
    is_rehearsal: bool = False
    settings: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """Thresholds of the rules, share of the cap, share of the blind sample, seats, …"""
    data_sha256: str
    """Hash of the folder that was loaded."""
    loaded_at: datetime = utc()


class ElectionBallot(SQLModel, table=True):
    """A ballot of this election (บัตรเลือกตั้ง)."""

    __tablename__ = "election_ballot"
    __table_args__ = (one_of("ballot", Ballot),)
    id: int | None = Field(default=None, primary_key=True)
    ballot: Ballot = closed(Ballot)
    name_th: str
    name_en: str
    seats: int | None = None


class Party(SQLModel, table=True):
    """A party (พรรคการเมือง) with its number on the party-list ballot."""

    __table_args__ = (CheckConstraint("number > 0", name="number_positive"),)
    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    name_th: str = Field(unique=True)
    name_en: str = ""
    abbreviation: str = ""
    colour: str = Field(default="#777777", max_length=7)


class Candidate(SQLModel, table=True):
    """A constituency candidate (ผู้สมัคร). Numbers may have gaps; a struck-off one stays."""

    __table_args__ = (
        UniqueConstraint("constituency_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
    )
    id: int | None = Field(default=None, primary_key=True)
    constituency_id: int = Field(foreign_key="constituency.id", index=True)
    number: int
    name_th: str
    party_id: int | None = Field(default=None, foreign_key="party.id")
    is_struck_off: bool = False
    """ถูกถอนชื่อ: ballots for this number are invalid (R206)."""


class ExpectedSheet(SQLModel, table=True):
    """A sheet that the election expects of a reporting unit: one for each of its ballots."""

    __tablename__ = "expected_sheet"
    __table_args__ = (UniqueConstraint("unit_id", "ballot"), one_of("ballot", Ballot))
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="reporting_unit.id", index=True)
    ballot: Ballot = closed(Ballot)
    form_code: str
    form_variant: str = ""
