"""Totals that come by phone: keyed with a check total by one person, called back by another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.store import phone
from models.store.cases import Case
from models.store.decisions import Hand
from models.store.phone import Call, Caller
from models.tables.calls import CallOutcome
from models.tables.geography import ReportingUnit
from models.tables.sheets import Sheet
from models.values.ballots import Ballot
from models.values.dictated import check_total
from models.values.findings import Finding
from review.errors import NotComplete
from review.keyed_totals import Totals, key_totals


@dataclass(frozen=True, slots=True)
class Told:
    """What was said on the phone: numbers, check total, by whom; `seen` are rules shown before."""

    values: Mapping[str, int]
    keys: tuple[str, ...]
    """The lines of the form in the order in which they were read out."""
    total: int | None
    spoke_with: str
    seen: frozenset[str] = frozenset()


def take_totals(
    session: Session, place: tuple[ReportingUnit, Ballot], told: Told, hand: Hand, at: datetime
) -> tuple[Sheet, tuple[Finding, ...]]:
    """Key a sheet from the phone; returns it with findings that must be read out again first.

    Where there are such findings nothing is kept: the caller rolls back.

    Raises:
        NotComplete: nobody's name was noted, or the check total is another one.
        StaleEdit: something of the sheet is there already.
    """
    if not told.spoke_with.strip():
        raise NotComplete(codes=("spoke_with",))
    if told.total != check_total(told.values, told.keys):
        raise NotComplete(codes=("check_total",))
    why = f"phone: {told.spoke_with.strip()}"
    return key_totals(session, place, Totals(told.values, why, told.seen), hand, at)


def note_call_back(session: Session, case: Case, spoke_with: str, hand: Hand, at: datetime) -> None:
    """Note the second person's call about totals without a photo.

    Raises:
        NotComplete: nobody's name was noted.
    """
    if not spoke_with.strip():
        raise NotComplete(codes=("spoke_with",))
    call = Call(
        unit_id=case.sheet.unit_id,
        outcome=CallOutcome.VERIFIED,
        spoke_with=spoke_with.strip(),
        sheet_id=case.sheet_id,
    )
    phone.note_call(session, call, Caller(hand.person_id, hand.key, at))
