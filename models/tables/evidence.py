"""Pictures that are no pages of a form."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.tables.columns import closed, one_of, utc
from models.values.evidence import EvidenceKind


class Evidence(SQLModel, table=True):
    """A picture of a unit beside its sheets (หลักฐานอื่น); never published, never edited."""

    __table_args__ = (one_of("kind", EvidenceKind),)
    id: int | None = Field(default=None, primary_key=True)
    photo_id: int = Field(foreign_key="photo.id", unique=True)
    unit_id: int = Field(foreign_key="reporting_unit.id", index=True)
    kind: EvidenceKind = closed(EvidenceKind)
    note: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who said what it shows."""
    created_at: datetime = utc()
