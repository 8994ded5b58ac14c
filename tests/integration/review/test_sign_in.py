import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from models.tables.people import WebSession
from tests.fixtures.desk import PASSWORD, DeskHouse, csrf_of


def attempt(client: TestClient, username: str, password: str) -> int:
    page = client.get("/review/sign-in")
    sent = {"csrf": csrf_of(page.text), "username": username, "password": password}
    return client.post("/review/sign-in", data=sent, follow_redirects=False).status_code


def test_a_reviewer_signs_in_and_out(desk: DeskHouse) -> None:
    client = desk.new_client()
    assert attempt(client, "rose", PASSWORD) == 303
    page = client.get("/review")
    assert "คิวตรวจ" in page.text
    client.post("/review/sign-out", data={"csrf": csrf_of(page.text)})
    assert client.get("/review", follow_redirects=False).headers["location"] == "/review/sign-in"
    with desk.database.reading() as session:
        assert session.exec(select(WebSession)).all() == []


@pytest.mark.parametrize("username", ["rose", "nobody"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_words(
    desk: DeskHouse, username: str
) -> None:
    client = desk.new_client()
    token = csrf_of(client.get("/review/sign-in").text)
    sent = {"csrf": token, "username": username, "password": "wrong"}
    answer = client.post("/review/sign-in", data=sent)
    assert answer.status_code == 403
    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in answer.text


def test_five_wrong_tries_close_the_door_for_a_while(desk: DeskHouse) -> None:
    client = desk.new_client()
    assert [attempt(client, "rose", "wrong") for _ in range(6)] == [403] * 5 + [429]
    assert attempt(client, "rose", PASSWORD) == 429
    assert attempt(client, "jasmine", PASSWORD) == 303
    desk.clock.pass_by(minutes=16)
    assert attempt(desk.new_client(), "rose", PASSWORD) == 303


def test_a_form_from_elsewhere_is_refused(desk: DeskHouse) -> None:
    client = desk.new_client()
    client.get("/review/sign-in")
    sent = {"csrf": "made up", "username": "rose", "password": PASSWORD}
    assert client.post("/review/sign-in", data=sent).status_code == 403


def test_a_planted_session_is_worth_nothing(desk: DeskHouse) -> None:
    client = desk.new_client()
    client.cookies.set("khanaen_session", "planted")
    assert attempt(client, "rose", PASSWORD) == 303
    stranger = desk.new_client()
    stranger.cookies.set("khanaen_session", "planted")
    assert stranger.get("/review", follow_redirects=False).status_code == 303


def test_a_session_ends_when_nobody_uses_it(desk: DeskHouse) -> None:
    client = desk.sign_in("rose")
    desk.clock.pass_by(hours=1, minutes=59)
    assert client.get("/review").status_code == 200
    desk.clock.pass_by(hours=1, minutes=59)
    assert client.get("/review", follow_redirects=False).status_code == 200
    desk.clock.pass_by(hours=2, minutes=1)
    assert client.get("/review", follow_redirects=False).status_code == 303


def test_a_session_ends_after_a_night_though_it_is_used(desk: DeskHouse) -> None:
    client = desk.sign_in("rose")
    for _ in range(9):
        desk.clock.pass_by(hours=1.5)
        assert client.get("/review", follow_redirects=False).status_code == 200
    desk.clock.pass_by(hours=1)
    assert client.get("/review", follow_redirects=False).status_code == 303


def test_the_page_speaks_english_when_asked_and_remembers_it(desk: DeskHouse) -> None:
    client = desk.new_client()
    assert "Staff sign-in" in client.get("/review/sign-in?lang=en").text
    assert "Staff sign-in" in client.get("/review/sign-in").text
    assert "เข้าสู่ระบบเจ้าหน้าที่" in client.get("/review/sign-in?lang=th").text


def test_a_committee_that_came_to_the_wrong_door_can_still_sign_in(desk: DeskHouse) -> None:
    page = desk.enrolled().get("/review/sign-in")
    assert page.status_code == 200
    assert 'name="password"' in page.text
