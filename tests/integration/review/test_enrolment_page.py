"""Who can send: what a supervisor sees and does, and who else may not."""

import io
import re

import pypdfium2
import pytest
from fastapi.testclient import TestClient
from httpx import Response

from models.tables.audit import AuditEntry
from models.tables.geography import ReportingUnit
from models.tables.people import EnrolmentCode, Person, PersonArea, Role
from tests.fixtures.desk import DeskHouse, token_of

UNIT = "/review/posts/unit/1"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}")


def press(client: TestClient, path: str) -> Response:
    return client.post(path, data={"csrf": token_of(client, "/review")})


def enrol(desk: DeskHouse, code: str) -> TestClient:
    client = desk.new_client()
    sent = {"csrf": token_of(client, "/send"), "code": code, "name": "มาลี ใจสาธิต"}
    assert client.post("/send/bind", data=sent).status_code == 200
    return client


def issued(desk: DeskHouse, path: str = UNIT) -> str:
    return CODE.findall(press(desk.sign_in("lotus"), f"{path}/code").text)[0]


def test_a_supervisor_counts_the_units_that_are_ready(desk: DeskHouse) -> None:
    with desk.database.writing() as session:
        session.get_one(ReportingUnit, 2).is_ready = True
    page = desk.sign_in("lotus").get("/review/units").text
    assert "พร้อม 1 จาก 2 หน่วย" in page
    assert page.index("90-1-1") < page.index("90-1-2")
    assert "90-1-3" not in page


def test_a_unit_is_called_by_its_place_before_its_code(desk: DeskHouse) -> None:
    page = desk.sign_in("lotus").get("/review/units").text
    tile = page.split('href="/review/posts/unit/1"')[1].split("</a>")[0]
    assert "หน่วย 1 ตำบลทดสอบ" in tile
    assert tile.index("หน่วย 1") < tile.index("90-1-1")
    english = desk.sign_in("lotus").get("/review/units?lang=en").text
    assert "Unit 1" in english.split('href="/review/posts/unit/1"')[1].split("</a>")[0]


def test_people_are_named_by_half_only(desk: DeskHouse) -> None:
    enrol(desk, issued(desk))
    page = desk.sign_in("lotus").get(UNIT).text
    assert "มาลี ใจ…" in page
    assert "ใจสาธิต" not in page


def test_a_code_is_shown_once_and_opens_the_unit(desk: DeskHouse) -> None:
    lotus = desk.sign_in("lotus")
    page = press(lotus, f"{UNIT}/code").text
    [code] = set(CODE.findall(page))
    assert "<svg" in page
    assert "style=" not in page
    assert code not in lotus.get(UNIT).text
    assert "หน่วย 1" in enrol(desk, code).get("/send").text
    [entry] = [e for e in desk.all(AuditEntry) if e.action == "issue code"]
    assert (entry.actor, entry.subject) == ("key-lotus", "unit:1")


def test_a_code_comes_as_a_slip_too(desk: DeskHouse) -> None:
    answer = press(desk.sign_in("lotus"), f"{UNIT}/slip")
    assert answer.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    words = document[0].get_textpage().get_text_range()
    document.close()
    assert "90-1-1" in words
    enrol(desk, CODE.findall(words)[0])


def test_unused_codes_lapse_together(desk: DeskHouse) -> None:
    code, _ = issued(desk), issued(desk)
    assert "ยังไม่ได้ใช้: 2" in desk.sign_in("lotus").get(UNIT).text
    assert "ยังไม่ได้ใช้: 0" in press(desk.sign_in("lotus"), f"{UNIT}/lapse").text
    client = desk.new_client()
    sent = {"csrf": token_of(client, "/send"), "code": code}
    assert client.post("/send/code", data=sent).status_code == 403


def test_a_barred_person_is_out_and_a_new_code_binds_anew(desk: DeskHouse) -> None:
    client = enrol(desk, issued(desk))
    person = desk.all(Person)[-1]
    page = press(desk.sign_in("lotus"), f"{UNIT}/people/{person.id}/bar")
    assert "มาลี" not in page.text
    assert "ใส่รหัสของหน่วย" in client.get("/send").text
    again = issued(desk, "/review/posts/unit/2")
    assert "หน่วย 2" in enrol(desk, again).get("/send").text
    assert [e.subject for e in desk.all(AuditEntry) if e.action == "revoke person"] == [
        f"person:{person.key}"
    ]


def test_a_desk_enrols_for_every_unit_of_its_centre(desk: DeskHouse) -> None:
    client = enrol(desk, issued(desk, "/review/posts/centre/1"))
    page = client.get("/send").text
    assert "90-1-1" in page
    assert "90-1-2" in page
    assert "90-1-3" not in page
    assert client.get("/send?unit=90-1-3").status_code == 404
    [area] = [a for a in desk.all(PersonArea) if a.person_id == desk.all(EnrolmentCode)[0].used_by]
    assert (area.centre_id, desk.all(Person)[-1].role) == (1, Role.DESK)


def test_a_constituencys_desk_sends_for_its_counting_sets_only(desk: DeskHouse) -> None:
    desk.person("clerk", Role.CLERK, constituency_id=1)
    page = press(desk.sign_in("clerk"), "/review/posts/constituency/1/code").text
    assert "ไม่มีหน่วยในพื้นที่ของท่าน" in enrol(desk, CODE.findall(page)[0]).get("/send").text


@pytest.mark.parametrize("username", ["rose", "auditor", "committee"])
def test_who_may_not_issue_issues_nothing(desk: DeskHouse, username: str) -> None:
    client = desk.enrolled() if username == "committee" else desk.sign_in(username)
    token = token_of(client, "/send" if username == "committee" else "/review")
    answer = client.post(f"{UNIT}/code", data={"csrf": token})
    assert answer.status_code == 403
    assert desk.all(EnrolmentCode) == []


@pytest.mark.parametrize(
    "path",
    ["unit/3", "unit/99", "centre/2", "centre/99", "constituency/1", "constituency/99", "x/1"],
)
def test_what_lies_elsewhere_is_not_found(desk: DeskHouse, path: str) -> None:
    lotus = desk.sign_in("lotus")
    assert lotus.get(f"/review/posts/{path}").status_code == 404
    assert press(lotus, f"/review/posts/{path}/code").status_code == 404


def test_a_person_of_another_post_is_not_barred_here(desk: DeskHouse) -> None:
    answer = press(desk.sign_in("lotus"), f"{UNIT}/people/2/bar")
    assert answer.status_code == 404
    assert all(p.is_active for p in desk.all(Person))


def test_an_auditor_reads_and_finds_no_button(desk: DeskHouse) -> None:
    page = desk.sign_in("auditor").get(UNIT).text
    assert "กปน." in page
    assert "ออกรหัส แสดงบนจอ" not in page
