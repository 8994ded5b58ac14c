"""Objections to published numbers."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.tables.columns import closed, one_of, utc
from models.values.ballots import Ballot
from models.values.objections import ObjectionState, Objector


class Objection(SQLModel, table=True):
    """Somebody says that a published number is wrong (การทักท้วง); its ticket gets an answer.

    No name, telephone number or address is kept.
    """

    __table_args__ = (one_of("state", ObjectionState), one_of("objector", Objector))
    id: int | None = Field(default=None, primary_key=True)
    ticket: str = Field(unique=True, max_length=16)
    unit_id: int = Field(foreign_key="reporting_unit.id", index=True)
    ballot: Ballot = closed(Ballot)
    key: str = Field(max_length=40)
    shown: int | None = None
    """The public number at that time."""
    claimed: int | None = None
    """What the paper says in the objector's eyes, where they wrote it."""
    objector: Objector = closed(Objector)
    words: str = Field(default="", max_length=500)
    """They stay inside."""
    made_at: datetime = utc()
    joined_to: int | None = Field(default=None, foreign_key="objection.id", index=True)
    """The first open objection to the same number; its answer is this one's too."""
    state: ObjectionState = closed(ObjectionState, ObjectionState.RECEIVED)
    recall_id: int | None = Field(default=None, foreign_key="recall_request.id", index=True)
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = utc(nullable=True)
