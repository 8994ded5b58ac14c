"""What became public, in which order, and every change to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import closed, one_of, utc
from models.values.ballots import Ballot, Stream


class Release(SQLModel, table=True):
    """A complete unit's place in the order of its constituency; a slot once taken stays taken."""

    __table_args__ = (
        UniqueConstraint("constituency_id", "sequence"),
        CheckConstraint("sequence > 0", name="sequence_positive"),
    )
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="reporting_unit.id", unique=True)
    constituency_id: int = Field(foreign_key="constituency.id", index=True)
    sequence: int
    completed_at: datetime = utc()
    released_at: datetime | None = utc(nullable=True, index=True)
    """None while withheld by the cap, or before publication opens."""
    is_rechecked: bool = False
    """Recalled after release: figures stay public, marked กำลังตรวจสอบใหม่."""


class PublishedSheet(SQLModel, table=True):
    """The public numbers of one ballot of a unit. They change only with a `Correction`.

    One row a sheet, not one a number: the whole country is recomputed from 200,000 rows in
    seconds (docs/adr/0017).
    """

    __tablename__ = "published_sheet"
    __table_args__ = (UniqueConstraint("unit_id", "ballot"), one_of("ballot", Ballot))
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="reporting_unit.id", index=True)
    ballot: Ballot = closed(Ballot)
    sheet_id: int = Field(foreign_key="sheet.id")
    counts: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    """Field key → number."""


class RunningTotal(SQLModel, table=True):
    """Sums of the public numbers of a constituency, kept in the releasing transaction (R607)."""

    __tablename__ = "running_total"
    __table_args__ = (
        UniqueConstraint("constituency_id", "stream", "ballot"),
        one_of("stream", Stream),
        one_of("ballot", Ballot),
    )
    id: int | None = Field(default=None, primary_key=True)
    constituency_id: int = Field(foreign_key="constituency.id", index=True)
    stream: Stream = closed(Stream)
    ballot: Ballot = closed(Ballot)
    counts: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    """Field key → sum."""


class ChangedUnit(SQLModel, table=True):
    """A note that something public of a unit may have changed; triggers write it, always."""

    __tablename__ = "changed_unit"
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int
    is_taken: bool = False
    """Taken by the publisher, who deletes it once the change is out."""


class PublisherLease(SQLModel, table=True):
    """Who may publish: one holder at a time, each with a higher token than the one before."""

    __tablename__ = "publisher_lease"
    id: int | None = Field(default=None, primary_key=True)
    """1, always: two that start together cannot both enter a lease."""
    holder: str = Field(max_length=120)
    token: int
    until: datetime = utc()


class Correction(SQLModel, table=True):
    """A public change of a published number: old, new, reason and time."""

    __table_args__ = (one_of("ballot", Ballot),)
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="reporting_unit.id", index=True)
    ballot: Ballot = closed(Ballot)
    key: str = Field(max_length=16)
    old_value: int | None
    new_value: int | None
    reason: str
    old_sheet_id: int | None = Field(default=None, foreign_key="sheet.id")
    new_sheet_id: int | None = Field(default=None, foreign_key="sheet.id")
    created_at: datetime = utc(index=True)


class SnapshotState(StrEnum):
    """Whether a snapshot has reached its readers."""

    BUILDING = "building"
    PUBLISHED = "published"
    STOPPED = "stopped"


class Snapshot(SQLModel, table=True):
    """One published set of files."""

    __table_args__ = (one_of("state", SnapshotState),)
    sequence: int = Field(primary_key=True)
    root_sha256: str | None = Field(default=None, max_length=64)
    previous_sha256: str | None = Field(default=None, max_length=64)
    state: SnapshotState = closed(SnapshotState, SnapshotState.BUILDING)
    reason: str | None = None
    created_at: datetime = utc()
    published_at: datetime | None = utc(nullable=True)
    loose: list[str] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    """Paths of the files that it creates, until its pointer leads to them."""
