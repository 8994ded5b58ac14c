"""The constituency's statistics are those of its confirmed sheets, without the unit asked about."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.election.demo import demo_counts
from models.checks.so_far import SoFar
from models.database import Database
from models.states.sheet import SheetState
from models.store.register import unit_by_code
from models.store.so_far import so_far, twin_of
from models.tables.geography import ReportingUnit
from models.tables.sheets import Count, Sheet
from models.values.ballots import Ballot, Stream
from tests.integration.models.filling import load_without_people

AT = datetime(2027, 2, 14, 14, 0, tzinfo=UTC)
BALLOT = Ballot.CONSTITUENCY


@pytest.fixture
def session(each_database: Database, tmp_path: Path) -> Iterator[Session]:
    load_without_people(each_database, tmp_path / "folder")
    with each_database.writing() as opened:
        yield opened


def confirm(
    session: Session, unit: ReportingUnit, state: SheetState = SheetState.CONFIRMED
) -> None:
    assert unit.id is not None
    sheet = Sheet(unit_id=unit.id, ballot=BALLOT, form_code="ส.ส. 5/18", state=state, created_at=AT)
    session.add(sheet)
    session.flush()
    assert sheet.id is not None
    counts = demo_counts()[(unit.code, BALLOT)]
    session.add_all(Count(sheet_id=sheet.id, key=k, value=v) for k, v in counts.items())
    session.flush()


def test_the_statistics_are_those_of_the_other_units(session: Session) -> None:
    asked = unit_by_code(session, "TKM0101-001")
    assert so_far(session, asked, BALLOT) is None
    wanted = select(ReportingUnit).where(
        ReportingUnit.constituency_id == asked.constituency_id,
        ReportingUnit.stream == Stream.ELECTION_DAY,
    )
    six = session.exec(wanted.order_by(ReportingUnit.code).limit(6)).all()
    for unit in six:
        confirm(session, unit)
    others = [u for u in six if u.code != asked.code]
    found = so_far(session, asked, BALLOT)
    assert found == SoFar.of([demo_counts()[(u.code, BALLOT)] for u in others])
    assert found is not None
    assert found.units == 5


def test_what_is_not_confirmed_or_elsewhere_does_not_count(session: Session) -> None:
    asked = unit_by_code(session, "TKM0101-001")
    confirm(session, unit_by_code(session, "TKM0101-002"), SheetState.IN_REVIEW)
    confirm(session, unit_by_code(session, "TKM0301-001"))
    confirm(session, unit_by_code(session, "TKM_1-I01"))
    assert so_far(session, asked, BALLOT) is None


def test_a_twin_has_every_count_alike(session: Session) -> None:
    unit = unit_by_code(session, "TKM0101-001")
    confirm(session, unit_by_code(session, "TKM0101-002"))
    same = demo_counts()[("TKM0101-002", BALLOT)]
    assert twin_of(session, unit, BALLOT, same) == "TKM0101-002"
    assert twin_of(session, unit, BALLOT, {**same, "row:3": None}) is None
    changed = {**same, "row:1": same["row:1"] + 1, "row:2": same["row:2"] - 1}
    assert twin_of(session, unit, BALLOT, changed) is None
    assert twin_of(session, unit, Ballot.PARTY_LIST, same) is None
    assert session.exec(select(Sheet)).one()
