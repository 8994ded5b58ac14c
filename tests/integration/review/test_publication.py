"""Publication of a constituency: pause with a reason, consolidation and certification by two."""

import csv
import io

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from models.states.constituency import ConstituencyState
from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.store import consolidation
from models.store.rows import saved
from models.tables.geography import Constituency, ReportingUnit
from models.tables.people import Role
from models.tables.results import PublishedSheet
from models.tables.sheets import Count, Sheet
from models.values.ballots import Ballot
from tests.fixtures.desk import COUNTS, DeskHouse, token_of

PAGE = "/review/constituencies/1/publication"


@pytest.fixture
def clerks(each_desk: DeskHouse) -> DeskHouse:
    """Two clerks of a constituency that is being published."""
    each_desk.person("iris", Role.CLERK, constituency_id=1)
    each_desk.person("tulip", Role.CLERK, constituency_id=1)
    with each_desk.database.writing() as session:
        session.get_one(Constituency, 1).state = ConstituencyState.LIVE
    return each_desk


def step(client: TestClient, what: str, **form: str) -> int:
    sent = {"csrf": token_of(client), **form}
    return client.post(f"{PAGE}/{what}", data=sent).status_code


def shown(client: TestClient) -> str:
    return " ".join(client.get(PAGE).text.split())


def state(house: DeskHouse) -> tuple[ConstituencyState, str | None]:
    [found] = house.all(Constituency)
    return found.state, found.state_reason


def key_reports(house: DeskHouse, *people: TestClient) -> None:
    with house.database.reading() as session:
        ballots = consolidation.ballots_of(session, 1)
        official = {b: consolidation.sums_of(session, 1, b) for b in ballots}
    for ballot, values in official.items():
        for client in people:
            sent = {f"v:{k}": str(v) for k, v in values.items()} | {"csrf": token_of(client)}
            place = f"/review/constituencies/1/report/{ballot.value}"
            assert client.post(place, data=sent).status_code == 200


def test_two_people_consolidate_and_certify(clerks: DeskHouse) -> None:
    iris, tulip = clerks.sign_in("iris"), clerks.sign_in("tulip")
    assert "○ ยังรอ</strong> แบ่งเขต: ยังไม่ได้พิมพ์ ส.ส. 6/1" in shown(iris)
    assert "ask_consolidate" not in shown(iris)
    assert step(iris, "ask_consolidate") == 422
    key_reports(clerks, iris, tulip)
    assert "ask_consolidate" in shown(iris)
    assert step(iris, "ask_consolidate") == 200
    assert "รออีกคนหนึ่งอนุมัติ" in shown(iris)
    assert step(iris, "consolidate") == 409
    assert "ชื่อ iris ขอไว้" in shown(tulip)
    assert "มีผู้ขอรวมผล" in tulip.get("/review/constituencies").text
    assert step(tulip, "consolidate") == 200
    assert state(clerks)[0] is ConstituencyState.CONSOLIDATED
    assert "มีผู้ขอรวมผล" not in tulip.get("/review/constituencies").text
    assert step(tulip, "ask_certify") == 200
    assert step(tulip, "certify") == 409
    assert step(iris, "certify") == 200
    assert state(clerks)[0] is ConstituencyState.CERTIFIED
    assert "<button" not in shown(iris).split('id="consolidate"')[1]
    assert "The announcement of this" in iris.get(f"{PAGE}?lang=en").text


def test_a_wish_is_refused_or_taken_back(clerks: DeskHouse) -> None:
    iris, tulip = clerks.sign_in("iris"), clerks.sign_in("tulip")
    key_reports(clerks, iris, tulip)
    for client in (iris, tulip):
        assert step(iris, "ask_consolidate") == 200
        assert step(client, "refuse") == 200
        assert step(tulip, "consolidate") == 409
    assert step(iris, "refuse") == 409
    assert state(clerks)[0] is ConstituencyState.LIVE


def test_a_pause_wants_a_reason_that_the_public_reads(clerks: DeskHouse) -> None:
    iris = clerks.sign_in("iris")
    assert step(iris, "pause", th=" ", en="power cut") == 422
    assert step(iris, "pause", th="ไฟดับ", en="power cut") == 200
    assert state(clerks) == (ConstituencyState.PAUSED, "ไฟดับ · power cut")
    assert "“ไฟดับ · power cut”" in shown(iris)
    assert step(iris, "pause", th="ไฟดับ") == 409
    assert step(iris, "ask_consolidate") in {409, 422}
    assert step(iris, "resume") == 200
    assert state(clerks) == (ConstituencyState.LIVE, None)
    assert step(iris, "no_such_step") == 404


def test_votes_that_wait_stand_apart_from_those_that_are_public(clerks: DeskHouse) -> None:
    confirmed = clerks.sheet(1, state=SheetState.CONFIRMED)
    clerks.sheet(2, counts={**COUNTS, "row:1": 31, "row:2": None}, state=SheetState.PARKED)
    clerks.sheet(3, counts={**COUNTS, "row:1": 5000}, state=SheetState.PARKED)
    with clerks.database.writing() as session:
        session.add_all(Count(sheet_id=confirmed, key=k, value=v) for k, v in COUNTS.items())
        session.get_one(ReportingUnit, 1).state = UnitState.WITHHELD
        # Unit 3 was public before it was recalled and parked: what the public sees is counted.
        older = sheet_of(session, 3)
        session.add(PublishedSheet(unit_id=3, ballot=Ballot.CONSTITUENCY, sheet_id=older,
                                   counts={"row:1": 7, "row:2": 9}))  # fmt: skip
    iris = clerks.sign_in("iris")
    first, second, good = votes(iris, "row:1"), votes(iris, "row:2"), votes(iris, "good")
    assert (first["public"], first["held"], first["parked"]) == ("7", "200", "31")
    assert (second["public"], second["held"], second["parked"]) == ("9", "100", "")
    assert (second["parked_known"], second["parked_sheets"]) == ("0", "1")
    assert (good["public"], good["held"], good["parked"]) == ("", "380", "380")
    page = shown(iris).split('id="apart"')[1]
    assert 'ยืนยันแล้ว ยังไม่เผยแพร่ <span class="small">1 แผ่น' in page
    assert ">31</td>" in page
    assert clerks.sign_in("rose").get(f"{PAGE}/votes.csv").status_code == 404


def sheet_of(session: Session, unit_id: int) -> int:
    return saved(session.exec(select(Sheet.id).where(Sheet.unit_id == unit_id)).one())


def votes(client: TestClient, key: str) -> dict[str, str]:
    text = client.get(f"{PAGE}/votes.csv").content.decode("utf-8-sig")
    [found] = [row for row in csv.DictReader(io.StringIO(text)) if row["key"] == key]
    return found


def test_who_only_watches_sees_it_and_moves_nothing(clerks: DeskHouse) -> None:
    auditor = clerks.sign_in("auditor")
    assert "<button" not in shown(auditor).split("watch-facts")[1]
    assert step(auditor, "pause", th="x") == 403
    assert clerks.sign_in("lotus").get(PAGE).status_code == 404
    assert step(clerks.sign_in("lotus"), "pause", th="x") == 404
    assert state(clerks) == (ConstituencyState.LIVE, None)
