"""The public reports a wrong number without an account and follows the answer by its ticket."""

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from models.tables.audit import AuditEntry
from models.tables.geography import ReportingUnit
from models.tables.objections import Objection
from models.tables.people import Role
from models.tables.results import ChangedUnit
from models.values.objections import ObjectionState, Objector
from tests.fixtures.desk import DeskHouse, token_of
from tests.fixtures.looks import take
from tests.integration.review.test_recall import answer, published


def code_of(desk: DeskHouse, unit_id: int = 1) -> str:
    return next(u.code for u in desk.all(ReportingUnit) if u.id == unit_id)


def send(desk: DeskHouse, client: TestClient | None = None, **fields: str) -> Response:
    """Open the form from a unit's page and send it."""
    client = client or desk.new_client()
    code = code_of(desk)
    form = {"unit": code, "ballot": "constituency", "key": "row:4", "claimed": "60"}
    form["csrf"] = token_of(client, f"/object?unit={code}&ballot=constituency")
    return client.post("/object", data={**form, **fields}, follow_redirects=False)


def ticket_of(sent: Response) -> str:
    assert sent.status_code == 303
    return sent.headers["location"].removeprefix("/object/").removesuffix("?made=1")


def answer_objection(client: TestClient, what: str, objection_id: int = 1) -> int:
    path = f"/review/objections/{objection_id}/{what}"
    return client.post(path, data={"csrf": token_of(client)}).status_code


def states(desk: DeskHouse) -> list[ObjectionState]:
    return [o.state for o in sorted(desk.all(Objection), key=lambda o: o.id or 0)]


def test_a_report_gets_a_ticket_and_an_answer(each_desk: DeskHouse) -> None:
    desk = published(each_desk)
    ticket = ticket_of(send(desk, objector="party", words="ดูภาพแล้วเป็นหกสิบ"))
    [kept] = desk.all(Objection)
    assert (kept.shown, kept.claimed, kept.objector) == (70, 60, Objector.PARTY)
    page = desk.new_client().get(f"/object/{ticket.lower().replace('-', ' ')}").text
    assert "รอเจ้าหน้าที่ตรวจ" in page
    assert "หกสิบ" not in page
    lotus = desk.sign_in("lotus")
    lane = lotus.get("/review/objections").text
    assert "ดูภาพแล้วเป็นหกสิบ" in lane
    before = len(desk.all(ChangedUnit))
    assert answer_objection(lotus, "stand") == 200
    assert states(desk) == [ObjectionState.STANDS]
    assert len(desk.all(ChangedUnit)) == before + 1
    assert "ตัวเลขตรงกับแบบ" in desk.new_client().get(f"/object/{ticket}").text
    assert answer_objection(lotus, "stand") == 404
    said = [e for e in desk.all(AuditEntry) if e.action == "objection stands"]
    assert [e.actor for e in said] == ["key-lotus"]


def test_a_recall_answers_what_was_objected_to(each_desk: DeskHouse) -> None:
    desk = published(each_desk)
    desk.person("iris", Role.CLERK, constituency_id=1)
    tickets = [ticket_of(send(desk)), ticket_of(send(desk, key="row:5", claimed=""))]
    lotus = desk.sign_in("lotus")
    assert answer_objection(lotus, "recall") == 200
    assert answer_objection(lotus, "recall", 2) == 200
    assert states(desk) == [ObjectionState.RECHECKING] * 2
    answer(desk.sign_in("iris"))
    take(desk.sign_in("rose")).type("row:4", "60").type("row:1", "210").send()
    take(desk.sign_in("jasmine")).type("row:4", "60").type("row:1", "210").send()
    assert states(desk) == [ObjectionState.CORRECTED, ObjectionState.STANDS]
    assert "แก้ไขแล้ว" in desk.new_client().get(f"/object/{tickets[0]}").text


def test_a_refused_recall_answers_too(desk: DeskHouse) -> None:
    published(desk)
    desk.person("iris", Role.CLERK, constituency_id=1)
    send(desk)
    answer_objection(desk.sign_in("lotus"), "recall")
    assert answer(desk.sign_in("iris"), "refuse") == 200
    assert states(desk) == [ObjectionState.STANDS]


def test_reports_of_one_number_share_their_answer(desk: DeskHouse) -> None:
    published(desk)
    tickets = [ticket_of(send(desk)) for _ in range(3)]
    assert len(set(tickets)) == 3
    assert [o.joined_to for o in desk.all(Objection)] == [None, 1, 1]
    assert "3 ราย" in desk.new_client().get(f"/object/{tickets[2]}").text
    lotus = desk.sign_in("lotus")
    assert lotus.get("/review/objections").text.count('id="objection-') == 1
    answer_objection(lotus, "stand")
    assert states(desk) == [ObjectionState.STANDS] * 3
    ticket_of(send(desk))
    assert desk.all(Objection)[-1].joined_to is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"key": ""}, "โปรดเลือกว่าตัวเลขใดไม่ตรง"),
        ({"key": "row:99"}, "โปรดเลือกว่าตัวเลขใดไม่ตรง"),
        ({"claimed": "หกสิบ"}, "ต้องเป็นตัวเลขไม่เกินห้าหลัก"),
        ({"claimed": "70"}, "ตรงกับที่เผยแพร่อยู่แล้ว"),
    ],
)
def test_what_cannot_be_taken_is_said(desk: DeskHouse, fields: dict[str, str], words: str) -> None:
    published(desk)
    sent = send(desk, words="ยังอยู่", **fields)
    assert sent.status_code == 422
    assert words in sent.text
    assert "ยังอยู่" in sent.text
    assert desk.all(Objection) == []


def test_one_browser_cannot_flood_the_desk(desk: DeskHouse) -> None:
    published(desk)
    client = desk.new_client()
    codes = [send(desk, client).status_code for _ in range(9)]
    assert codes == [303] * 8 + [429]
    desk.clock.pass_by(minutes=16)
    assert send(desk, client).status_code == 303


def test_only_published_numbers_can_be_reported(desk: DeskHouse) -> None:
    client = desk.new_client()
    code = code_of(desk, 2)
    for path in (f"?unit={code}&ballot=constituency", "?unit=x&ballot=constituency", "?unit=x"):
        assert client.get(f"/object{path}").status_code == 404
    assert client.get("/object").status_code == 200
    assert client.get("/object/ticket?number=ABCD-EFGH").status_code == 404
    bare = client.get("/object/ticket")
    assert (bare.status_code, 'role="alert"' in bare.text) == (200, False)


def test_only_those_who_clear_may_answer(desk: DeskHouse) -> None:
    published(desk)
    send(desk)
    assert answer_objection(desk.sign_in("rose"), "stand") == 403
    assert states(desk) == [ObjectionState.RECEIVED]


def test_the_page_speaks_english(desk: DeskHouse) -> None:
    published(desk)
    code = code_of(desk)
    page = desk.new_client().get(f"/object?unit={code}&ballot=constituency&lang=en").text
    assert "Report a wrong number" in page
    assert 'value="row:4"' in page
