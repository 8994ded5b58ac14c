"""What is heard when a sheet is decided: the unit's other ballot, and the constituency's shares."""

from intake.running_shares import shares_of
from intake.sheet_readings import scans_of
from intake.sibling import STATED_TWICE, stated_by_sibling
from models.states.sheet import SheetState
from models.store import totals
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.results import PublishedSheet
from models.tables.sheets import Count, Sheet, SheetReading
from models.values.ballots import Ballot
from models.values.reading import RunningShares, Stated
from tests.fixtures.line import Line
from tests.fixtures.sheets import drawn_sheet


def test_what_the_other_ballot_states_is_heard(line: Line) -> None:
    for photo in drawn_sheet().photos:
        line.send(photo)
    line.read_all()
    (first,) = line.all(Sheet)
    (reading,) = line.all(SheetReading)
    with line.ground.database.writing() as session:
        second = Sheet(
            unit_id=first.unit_id,
            ballot=Ballot.PARTY_LIST,
            form_code="ส.ส. 5/18 (บช)",
            version=1,
            state=SheetState.COMPLETE,
            created_at=first.created_at,
        )
        session.add(second)
        session.flush()
        seen = scans_of(session, saved(second.id))
        assert seen is not None
        assert set(seen.sibling) <= set(STATED_TWICE)
        assert {k: s.value for k, s in seen.sibling.items()} == {
            k: reading.cells[k]["value"] for k in STATED_TWICE if reading.cells[k]["value"]
        }
        doubted = [s for k, s in seen.sibling.items() if not reading.cells[k]["accepted"]]
        assert all(s.chance <= 0.9 for s in doubted)
        assert stated_by_sibling(session, session.get_one(Sheet, saved(first.id))) == {}
        # Once people confirmed the first ballot, their numbers count and not the machine's.
        known = session.get_one(Sheet, saved(first.id))
        known.state = SheetState.CONFIRMED
        session.add(Count(sheet_id=saved(first.id), key="used", value=123))
        session.flush()
        assert stated_by_sibling(session, second) == {"used": Stated(123, 1.0)}
        # The constituency's shares are heard from the wanted number of other public units on.
        unit = session.get_one(ReportingUnit, 2)
        counts = {"row:1": 30, "total": 30}
        session.add(
            PublishedSheet(unit_id=2, ballot=second.ballot, sheet_id=saved(first.id), counts=counts)
        )
        totals.add(session, unit, second.ballot, counts)
        session.flush()
        heard = [scans_of(session, saved(second.id), least) for least in (0, 1, 2)]
        assert [s and s.shares for s in heard] == [None, RunningShares(1, counts), None]
        session.add(
            PublishedSheet(unit_id=1, ballot=second.ballot, sheet_id=saved(first.id), counts=counts)
        )
        session.flush()
        assert shares_of(session, second, 1) is None
