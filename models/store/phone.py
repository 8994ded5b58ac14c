"""The phone desk in the record: sheets without a photo, calls, and which units to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.errors import StaleEdit
from models.states.sheet import SheetState
from models.store import audit, sheets
from models.store.people import Areas
from models.store.queue import is_photographed
from models.store.rows import saved
from models.store.sealing import seal
from models.tables.calls import CallOutcome, PhoneCall
from models.tables.election import ExpectedSheet
from models.tables.geography import ReportingUnit
from models.tables.people import Person
from models.tables.sheets import Decision, Sheet
from models.values.ballots import Ballot

BY_FILE = "import: "
"""How the reason of a first look begins whose numbers came in a file."""
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it is noted: to which unit, about which sheet, with whom, and what came of it."""

    unit_id: int
    outcome: CallOutcome
    spoke_with: str = ""
    words: str = ""
    sheet_id: int | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who called, and when; `key` names the person in the audit log."""

    person_id: int
    key: str
    at: datetime


def open_keyed(session: Session, unit: ReportingUnit, ballot: Ballot, at: datetime) -> Sheet:
    """Open a sheet for totals that come by phone.

    Raises:
        StaleEdit: the unit does not owe this ballot, or something of it is there already.
    """
    # One after the other: two who key one unit at the same time must not open it twice.
    session.exec(select(ReportingUnit.id).where(ReportingUnit.id == unit.id).with_for_update())
    expected = owed(session, unit, ballot)
    newest = sheets.newest(session, saved(unit.id), ballot)
    if expected is None or (newest and newest.state is not SheetState.SUPERSEDED):
        raise StaleEdit(f"unit {unit.id}")
    return sheets.open_version(session, expected, newest.version + 1 if newest else 1, at)


def owed(session: Session, unit: ReportingUnit, ballot: Ballot) -> ExpectedSheet | None:
    """Return the sheet that a unit owes for a ballot, None where it owes none."""
    query = select(ExpectedSheet).where(
        ExpectedSheet.unit_id == unit.id, ExpectedSheet.ballot == ballot
    )
    return session.exec(query).first()


def ballots(session: Session) -> Sequence[Ballot]:
    """Return the ballots of which sheets are expected."""
    return sorted(Ballot(b) for b in session.exec(select(ExpectedSheet.ballot).distinct()))


def keyed_sheets(session: Session, areas: Areas) -> Sequence[tuple[Sheet, ReportingUnit]]:
    """Return the sheets without a photo that are not settled, oldest first."""
    query = (
        select(Sheet, ReportingUnit)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(
            areas.holds(),
            col(Sheet.state).in_((SheetState.IN_REVIEW, SheetState.PARKED, SheetState.CONFIRMED)),
            ~is_photographed(),
        )
        .order_by(col(Sheet.id))
    )
    return session.exec(query.limit(_SHOWN)).all()


def from_file(session: Session, sheet_ids: Sequence[int]) -> frozenset[int]:
    """Return those of the sheets whose totals came in a file."""
    query = select(Decision.sheet_id).where(
        col(Decision.sheet_id).in_(sheet_ids), col(Decision.reason).startswith(BY_FILE)
    )
    return frozenset(session.exec(query))


def note_call(session: Session, call: Call, caller: Caller) -> PhoneCall:
    """Write a call down."""
    row = PhoneCall(
        unit_id=call.unit_id,
        sheet_id=call.sheet_id,
        person_id=caller.person_id,
        outcome=call.outcome,
        spoke_with=call.spoke_with,
        words=call.words,
        at=caller.at,
    )
    session.add(row)
    session.flush()
    audit.append(
        session,
        at=caller.at,
        actor=caller.key,
        action="phone call",
        subject=f"unit:{call.unit_id}",
        after={
            "outcome": call.outcome.value,
            "spoke_with": seal(session, caller.person_id, call.spoke_with),
            "words": seal(session, caller.person_id, call.words),
        },
    )
    return row


def calls_in(session: Session, areas: Areas) -> Sequence[tuple[PhoneCall, ReportingUnit, Person]]:
    """Return the calls to units of the areas, newest first."""
    query = (
        select(PhoneCall, ReportingUnit, Person)
        .join(ReportingUnit, col(ReportingUnit.id) == col(PhoneCall.unit_id))
        .join(Person, col(Person.id) == col(PhoneCall.person_id))
        .where(areas.holds())
        .order_by(col(PhoneCall.id).desc())
    )
    return session.exec(query.limit(_SHOWN)).all()
