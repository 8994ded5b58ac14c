"""R602-R607 hold after every step of any night: confirmations, recalls, pauses, orders, times."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from models.database import Database
from models.states.constituency import CONSTITUENCY, ConstituencyEvent, ConstituencyState
from models.states.sheet import SheetState
from models.states.unit import UNIT, UnitEvent, UnitState
from models.store import releases, totals
from models.tables.election import Election
from models.tables.geography import Constituency, ReportingUnit
from models.tables.people import Person
from models.tables.results import Correction, PublishedSheet, Release
from models.tables.sheets import Sheet
from models.values.ballots import Ballot, UnitKind
from results import release, stages
from tests.integration.results.electorate import (
    BALLOTS,
    confirm,
    found,
    invented_counts,
    later,
    recall,
)

UNITS, SETS, CAP = 6, 1, 3
UNDER_ORDER = {UnitState.REVOTE}
"""No other order is given here, and none is lifted."""

steps = st.lists(
    st.tuples(
        st.sampled_from(
            ("complete",) * 3 + ("confirm", "recall", "pass_time", "pause", "resume", "withdraw")
        ),
        st.integers(1, UNITS + SETS),
        st.sampled_from(BALLOTS),
        st.integers(1, 50),
    ),
    min_size=15,
    max_size=40,
)


@dataclass
class Night:
    """What an onlooker has seen so far; it knows none of the classes under test."""

    minutes: float = -10
    sequence: dict[int, int] = field(default_factory=dict)
    public: dict[tuple[int, str, str], int] = field(default_factory=dict)
    corrections: int = 0


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps)
def test_any_order_keeps_the_rules(
    database: Database, night: list[tuple[str, int, Ballot, int]]
) -> None:
    with Session(database.engine) as session:
        found(session, units=UNITS, sets=SETS)
        session.get_one(Election, 1).settings = {"cap_share": 0.5}
        seen = Night()
        for what, unit_id, ballot, seed in night:
            seen.minutes += 1
            happen(session, what, session.get_one(ReportingUnit, unit_id), (ballot, seed), seen)
            session.flush()
            look(session, seen)
        session.rollback()


def happen(
    session: Session, what: str, unit: ReportingUnit, which: tuple[Ballot, int], seen: Night
) -> None:
    ballot, seed = which
    at = later(seen.minutes)
    confirmed = {s.ballot for s in releases.confirmed_sheets(session, unit.id)}
    if unit.state in UNDER_ORDER and what not in ("pass_time", "pause", "resume"):
        return
    asked = set(BALLOTS) if what == "complete" else {ballot} if what == "confirm" else set()
    for missing in sorted(asked - confirmed):
        has_photo = unit.id != UNITS
        confirm(session, unit, missing, invented_counts(missing, seed), at, photo=has_photo)
    if what == "recall" and ballot in confirmed:
        recall(session, unit, ballot, at)
    elif what == "pass_time":
        seen.minutes += 5
        release.release_due(session, later(seen.minutes))
    elif what == "withdraw" and UNIT.allows(unit.state, UnitEvent.ORDER_REVOTE):
        person = session.get_one(Person, 1)
        stages.withdraw(session, unit, person, at, ("revote", "สั่งใหม่ · ordered"))
    elif what in ("pause", "resume"):
        pause_or_resume(session, what, at)


def pause_or_resume(session: Session, what: str, at: datetime) -> None:
    place = session.get_one(Constituency, 1)
    if CONSTITUENCY.allows(place.state, ConstituencyEvent(what)):
        person = session.get_one(Person, 1)
        more = ("ไฟฟ้าดับ",) if what == "pause" else ()
        getattr(stages, what)(session, place, person, at, *more)


def look(session: Session, seen: Night) -> None:
    rows = session.exec(select(Release)).all()
    public = [r for r in rows if r.released_at is not None]
    shown = {r.unit_id for r in public} - ordered(session)
    assert seen.minutes >= 0 or not public
    whole_units(session, shown)
    under_the_cap(session, public)
    in_order(session, rows, seen)
    if session.get_one(Constituency, 1).state is ConstituencyState.PAUSED:
        assert shown <= {unit_id for unit_id, *_ in seen.public}
    only_by_corrections(session, shown, seen)
    assert totals.differences(session, 1) == {}


def ordered(session: Session) -> set[int]:
    """Return the units whose numbers were taken out by order: R602 all ballots together."""
    under = select(ReportingUnit.id).where(ReportingUnit.state.in_(UNDER_ORDER))
    return set(session.exec(under))


def whole_units(session: Session, public: set[int]) -> None:
    """R602: both ballots, each confirmed, or marked while one is looked at again."""
    for unit_id in public:
        ballots = set(
            session.exec(select(PublishedSheet.ballot).where(PublishedSheet.unit_id == unit_id))
        )
        assert ballots == set(BALLOTS)
        states = session.exec(select(Sheet.state).where(Sheet.unit_id == unit_id)).all()
        marked = releases.release_of(session, unit_id).is_rechecked
        assert marked == any(s is not SheetState.CONFIRMED for s in states)
        if not marked:
            shows_what_was_confirmed(session, unit_id)
    all_public = set(session.exec(select(PublishedSheet.unit_id)))
    assert all_public == public


def shows_what_was_confirmed(session: Session, unit_id: int) -> None:
    for sheet in releases.confirmed_sheets(session, unit_id):
        shown = releases.published_sheets(session, unit_id)[sheet.ballot]
        assert shown.sheet_id == sheet.id
        assert shown.counts == releases.counts_of(session, sheet)


def under_the_cap(session: Session, public: list[Release]) -> None:
    """R603: half of six units are three in this election; counting sets do not count."""
    kinds = [session.get_one(ReportingUnit, r.unit_id).kind for r in public]
    assert kinds.count(UnitKind.POLLING_UNIT) <= CAP


def in_order(session: Session, rows: list[Release], seen: Night) -> None:
    """R604: a number once taken stays; nobody complete is overtaken but for the cap or a photo."""
    for row in rows:
        assert seen.sequence.setdefault(row.unit_id, row.sequence) == row.sequence
    assert sorted(seen.sequence.values()) == list(range(1, len(rows) + 1))
    assert session.get_one(Constituency, 1).next_sequence == len(rows) + 1
    for row in waiting_in_order(session, rows, seen):
        assert session.get_one(ReportingUnit, row.unit_id).state_reason in {"cap", "no_photo"}


def waiting_in_order(session: Session, rows: list[Release], seen: Night) -> Iterator[Release]:
    for row in rows:
        confirmed = releases.confirmed_sheets(session, row.unit_id)
        opened = session.get_one(Constituency, 1).state not in ("closed", "paused")
        if row.unit_id in ordered(session):
            continue
        if row.released_at is None and len(confirmed) == 2 and opened and seen.minutes >= 0:
            yield row


def only_by_corrections(session: Session, public: set[int], seen: Night) -> None:
    """R606: a public number changes only with a correction that names old and new."""
    now = {
        (sheet.unit_id, sheet.ballot.value, key): value
        for sheet in session.exec(select(PublishedSheet))
        for key, value in sheet.counts.items()
    }
    entered = session.exec(select(Correction).order_by(Correction.id)).all()
    expected = dict(seen.public)
    for c in entered[seen.corrections :]:
        assert expected[(c.unit_id, c.ballot.value, c.key)] == c.old_value
        expected[(c.unit_id, c.ballot.value, c.key)] = c.new_value
    left = {k: value for k, value in expected.items() if value is not None}
    assert {k: now.get(k) for k in expected} == {k: left.get(k) for k in expected}
    assert {k[0] for k in now} == public
    seen.public, seen.corrections = now, len(entered)
