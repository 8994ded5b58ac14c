"""Sheets that go back to their committee, or aside to a supervisor."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from models.states.sheet import SheetEvent
from models.store import decisions
from models.store.cases import Case
from models.store.decisions import Hand, Word
from models.tables.sheets import DecisionKind
from review.errors import NotComplete
from review.verdicts import ParkReason


class ReturnReason(StrEnum):
    """Why a sheet goes back; each has its sentence for the committee."""

    UNREADABLE = "unreadable"
    CUT_OFF = "cut_off"
    WRONG_FORM = "wrong_form"
    WRONG_UNIT = "wrong_unit"
    PAGE_MISSING = "page_missing"
    DOES_NOT_ADD_UP = "does_not_add_up"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Return:
    """A return: the reason, free words, and the fields that it is about."""

    reason: ReturnReason
    text: str
    fields: tuple[str, ...]


def return_(session: Session, case: Case, hand: Hand, why: Return, at: datetime) -> None:
    """Send a sheet back to its committee with a reason.

    Raises:
        NotComplete: another reason was chosen and not written down.
        StaleEdit: the claim was lost or the sheet changed.
    """
    if why.reason is ReturnReason.OTHER and not why.text.strip():
        raise NotComplete(codes=("reason",))
    decisions.held(session, case.sheet, hand, at)
    spoken = ": ".join(filter(None, (why.reason.value, why.text.strip())))
    decisions.write_down(session, case.sheet, hand, Word(DecisionKind.RETURN, reason=spoken), at)
    decisions.move(session, case.sheet, SheetEvent.RETURN, reason=why.reason.value)
    params = {"reason": why.reason.value, "text": why.text.strip(), "fields": list(why.fields)}
    decisions.tell_return(session, case.sheet, params, at)


def park(session: Session, case: Case, hand: Hand, text: str, at: datetime) -> None:
    """Lay a sheet aside for the supervisor, with a reason.

    Raises:
        NotComplete: no reason was written.
        StaleEdit: the claim was lost or the sheet changed.
    """
    if not text.strip():
        raise NotComplete(codes=("reason",))
    decisions.held(session, case.sheet, hand, at)
    word = Word(DecisionKind.PARK, reason=text.strip())
    decisions.write_down(session, case.sheet, hand, word, at)
    decisions.move(session, case.sheet, SheetEvent.PARK, reason=ParkReason.BY_HAND.value)


def requeue(session: Session, case: Case, hand: Hand, text: str, at: datetime) -> None:
    """Give a parked sheet to the reviewers again, as its supervisor, with a reason.

    Raises:
        NotComplete: no reason was written.
        StaleEdit: the claim was lost or the sheet changed.
        IllegalMove: the sheet is not parked.
    """
    if not text.strip():
        raise NotComplete(codes=("reason",))
    decisions.held(session, case.sheet, hand, at)
    word = Word(DecisionKind.CLEAR, reason=text.strip())
    decisions.write_down(session, case.sheet, hand, word, at)
    decisions.move(session, case.sheet, SheetEvent.CLEAR)
