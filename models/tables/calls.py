"""Phone calls to units: who called whom, and what was said."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.tables.columns import closed, one_of, utc


class CallOutcome(StrEnum):
    """What came of a call."""

    VERIFIED = "verified"
    """The unit read the same numbers out."""
    DIFFERS = "differs"
    """The unit says other numbers."""
    WILL_SEND = "will_send"
    """The unit will send a photo."""
    NO_ANSWER = "no_answer"


class PhoneCall(SQLModel, table=True):
    """A call to a unit's committee (โทรสอบถามหน่วย); added, never edited."""

    __tablename__ = "phone_call"
    __table_args__ = (one_of("outcome", CallOutcome),)
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="reporting_unit.id", index=True)
    sheet_id: int | None = Field(default=None, foreign_key="sheet.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    outcome: CallOutcome = closed(CallOutcome)
    spoke_with: str = Field(default="", max_length=80)
    words: str = Field(default="", max_length=500)
    at: datetime = utc(index=True)
