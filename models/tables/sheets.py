"""Sheets, their pages, and everything that was said about their numbers."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.states.sheet import SheetState
from models.tables.columns import closed, one_of, utc
from models.values.ballots import Ballot
from models.values.findings import Severity
from models.values.reading import Outcome


class AnswerKind(StrEnum):
    """What the committee says about a reading."""

    AGREES = "agrees"
    """ตรงกับแบบทุกช่อง."""
    MISREAD = "misread"
    """ระบบอ่านผิด."""
    PAPER_WRONG = "paper_wrong"
    """แบบเขียนผิด."""
    HAND_OVER = "hand_over"
    """ส่งต่อให้เจ้าหน้าที่."""


class DecisionKind(StrEnum):
    """What a reviewer does with a sheet."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    SECOND_LOOK = "second_look"
    RETURN = "return"
    PARK = "park"
    CLEAR = "clear"
    RECALL = "recall"


COUNTING: Final = (
    DecisionKind.CONFIRM,
    DecisionKind.CORRECT,
    DecisionKind.SECOND_LOOK,
    DecisionKind.CLEAR,
)
"""Decisions that numbers stand in; a clearing without any put a sheet back into the queue."""


class Sheet(SQLModel, table=True):
    """The paper form of one unit for one ballot, versioned; the newest version counts."""

    __table_args__ = (
        UniqueConstraint("unit_id", "ballot", "version"),
        one_of("ballot", Ballot),
        one_of("state", SheetState),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("look IN (1, 2)", name="first_or_second_look"),
    )
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="reporting_unit.id", index=True)
    ballot: Ballot = closed(Ballot)
    form_code: str
    version: int = 1
    state: SheetState = closed(SheetState, SheetState.COLLECTING, index=True)
    state_reason: str | None = None
    edit: int = 0
    """Rises with every change; a stale edit is refused by it."""
    look: int = 1
    """Whether the first or the second person is to look."""
    is_sampled: bool = False
    """Picked by the blind random sample for a second look."""
    created_at: datetime = utc()
    completed_at: datetime | None = utc(nullable=True, index=True)
    queued_at: datetime | None = utc(nullable=True)
    confirmed_at: datetime | None = utc(nullable=True)
    claimed_by: int | None = Field(default=None, foreign_key="person.id")
    claim_token: str | None = Field(default=None, max_length=64)
    claimed_until: datetime | None = utc(nullable=True)


class Page(SQLModel, table=True):
    """A page of a sheet and the photo that shows it; a newer photo takes the place."""

    __table_args__ = (
        UniqueConstraint("sheet_id", "photo_id"),
        CheckConstraint("number > 0", name="number_positive"),
    )
    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="sheet.id", index=True)
    photo_id: int = Field(foreign_key="photo.id", index=True)
    number: int
    is_current: bool = True
    joined_at: datetime = utc()


class SheetReading(SQLModel, table=True):
    """The machine's joint decision over the pages of a sheet; added, never edited."""

    __tablename__ = "sheet_reading"
    __table_args__ = (one_of("outcome", Outcome),)
    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="sheet.id", index=True)
    outcome: Outcome = closed(Outcome)
    cells: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """Field key → `Cell.to_data()` plus `photo_id`."""
    header: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    signatures: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    created_at: datetime = utc()


class Answer(SQLModel, table=True):
    """The committee's word on a reading: a witness of its own; it never publishes anything."""

    __table_args__ = (one_of("kind", AnswerKind),)
    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="sheet.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    kind: AnswerKind = closed(AnswerKind)
    values: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """Field key → what the paper says, where the machine misread."""
    created_at: datetime = utc()


class Decision(SQLModel, table=True):
    """What a reviewer decided about a sheet; added, never edited."""

    __table_args__ = (one_of("kind", DecisionKind),)
    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="sheet.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: DecisionKind = closed(DecisionKind)
    look: int = 1
    values: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """Field key → value, for the fields that this person answered."""
    reason: str | None = None
    seconds: float | None = None
    once_key: str | None = Field(default=None, unique=True, max_length=48)
    """Drawn by the screen: what is sent again after a lost connection is the same decision."""
    created_at: datetime = utc()


class Count(SQLModel, table=True):
    """An accepted number of a confirmed sheet (จำนวนที่ยืนยันแล้ว)."""

    __table_args__ = (
        UniqueConstraint("sheet_id", "key"),
        CheckConstraint("value BETWEEN 0 AND 99999", name="shape_of_a_count"),
    )
    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="sheet.id", index=True)
    key: str = Field(max_length=16)
    value: int


class SheetFinding(SQLModel, table=True):
    """A rule that a sheet broke when it was last checked, with the reason that explains it."""

    __tablename__ = "sheet_finding"
    __table_args__ = (one_of("severity", Severity),)
    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="sheet.id", index=True)
    code: str = Field(max_length=8)
    severity: Severity = closed(Severity)
    fields: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    message: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    reason: str | None = None
    created_at: datetime = utc()


class Notice(SQLModel, table=True):
    """Something to tell a unit's committee (read-back, retake, return); each said once."""

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="reporting_unit.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    sheet_id: int | None = Field(default=None, foreign_key="sheet.id")
    photo_id: int | None = Field(default=None, foreign_key="photo.id")
    kind: str = Field(max_length=32)
    params: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    dedupe_key: str = Field(unique=True, max_length=96)
    created_at: datetime = utc(index=True)
