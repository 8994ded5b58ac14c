"""The list of constituencies asks the record as often for all of the country as for one."""

from sqlalchemy import event
from sqlmodel import Session

from models.store import reports
from models.store.reports import Keying
from models.tables.election import ExpectedSheet
from models.tables.geography import Constituency, Province, ReportingUnit
from models.tables.people import Role
from models.values.ballots import Ballot
from tests.fixtures.desk import DeskHouse
from tests.fixtures.small_election import NIGHT


def add_constituency(session: Session, number: int) -> None:
    """Add a constituency of province 2 with one unit."""
    session.add(Constituency(id=number, code=f"91-{number}", province_id=2, number=number,
                             on_roll=1, expected_units=0))  # fmt: skip
    session.flush()
    facts = session.get_one(ReportingUnit, 1).model_dump(exclude={"id", "code", "constituency_id"})
    unit = ReportingUnit(id=100 + number, code=f"91-{number}-1", constituency_id=number, **facts)
    session.add(unit)
    session.flush()
    form = "ส.ส. 5/18"
    session.add(ExpectedSheet(unit_id=100 + number, ballot=Ballot.CONSTITUENCY, form_code=form))
    session.flush()


def keyed(session: Session, constituency_id: int) -> None:
    """Let two people key a report that differs from the sums."""
    for person, take_keying in ((1, reports.key_first), (2, reports.key_again)):
        keying = Keying(person, f"k{person}", {"used": 400}, NIGHT)
        take_keying(session, constituency_id, Ballot.CONSTITUENCY, keying)


def test_the_list_costs_as_much_for_many_constituencies_as_for_one(each_desk: DeskHouse) -> None:
    each_desk.person("operator", Role.OPERATOR)
    browser = each_desk.sign_in("operator")
    asked: list[object] = []
    event.listen(
        each_desk.database.engine, "before_cursor_execute", lambda *said: asked.append(said)
    )

    def cost() -> int:
        asked.clear()
        page = browser.get("/review/constituencies")
        assert (page.status_code, page.text.count("/review/constituencies/")) == (200, len(own))
        return len(asked)

    own = [1]
    with each_desk.database.writing() as session:
        keyed(session, 1)
    cost()
    alone = cost()
    with each_desk.database.writing() as session:
        session.add(Province(id=2, code="91", name_th="อื่น", name_en="Other"))
        session.flush()
        for number in (2, 3, 4, 5):
            own.append(number)
            add_constituency(session, number)
            keyed(session, number)
    assert cost() == alone
