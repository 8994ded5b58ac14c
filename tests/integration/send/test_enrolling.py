from datetime import timedelta

from fastapi.testclient import TestClient
from httpx import Response
from sqlmodel import select

from models.store.enrolment import issue_code, revoke_code
from models.tables.audit import AuditEntry
from models.tables.people import EnrolmentCode, Person, PersonArea, Role
from tests.fixtures.desk import SECRET, DeskHouse, token_of

UNIT = "หน่วย 1"


def code_for(desk: DeskHouse, unit_id: int = 1, hours: float = 24) -> str:
    at = desk.clock.at
    with desk.database.writing() as session:
        return issue_code(
            session, unit_id, SECRET.encode(), at=at, expires_at=at + timedelta(hours=hours)
        )


def show(client: TestClient, code: str) -> Response:
    return client.post("/send/code", data={"csrf": token_of(client, "/send"), "code": code})


def bind(client: TestClient, code: str, name: str = "สมหมาย ใจสาธิต") -> Response:
    sent = {"csrf": token_of(client, "/send"), "code": code, "name": name}
    return client.post("/send/bind", data=sent)


def test_the_unit_is_shown_before_anything_is_bound(desk: DeskHouse) -> None:
    page = show(desk.new_client(), code_for(desk).lower())
    assert UNIT in page.text
    assert "หน่วยนี้ใช่ไหม" in page.text
    assert desk.all(EnrolmentCode)[0].used_at is None


def test_binding_opens_the_units_page_and_uses_the_code_up(desk: DeskHouse) -> None:
    code, client = code_for(desk), desk.new_client()
    page = bind(client, code)
    assert UNIT in page.text
    assert "ได้รับ 0/2 หน้า" in page.text
    [area] = [a for a in desk.all(PersonArea) if a.person_id == desk.all(EnrolmentCode)[0].used_by]
    assert area.unit_id == 1
    assert bind(desk.new_client(), code).status_code == 403


def test_several_people_enrol_for_one_unit_with_codes_of_their_own(desk: DeskHouse) -> None:
    first, second = code_for(desk), code_for(desk)
    assert bind(desk.new_client(), first, "คนแรก").status_code == 200
    assert bind(desk.new_client(), second, "คนที่สอง").status_code == 200
    names = [p.name for p in desk.all(Person) if p.role is Role.COMMITTEE]
    assert names[-2:] == ["คนแรก", "คนที่สอง"]


def test_only_a_keyed_hash_of_the_code_is_kept(desk: DeskHouse) -> None:
    code = code_for(desk)
    with desk.database.reading() as session:
        kept = session.exec(select(EnrolmentCode.code_hmac)).one()
    assert code.replace("-", "") not in kept
    assert len(kept) == 64


def test_wrong_used_revoked_and_expired_get_the_same_sentence(desk: DeskHouse) -> None:
    used, revoked, expired = code_for(desk), code_for(desk), code_for(desk, hours=-1)
    bind(desk.new_client(), used)
    with desk.database.writing() as session:
        revoke_code(session, 2, "key-lotus", desk.clock.at)
    answers = [show(desk.new_client(), c) for c in (used, revoked, expired, "0000-0000-000", "")]
    assert {a.status_code for a in answers} == {403}
    assert all("รหัสนี้ใช้ไม่ได้" in a.text for a in answers)


def test_five_wrong_codes_lock_this_browser_and_no_other(desk: DeskHouse) -> None:
    code, client = code_for(desk), desk.new_client()
    assert [show(client, "0000").status_code for _ in range(6)] == [403] * 5 + [429]
    assert show(client, code).status_code == 429
    assert bind(client, code).status_code == 429
    assert show(desk.new_client(), code).status_code == 200
    desk.clock.pass_by(minutes=16)
    assert show(client, code).status_code == 200


def test_refusals_leave_no_address_and_no_code_in_the_log(desk: DeskHouse) -> None:
    show(desk.new_client(), "7777-7777-777")
    entries = [e for e in desk.all(AuditEntry) if e.action == "code refused"]
    assert len(entries) == 2
    assert not any("7777" in f"{e.subject}{e.after}" for e in entries)
    assert not any("testclient" in e.subject for e in entries)


def test_a_name_is_asked_for(desk: DeskHouse) -> None:
    code = code_for(desk)
    page = bind(desk.new_client(), code, "  ")
    assert page.status_code == 422
    assert "ชื่อของท่าน (เจ้าหน้าที่ใช้ติดต่อกลับ" in page.text
    assert desk.all(EnrolmentCode)[0].used_at is None


def test_a_form_from_elsewhere_binds_nothing(desk: DeskHouse) -> None:
    sent = {"csrf": "made up", "code": code_for(desk), "name": "x"}
    assert desk.new_client().post("/send/bind", data=sent).status_code == 403


def test_leaving_ends_the_session(desk: DeskHouse) -> None:
    client = desk.new_client()
    bind(client, code_for(desk))
    client.post("/send/sign-out", data={"csrf": token_of(client, "/send")})
    assert "ใส่รหัสของหน่วย" in client.get("/send").text
