"""A unit becomes public once, whole, in order and under the cap."""

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select, text

from models.database import Database
from models.errors import IllegalMove
from models.states.constituency import ConstituencyState
from models.states.unit import UnitState
from models.store import releases, totals
from models.store.rows import saved
from models.tables.election import Election
from models.tables.geography import Constituency, ReportingUnit
from models.tables.results import Correction, PublishedSheet, Release
from models.values.ballots import Ballot, Stream
from results import release
from tests.integration.results.electorate import (
    BALLOTS,
    confirm,
    confirm_both,
    found,
    invented_counts,
    later,
    public_units,
    recall,
    unit_of,
)

CONSTITUENCY, PARTY_LIST = BALLOTS


def test_one_ballot_alone_is_not_public(database: Database) -> None:
    with database.writing() as session:
        found(session, units=4)
        unit = unit_of(session, "SM-1-U001")
        confirm(session, unit, CONSTITUENCY, invented_counts(CONSTITUENCY, 1), later(5))
        assert unit.state is UnitState.PARTLY_CONFIRMED
        assert session.exec(select(PublishedSheet)).all() == []


def test_both_ballots_make_a_unit_public_at_once(database: Database) -> None:
    with database.writing() as session:
        found(session, units=4)
        unit = confirm_both(session, "SM-1-U001", 5, seed=3)
        assert unit.state is UnitState.RELEASED
        sums = totals.running(session, 1)
        for ballot in BALLOTS:
            for key, value in invented_counts(ballot, 3).items():
                assert sums[(Stream.ELECTION_DAY, ballot, key)] == value


def test_a_recall_waits_for_whoever_moves_the_unit(postgres: Database) -> None:
    """Two sessions: without the constituency's lock the recall wrote over what was confirmed."""
    with postgres.writing() as session:
        found(session, units=4)
        unit_id = unit_of(session, "SM-1-U001").id
        counts = invented_counts(CONSTITUENCY, 1)
        confirm(session, unit_of(session, "SM-1-U001"), CONSTITUENCY, counts, later(-9))
    with postgres.writing() as late, postgres.writing() as other, Session(postgres.engine) as third:
        seen = late.get_one(ReportingUnit, unit_id)
        assert seen.state is UnitState.PARTLY_CONFIRMED
        unit = other.get_one(ReportingUnit, unit_id)
        confirm(other, unit, PARTY_LIST, invented_counts(PARTY_LIST, 1), later(-8))
        third.execute(text("SET LOCAL lock_timeout = 1"))
        [sheet] = releases.confirmed_sheets(third, saved(unit_id))
        with pytest.raises(OperationalError, match="lock timeout"):
            release.on_recalled(third, sheet, later(-7))
        third.rollback()
        other.commit()
        recall(late, seen, CONSTITUENCY, later(-7))
    with postgres.reading() as session:
        unit = unit_of(session, "SM-1-U001")
        assert unit.state is UnitState.PARTLY_CONFIRMED
        assert [s.ballot for s in releases.confirmed_sheets(session, unit.id)] == [PARTY_LIST]


def test_nothing_is_public_before_the_opening_then_all_in_order(database: Database) -> None:
    with database.writing() as session:
        found(session, units=4, sets=0)
        for minutes, code in ((-30, "SM-1-U003"), (-20, "SM-1-U001"), (-10, "SM-1-U002")):
            confirm_both(session, code, minutes)
        assert public_units(session) == set()
        assert release.release_due(session, later(-1)) == 0
        assert release.release_due(session, later(0)) == 3
        order = session.exec(select(Release.unit_id).order_by(Release.sequence)).all()
        codes = [session.get_one(ReportingUnit, unit_id).code for unit_id in order]
        assert codes == ["SM-1-U003", "SM-1-U001", "SM-1-U002"]


def test_the_cap_withholds_the_last_units(database: Database) -> None:
    with database.writing() as session:
        found(session, units=20, sets=1)
        for n in range(1, 21):
            confirm_both(session, f"SM-1-U{n:03}", n)
        last = unit_of(session, "SM-1-U020")
        assert len(public_units(session)) == 19
        assert last.state is UnitState.WITHHELD
        assert last.state_reason == release.CAP
        assert session.get_one(Constituency, 1).state is ConstituencyState.CAPPED


def test_counting_sets_are_outside_the_cap(database: Database) -> None:
    with database.writing() as session:
        found(session, units=2, sets=1)
        confirm_both(session, "SM-1-U001", 1)
        confirm_both(session, "SM-1-U002", 2)
        counting_set = confirm_both(session, "SM-1-S001", 3)
        assert counting_set.state is UnitState.RELEASED
        assert len(public_units(session)) == 2


