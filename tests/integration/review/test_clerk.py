"""Constituency clerks: sets keyed twice, envelopes by origin, ส.ส. 6/1 explained, orders."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.store import consolidation
from models.tables.consolidation import EnvelopeAccount
from models.tables.election import ExpectedSheet
from models.tables.geography import ReportingUnit
from models.tables.people import Role
from models.tables.sheets import Decision, DecisionKind, Sheet
from models.values.ballots import Ballot, Stream, UnitKind
from tests.fixtures.desk import COUNTS, DeskHouse, token_of
from tests.fixtures.looks import Look, take
from tests.integration.review.test_recall import PARTY, answer, ask

SET = 9
SET_COUNTS = {"envelopes": 71, "ballots_found": 70, "received": 70, "good": 60, "invalid": 6,
              "no_vote": 4, "row:1": 20, "row:2": 30, "row:4": 7, "row:5": 3,
              "total": 60}  # fmt: skip


@pytest.fixture
def clerks(each_desk: DeskHouse) -> DeskHouse:
    """Two clerks of the constituency, and a counting set of votes from outside."""
    each_desk.person("iris", Role.CLERK, constituency_id=1)
    each_desk.person("tulip", Role.CLERK, constituency_id=1)
    with each_desk.database.writing() as session:
        add_set(session)
    return each_desk


def add_set(session: Session, unit_id: int = SET) -> None:
    unit = ReportingUnit(id=unit_id, code=f"90-1-s{unit_id}", kind=UnitKind.COUNTING_SET,
                         stream=Stream.OUT_AND_OVERSEAS, constituency_id=1, centre_id=2,
                         number=unit_id)  # fmt: skip
    session.add(unit)
    session.flush()
    session.add(ExpectedSheet(unit_id=unit_id, ballot=Ballot.CONSTITUENCY, form_code="ส.ส. 5/17"))


def set_sheet(desk: DeskHouse) -> int:
    """A photographed sheet of the set, as the machine misread it."""
    with desk.database.writing() as session:
        sheet_id = desk.sheet_of_set(session, SET, {**SET_COUNTS, "row:4": 9})
        session.get_one(Sheet, sheet_id).form_code = "ส.ส. 5/17"
    return sheet_id


def key(look: Look, **other: int) -> Look:
    for name in [n for n in look.fields if n.startswith("v:")]:
        look.fields[name] = str({**SET_COUNTS, **other}[name.removeprefix("v:")])
    return look


def test_a_set_is_keyed_twice_and_only_what_differs_is_asked_again(clerks: DeskHouse) -> None:
    sheet_id = set_sheet(clerks)
    first = take(clerks.sign_in("iris"))
    # Nobody is shown the machine's numbers.
    assert {v for k, v in first.fields.items() if k.startswith("v:")} == {""}
    assert "ตัวเลข: " not in first.html
    key(first).send()
    assert clerks.row(sheet_id).look == 2

    second = take(clerks.sign_in("tulip"))
    assert "70" not in second.html.split('id="look"')[1].split("doubtful")[1].split("actions")[0]
    answer = key(second, **{"row:5": 8}).send()
    assert answer.status_code == 422
    again = second.again(answer)
    assert [k for k in again.fields if k.startswith("v:")] == ["v:row:5"]
    assert again.fields["v:row:5"] == ""
    key(again).send()
    assert clerks.row(sheet_id).state is SheetState.CONFIRMED
    assert clerks.counts(sheet_id) == SET_COUNTS
    kinds = [d.kind for d in clerks.all(Decision)]
    assert kinds == [DecisionKind.CORRECT, DecisionKind.SECOND_LOOK, DecisionKind.SECOND_LOOK]


def test_what_still_differs_is_parked_for_a_third(clerks: DeskHouse) -> None:
    sheet_id = set_sheet(clerks)
    key(take(clerks.sign_in("iris"))).send()
    second = take(clerks.sign_in("tulip"))
    again = second.again(key(second, **{"row:5": 8}).send())
    key(again, **{"row:5": 8}).send()
    sheet = clerks.row(sheet_id)
    assert (sheet.state, sheet.state_reason) == (SheetState.PARKED, "looks_differ")


def test_who_only_looks_at_a_set_sees_no_machine_number(clerks: DeskHouse) -> None:
    sheet_id = set_sheet(clerks)
    page = clerks.sign_in("tulip").get(f"/review/sheets/{sheet_id}").text
    assert 'value="60"' not in page


def post(client: TestClient, what: str, **form: str) -> int:
    sent = {"csrf": token_of(client), **form}
    return client.post(f"/review/constituencies/1/{what}", data=sent).status_code


def test_envelopes_are_kept_by_origin_and_compared_with_the_sets(clerks: DeskHouse) -> None:
    iris = clerks.sign_in("iris")
    at = {"origin": "สถานทูตสมมุติ", "posted": "90", "received": "80", "opened": "71"}
    assert post(iris, "envelopes", **at, **{"found:constituency": "70"}) == 200
    assert post(iris, "envelopes", **{**at, "opened": "81"}) == 422
    assert post(iris, "envelopes", **{**at, "received": "แปดสิบ"}) == 422
    assert post(iris, "envelopes", **{**at, "posted": ""}) == 200
    [row] = clerks.all(EnvelopeAccount)
    assert (row.posted, row.received, row.opened) == (None, 80, 71)

    sheet_id = set_sheet(clerks)
    key(take(iris)).send()
    key(take(clerks.sign_in("tulip"))).send()
    assert clerks.row(sheet_id).state is SheetState.CONFIRMED
    page = iris.get("/review/constituencies/1").text
    assert "สถานทูตสมมุติ" in page
    assert "ตรง (R312)" in " ".join(page.split())


def test_too_many_envelopes_break_r312(clerks: DeskHouse) -> None:
    iris = clerks.sign_in("iris")
    assert post(iris, "envelopes", origin="ก", received="70", opened="70") == 200
    set_sheet(clerks)
    answer = key(take(iris)).send()
    assert answer.status_code == 422
    assert "R312" in answer.text


def test_a_set_short_of_envelopes_waits_for_the_other_sets(clerks: DeskHouse) -> None:
    with clerks.database.writing() as session:
        add_set(session, SET + 1)
    iris = clerks.sign_in("iris")
    assert post(iris, "envelopes", origin="ก", received="170", opened="170") == 200
    sheet_id = set_sheet(clerks)
    key(take(iris)).send()
    assert clerks.row(sheet_id).look == 2


def report(client: TestClient, values: dict[str, int]) -> int:
    return post(client, "report/constituency", **{f"v:{k}": str(v) for k, v in values.items()})


def test_the_report_is_keyed_twice_compared_and_explained(clerks: DeskHouse) -> None:
    clerks.sheet(counts=COUNTS)
    take(clerks.sign_in("rose")).send()
    with clerks.database.reading() as session:
        sums = consolidation.sums_of(session, 1, Ballot.CONSTITUENCY)
    official = {**sums, "invalid": 13}
    iris, tulip = clerks.sign_in("iris"), clerks.sign_in("tulip")
    assert report(iris, {**official, "row:4": 71}) == 200
    assert report(iris, official) == 409
    blank = tulip.get("/review/constituencies/1/report/constituency").text
    assert 'value="71"' not in blank
    assert report(tulip, official) == 200
    assert "ไม่ตรงกัน 1 ช่อง" in tulip.get("/review/constituencies/1").text
    assert report(iris, {"row:4": 70}) == 200

    page = iris.get("/review/constituencies/1").text
    assert 'name="why:invalid"' in page
    assert "R611" in page
    assert post(iris, "report/constituency/explain", **{"why:invalid": "หน่วย 3 นับซ้ำ"}) == 200
    page = iris.get("/review/constituencies/1").text
    assert "หน่วย 3 นับซ้ำ" in page
    assert "แบ่งเขต – มีช่องที่ต่าง" not in page


def test_an_unfinished_report_comes_back_as_typed(clerks: DeskHouse) -> None:
    iris = clerks.sign_in("iris")
    sent = {"csrf": token_of(iris), "v:came": "1,234"}
    answer = iris.post("/review/constituencies/1/report/constituency", data=sent)
    assert answer.status_code == 422
    assert 'value="1,234"' in answer.text


def unit_state(desk: DeskHouse, unit_id: int) -> tuple[UnitState, str | None]:
    found = next(u for u in desk.all(ReportingUnit) if u.id == unit_id)
    return found.state, found.state_reason


def test_a_recount_recalls_what_was_confirmed_and_new_paper_takes_its_place(
    clerks: DeskHouse,
) -> None:
    sheet_id = clerks.sheet(counts=COUNTS)
    take(clerks.sign_in("rose")).send()
    iris = clerks.sign_in("iris")
    order = {"unit": "90-1-1", "order": "order_recount", "text": "มติ กกต.เขต 12/2569"}
    assert post(iris, "orders", **{**order, "text": " "}) == 422
    assert post(iris, "orders", **{**order, "unit": "no such unit"}) == 422
    assert post(iris, "orders", **order) == 200
    assert unit_state(clerks, 1) == (UnitState.RECOUNT, "มติ กกต.เขต 12/2569")
    assert clerks.row(sheet_id).state is SheetState.RECALLED
    assert post(iris, "orders", **order) == 409
    assert post(iris, "orders", **{**order, "order": "resume"}) == 200
    assert unit_state(clerks, 1) == (UnitState.NOTHING, None)


def test_a_unit_that_was_suspended_counts_again(clerks: DeskHouse) -> None:
    clerks.sheet(counts=COUNTS)
    take(clerks.sign_in("rose")).send()
    iris = clerks.sign_in("iris")
    order = {"unit": "90-1-1", "text": "รอตรวจสอบ"}
    assert post(iris, "orders", order="suspend", **order) == 200
    with clerks.database.reading() as session:
        assert consolidation.sums_of(session, 1, Ballot.CONSTITUENCY)["used"] == 0
    assert post(iris, "orders", order="resume", **order) == 200
    assert unit_state(clerks, 1) == (UnitState.PARTLY_CONFIRMED, None)


@pytest.mark.parametrize(
    ("recalled", "stands"),
    [((), UnitState.RELEASED), ((1,), UnitState.PARTLY_CONFIRMED)],
)
def test_a_unit_that_counts_again_stands_where_its_sheets_do(
    clerks: DeskHouse, recalled: tuple[int, ...], stands: UnitState
) -> None:
    """Public before the order, with both ballots or with one of them recalled."""
    clerks.clock.pass_by(minutes=40)
    clerks.sheet(counts=COUNTS)
    clerks.sheet(ballot=Ballot.PARTY_LIST, counts=PARTY)
    rose, iris = clerks.sign_in("rose"), clerks.sign_in("iris")
    take(rose).send()
    take(rose).send()
    assert unit_state(clerks, 1)[0] is UnitState.RELEASED
    for sheet_id in recalled:
        ask(rose, sheet_id)
        answer(iris)
    order = {"unit": "90-1-1", "text": "รอตรวจสอบ"}
    assert post(iris, "orders", order="suspend", **order) == 200
    assert post(iris, "orders", order="resume", **order) == 200
    assert unit_state(clerks, 1) == (stands, None)
    with clerks.database.reading() as session:
        counted = {b: consolidation.sums_of(session, 1, b)["used"] for b in
                   (Ballot.CONSTITUENCY, Ballot.PARTY_LIST)}  # fmt: skip
    first = 0 if recalled else COUNTS["used"]
    assert counted == {Ballot.CONSTITUENCY: first, Ballot.PARTY_LIST: COUNTS["used"]}


@pytest.mark.parametrize(
    ("username", "seen", "written"), [("rose", 404, 403), ("auditor", 200, 403)]
)
def test_a_constituency_is_its_clerks(
    clerks: DeskHouse, username: str, seen: int, written: int
) -> None:
    client = clerks.sign_in(username)
    assert client.get("/review/constituencies/1").status_code == seen
    assert post(client, "envelopes", origin="ก", received="1", opened="1") == written
    assert report(client, {"came": 1}) == written
    assert post(client, "orders", unit="90-1-1", order="suspend", text="x") == written
    assert clerks.all(EnvelopeAccount) == []
