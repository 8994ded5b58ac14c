"""A constituency as its clerk sees it: counting sets, orders about units, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from models.errors import NotFound
from models.states.sheet import SheetState
from models.states.unit import UNIT, UnitEvent, UnitState
from models.store import audit
from models.store.consolidation import NOT_COUNTED
from models.store.envelopes import Noter
from models.store.people import Areas
from models.store.rows import saved
from models.tables.audit import AuditEntry
from models.tables.election import ExpectedSheet
from models.tables.geography import Constituency, Province, ReportingUnit
from models.tables.sheets import Sheet
from models.values.ballots import Ballot, UnitKind


@dataclass(frozen=True, slots=True)
class SetSheet:
    """A sheet that a counting set owes: None where nothing came yet."""

    unit: ReportingUnit
    ballot: Ballot
    form_code: str
    sheet: Sheet | None


@dataclass(frozen=True, slots=True)
class Ordered:
    """A unit that does not count, and how often this was ordered for it (recount 2)."""

    unit: ReportingUnit
    times: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Units of a constituency by what consolidation means for them."""

    expected: int
    """Polling units that are to report."""
    public: int
    """Polling units in the sums."""
    sets: int
    """Counting sets in the sums."""
    withheld: int
    one_ballot: int
    """Confirmed for some of their ballots only."""


def constituencies_in(session: Session, areas: Areas) -> Sequence[Constituency]:
    """Return the constituencies that somebody is responsible for as a whole."""
    query = select(Constituency).order_by(col(Constituency.code))
    if not areas.is_nation:
        query = query.where(
            col(Constituency.id).in_(areas.constituencies)
            | col(Constituency.province_id).in_(areas.provinces)
        )
    return session.exec(query).all()


def provinces_of(session: Session, found: Sequence[Constituency]) -> dict[int, Province]:
    """Return the provinces of some constituencies by their ids."""
    wanted = {c.province_id for c in found}
    rows = session.exec(select(Province).where(col(Province.id).in_(wanted)))
    return {saved(row.id): row for row in rows}


def constituency_in(session: Session, constituency_id: int, areas: Areas) -> Constituency:
    """Return one of them.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = [c for c in constituencies_in(session, areas) if c.id == constituency_id]
    if not found:
        raise NotFound("constituency")
    return found[0]


def sets_of(session: Session, constituency_id: int) -> list[SetSheet]:
    """Return every sheet that counting sets owe, with its newest version."""
    rows = session.exec(
        select(ReportingUnit, ExpectedSheet)
        .join(ExpectedSheet, col(ExpectedSheet.unit_id) == col(ReportingUnit.id))
        .where(
            ReportingUnit.constituency_id == constituency_id,
            ReportingUnit.kind == UnitKind.COUNTING_SET,
        )
        .order_by(col(ReportingUnit.stream), col(ReportingUnit.number), col(ExpectedSheet.ballot))
    ).all()
    ids = {saved(unit.id) for unit, _ in rows}
    sheets = session.exec(
        select(Sheet).where(col(Sheet.unit_id).in_(ids)).order_by(col(Sheet.version))
    )
    newest = {(s.unit_id, s.ballot): s for s in sheets if s.state is not SheetState.SUPERSEDED}
    return [
        SetSheet(unit, e.ballot, e.form_code, newest.get((saved(unit.id), e.ballot)))
        for unit, e in rows
    ]


def progress_of(session: Session, constituency_id: int) -> Progress:
    """Return how far a constituency has come."""
    query = select(ReportingUnit.kind, ReportingUnit.state, func.count()).where(
        ReportingUnit.constituency_id == constituency_id
    )
    rows = session.exec(query.group_by(col(ReportingUnit.kind), col(ReportingUnit.state))).all()
    found = {(UnitKind(kind), UnitState(state)): number for kind, state, number in rows}

    def both(state: UnitState) -> int:
        return sum(found.get((kind, state), 0) for kind in UnitKind)

    return Progress(
        expected=session.get_one(Constituency, constituency_id).expected_units,
        public=found.get((UnitKind.POLLING_UNIT, UnitState.RELEASED), 0),
        sets=found.get((UnitKind.COUNTING_SET, UnitState.RELEASED), 0),
        withheld=both(UnitState.WITHHELD),
        one_ballot=both(UnitState.PARTLY_CONFIRMED),
    )


def unit_of_code(session: Session, constituency_id: int, code: str) -> ReportingUnit:
    """Return the unit of a code, its row locked.

    Raises:
        NotFound: the constituency has no such unit.
    """
    query = select(ReportingUnit).where(
        ReportingUnit.constituency_id == constituency_id, ReportingUnit.code == code.strip()
    )
    unit = session.exec(query.with_for_update()).first()
    if unit is None:
        raise NotFound("unit")
    return unit


def ordered_units(session: Session, constituency_id: int) -> list[Ordered]:
    """Return the units that do not count, each with its reason in `state_reason`."""
    query = select(ReportingUnit).where(
        ReportingUnit.constituency_id == constituency_id,
        col(ReportingUnit.state).in_(NOT_COUNTED),
    )
    units = session.exec(query.order_by(col(ReportingUnit.code))).all()
    return [Ordered(u, times_ordered(session, u, _EVENTS[u.state])) for u in units]


def times_ordered(session: Session, unit: ReportingUnit, event: UnitEvent) -> int:
    """Return how often an order was given for a unit."""
    query = select(func.count(col(AuditEntry.id))).where(
        AuditEntry.subject == f"unit:{unit.id}", AuditEntry.action == event.value
    )
    return session.exec(query).one()


def give_order(
    session: Session, unit: ReportingUnit, event: UnitEvent, reason: str, noter: Noter
) -> None:
    """Suspend a unit, order a recount, a new vote or no count, or take that back; with a reason.

    Raises:
        IllegalMove: the unit is public, or has no order to take back.
    """
    before = {"state": unit.state.value, "reason": unit.state_reason}
    unit.state = UNIT.after(unit.state, event)
    unit.state_reason = None if event is UnitEvent.RESUME else reason
    session.flush()
    audit.append(
        session,
        at=noter.at,
        actor=noter.key,
        action=event.value,
        subject=f"unit:{unit.id}",
        before=before,
        after={"state": unit.state.value, "reason": reason},
    )


_EVENTS = {
    UnitState.SUSPENDED: UnitEvent.SUSPEND,
    UnitState.RECOUNT: UnitEvent.ORDER_RECOUNT,
    UnitState.REVOTE: UnitEvent.ORDER_REVOTE,
    UnitState.NO_COUNT: UnitEvent.ORDER_NO_COUNT,
}