def test_a_sheet_without_a_photo_waits_for_consolidation(database: Database) -> None:
    with database.writing() as session:
        found(session, units=4)
        keyed = confirm_both(session, "SM-1-U001", 1, photo=False)
        shown = confirm_both(session, "SM-1-U002", 2)
        assert keyed.state_reason == release.NO_PHOTO
        assert public_units(session) == {shown.id}
        session.get_one(Constituency, 1).state = ConstituencyState.CONSOLIDATED
        assert release.release_due(session, later(9)) == 1
        assert public_units(session) == {shown.id, keyed.id}


def test_a_paused_constituency_releases_nothing(database: Database) -> None:
    with database.writing() as session:
        found(session, units=4)
        release.release_due(session, later(0))
        session.get_one(Constituency, 1).state = ConstituencyState.PAUSED
        unit = confirm_both(session, "SM-1-U001", 1)
        assert unit.state is UnitState.COMPLETE
        assert public_units(session) == set()


def test_a_recalled_public_unit_stays_public_marked_and_is_corrected_by_name(
    database: Database,
) -> None:
    with database.writing() as session:
        found(session, units=4)
        unit = confirm_both(session, "SM-1-U001", 1, seed=3)
        recall(session, unit, CONSTITUENCY, later(2))
        assert releases.release_of(session, unit.id).is_rechecked
        before = totals.running(session, 1)
        counts = invented_counts(CONSTITUENCY, 3)
        counts |= {"row:1": counts["row:1"] + 4, "row:2": counts["row:2"] - 4}
        confirm(session, unit, CONSTITUENCY, counts, later(3))
        after = totals.running(session, 1)
        entered = session.exec(select(Correction)).all()
        assert {(c.key, c.new_value - c.old_value) for c in entered} == {
            ("row:1", 4),
            ("row:2", -4),
        }
        assert {c.reason for c in entered} == {"อ่านเลขผิด · misread digit"}
        assert {k[2] for k in after if after[k] != before[k]} == {"row:1", "row:2"}
        assert not releases.release_of(session, unit.id).is_rechecked


def test_a_recalled_unit_keeps_its_slot_under_the_cap(database: Database) -> None:
    with database.writing() as session:
        found(session, units=4, sets=0)
        first = confirm_both(session, "SM-1-U001", -9)
        recall(session, first, PARTY_LIST, later(-8))
        for n in (2, 3, 4):
            confirm_both(session, f"SM-1-U{n:03}", n)
        assert len(public_units(session)) == 2
        confirm(session, first, PARTY_LIST, invented_counts(PARTY_LIST, 1), later(9))
        assert first.state is UnitState.RELEASED
        assert len(public_units(session)) == 3


def test_a_suspended_unit_takes_no_confirmation(database: Database) -> None:
    with database.writing() as session:
        found(session, units=2)
        unit = unit_of(session, "SM-1-U001")
        unit.state = UnitState.SUSPENDED
        with pytest.raises(IllegalMove):
            confirm(session, unit, CONSTITUENCY, invented_counts(CONSTITUENCY, 1), later(1))


@pytest.mark.parametrize(("units", "cap"), [(1, 0), (19, 18), (20, 19), (100, 95), (301, 285)])
def test_the_cap_is_exact(units: int, cap: int) -> None:
    constituency = Constituency(code="X", province_id=1, number=1, on_roll=0, expected_units=units)
    assert release.cap_of(constituency, Election(settings={})) == cap


def test_release_works_the_same_on_postgresql(postgres: Database) -> None:
    with postgres.writing() as session:
        found(session, units=4)
        unit = confirm_both(session, "SM-1-U001", 1, seed=2)
        recall(session, unit, Ballot.CONSTITUENCY, later(2))
        confirm(session, unit, CONSTITUENCY, invented_counts(CONSTITUENCY, 5), later(3))
        assert totals.differences(session, 1) == {}
        assert session.exec(select(Correction)).all()


def test_a_recount_adds_sheets_of_any_shape(each_database: Database) -> None:
    whole, other = (invented_counts(CONSTITUENCY, seed) for seed in (2, 3))
    shorter = {key: other[key] for key in reversed(other) if key != "row:4"}
    with each_database.writing() as session:
        found(session, units=4)
        for code, counts in (("SM-1-U001", whole), ("SM-1-U002", shorter)):
            confirm(session, unit_of(session, code), CONSTITUENCY, counts, later(1))
            party_list = invented_counts(PARTY_LIST, 4)
            confirm(session, unit_of(session, code), PARTY_LIST, party_list, later(2))
        sums = totals.all_recomputed(session)[1]
        first = {key: n for (_, ballot, key), n in sums.items() if ballot is CONSTITUENCY}
        assert first == {key: n + shorter.get(key, 0) for key, n in whole.items()}
        second = {key: n for (_, ballot, key), n in sums.items() if ballot is PARTY_LIST}
        assert second == {key: 2 * n for key, n in party_list.items()}
        assert totals.all_differences(session) == {}
