"""Reports ส.ส. 6/1 keyed twice, and what a constituency still waits for."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from models.checks.consolidation import Difference
from models.database import Database
from models.errors import NotFound, SecondPersonNeeded
from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.store import consolidation, reports
from models.store.consolidation import Wait, Waiting
from models.store.reports import Keying
from models.tables.geography import ReportingUnit
from models.tables.sheets import Count, Sheet
from models.values.ballots import Ballot
from tests.fixtures.desk import COUNTS
from tests.fixtures.small_election import NIGHT, make_election

ONE, TWO = 1, 2
BALLOT = Ballot.CONSTITUENCY
PARTY = Waiting(Ballot.PARTY_LIST, Wait.NO_REPORT)


def confirmed(session: Session, unit_id: int, version: int = 1, **other: int) -> None:
    form = "ส.ส. 5/18"
    sheet = Sheet(unit_id=unit_id, ballot=BALLOT, form_code=form, version=version,
                  state=SheetState.CONFIRMED, created_at=NIGHT)  # fmt: skip
    session.add(sheet)
    session.flush()
    counts = {**COUNTS, **other}
    session.add_all(Count(sheet_id=sheet.id or 0, key=k, value=v) for k, v in counts.items())
    session.flush()


def keying(person_id: int, values: dict[str, int], minutes: int = 0) -> Keying:
    return Keying(person_id, f"k{person_id}", values, NIGHT + timedelta(minutes=minutes))


def test_the_way_of_a_report(each_database: Database) -> None:
    with each_database.writing() as session:
        make_election(session, units=3)
        confirmed(session, 1)
        confirmed(session, 2, **{"row:4": 60, "row:5": 20})
        sums = consolidation.sums_of(session, 1, BALLOT)
        assert (sums["used"], sums["row:4"], sums["on_roll"]) == (800, 130, 1000)
        nobody = (Waiting(BALLOT, Wait.NO_REPORT), PARTY)
        assert consolidation.waits_for(session, 1) == nobody

        slip = {**sums, "row:5": 33}
        reports.key_first(session, 1, BALLOT, keying(ONE, slip))
        with pytest.raises(SecondPersonNeeded):
            reports.key_again(session, 1, BALLOT, keying(ONE, slip))
        report = reports.key_again(session, 1, BALLOT, keying(TWO, {**sums, "used": 799}, 1))
        assert reports.disputed(report) == ("used", "row:5")
        assert consolidation.waits_for(session, 1)[0].why is Wait.ONE_KEYING
        with pytest.raises(SecondPersonNeeded):
            reports.key_again(session, 1, BALLOT, keying(3, sums))

        # Both look at the paper again; what nobody disputes cannot be touched.
        reports.key_again(session, 1, BALLOT, keying(ONE, {"row:5": 30, "good": 1}))
        report = reports.key_again(session, 1, BALLOT, keying(TWO, {"used": 800}))
        assert reports.is_agreed(report)
        assert report.first_values["good"] == sums["good"]
        assert consolidation.waits_for(session, 1) == (PARTY,)


def test_a_difference_waits_for_its_explanation(each_database: Database) -> None:
    with each_database.writing() as session:
        make_election(session, units=3)
        confirmed(session, 1)
        sums = consolidation.sums_of(session, 1, BALLOT)
        official = {**sums, "invalid": 13}
        reports.key_first(session, 1, BALLOT, keying(ONE, official))
        report = reports.key_again(session, 1, BALLOT, keying(TWO, official))
        gap = (Difference("invalid", 13, 12),)
        assert consolidation.waits_for(session, 1)[0] == Waiting(BALLOT, Wait.UNEXPLAINED, gap)
        reports.explain(session, report, keying(TWO, {}), {"invalid": "หน่วย 3 ส่งแบบช้า"})
        assert consolidation.waits_for(session, 1) == (PARTY,)


def test_what_does_not_count_is_in_no_sum(each_database: Database) -> None:
    with each_database.writing() as session:
        make_election(session, units=3)
        confirmed(session, 1)
        confirmed(session, 2)
        confirmed(session, 3, **{"row:1": 1})
        confirmed(session, 3, version=2, **{"row:1": 201})
        session.get_one(ReportingUnit, 2).state = UnitState.NO_COUNT
        session.flush()
        assert consolidation.sums_of(session, 1, BALLOT)["row:1"] == 401


def test_nobody_is_second_to_nothing(database: Database) -> None:
    with database.writing() as session:
        make_election(session)
        with pytest.raises(NotFound):
            reports.key_again(session, 1, BALLOT, keying(ONE, {}))
