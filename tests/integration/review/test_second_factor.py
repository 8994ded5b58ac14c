"""A password alone opens no supervisor's desk: the phone's code comes after it."""

import re

import httpx
import pyotp
from fastapi.testclient import TestClient
from sqlmodel import select

from models.tables.audit import AuditEntry
from models.tables.people import Role, SecondFactor
from tests.fixtures.desk import PASSWORD, DeskHouse, csrf_of


def give_password(client: TestClient, username: str) -> httpx.Response:
    page = client.get("/review/sign-in")
    sent = {"csrf": csrf_of(page.text), "username": username, "password": PASSWORD}
    return client.post("/review/sign-in", data=sent, follow_redirects=False)


def give_code(client: TestClient, page: httpx.Response, code: str) -> httpx.Response:
    half = re.search(r'name="half" value="([^"]+)"', page.text)
    assert half is not None
    sent = {"csrf": csrf_of(page.text), "half": half[1], "code": code}
    return client.post("/review/second-factor", data=sent, follow_redirects=False)


def key_of(page: httpx.Response) -> str:
    found = re.search(r'class="key">([A-Z2-7 ]+)<', page.text)
    assert found is not None
    return found[1].replace(" ", "")


def code_at(desk: DeskHouse, key: str, **later: float) -> str:
    desk.clock.pass_by(**later)
    return pyotp.TOTP(key).at(desk.clock.at)


def is_in(client: TestClient) -> bool:
    return client.get("/review", follow_redirects=False).status_code == 200


def set_up(desk: DeskHouse, username: str = "lotus") -> tuple[str, list[str]]:
    """Set a phone up; return its key and the recovery codes."""
    client = desk.new_client()
    page = give_password(client, username)
    key = key_of(page)
    done = give_code(client, page, code_at(desk, key))
    assert done.status_code == 200
    assert is_in(client)
    return key, re.findall(r"<code>([0-9a-z]{5}-[0-9a-z]{5})</code>", done.text)


def test_a_supervisor_s_first_sign_in_sets_a_phone_up(each_desk: DeskHouse) -> None:
    client = each_desk.new_client()
    page = give_password(client, "lotus")
    assert "ตั้งรหัสจากโทรศัพท์" in page.text
    assert "<svg" in page.text
    assert not is_in(client)
    wrong = give_code(client, page, "000000")
    assert wrong.status_code == 403
    assert key_of(wrong) == key_of(page)
    assert not is_in(client)
    done = give_code(client, wrong, code_at(each_desk, key_of(page)))
    assert len(re.findall(r"<code>[0-9a-z-]{11}</code>", done.text)) == 10
    assert is_in(client)


def test_later_sign_ins_ask_for_a_code_that_works_once(each_desk: DeskHouse) -> None:
    key, _ = set_up(each_desk)
    client = each_desk.new_client()
    page = give_password(client, "lotus")
    assert key not in page.text
    assert not is_in(client)
    code = code_at(each_desk, key, seconds=40)
    assert give_code(client, page, code).status_code == 303
    assert is_in(client)
    other = each_desk.new_client()
    again = give_code(other, give_password(other, "lotus"), code)
    assert again.status_code == 403
    assert not is_in(other)


def test_thai_digits_and_a_clock_a_little_off_are_understood(desk: DeskHouse) -> None:
    key, _ = set_up(desk)
    client = desk.new_client()
    page = give_password(client, "lotus")
    code = code_at(desk, key, seconds=60)
    desk.clock.pass_by(seconds=25)
    thai = code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert give_code(client, page, f"{thai[:3]} {thai[3:]}").status_code == 303


def test_a_recovery_code_works_once(desk: DeskHouse) -> None:
    _, codes = set_up(desk)
    first, second = desk.new_client(), desk.new_client()
    assert give_code(first, give_password(first, "lotus"), codes[3].upper()).status_code == 303
    assert give_code(second, give_password(second, "lotus"), codes[3]).status_code == 403
    assert give_code(second, give_password(second, "lotus"), codes[4]).status_code == 303
    with desk.database.reading() as session:
        actions = list(session.exec(select(AuditEntry.action)))
    [kept] = desk.all(SecondFactor)
    assert actions.count("recovery code used") == 2
    assert len(kept.recovery) == 8
    assert codes[0] not in str(kept.recovery)


def test_five_wrong_codes_close_the_door(desk: DeskHouse) -> None:
    key, _ = set_up(desk)
    client = desk.new_client()
    page = give_password(client, "lotus")
    assert [give_code(client, page, "111111").status_code for _ in range(6)] == [403] * 5 + [429]
    right = code_at(desk, key, seconds=40)
    assert give_code(client, page, right).status_code == 429
    desk.clock.pass_by(minutes=16)
    assert give_code(client, give_password(client, "lotus"), code_at(desk, key)).status_code == 303


def test_a_password_given_long_ago_is_asked_again(desk: DeskHouse) -> None:
    key, _ = set_up(desk)
    client = desk.new_client()
    page = give_password(client, "lotus")
    answer = give_code(client, page, code_at(desk, key, minutes=11))
    assert answer.status_code == 403
    assert "กรุณาเข้าสู่ระบบใหม่" in answer.text
    assert not is_in(client)


def test_another_browser_cannot_go_on_from_a_password(desk: DeskHouse) -> None:
    key, _ = set_up(desk)
    page = give_password(desk.new_client(), "lotus")
    half = re.search(r'name="half" value="([^"]+)"', page.text)
    assert half is not None
    thief = desk.new_client()
    token = csrf_of(thief.get("/review/sign-in").text)
    sent = {"csrf": token, "half": half[1], "code": code_at(desk, key, seconds=40)}
    assert thief.post("/review/second-factor", data=sent).status_code == 403
    for changed in ("", "1", f"1.9999999999.{half[1].rsplit('.', 1)[1]}"):
        sent |= {"half": changed}
        assert thief.post("/review/second-factor", data=sent).status_code == 403
    assert not is_in(thief)


def test_a_reviewer_needs_no_phone(desk: DeskHouse) -> None:
    client = desk.new_client()
    assert give_password(client, "rose").status_code == 303
    assert is_in(client)


def test_an_operator_needs_one(desk: DeskHouse) -> None:
    desk.person("opal", Role.OPERATOR)
    assert "ตั้งรหัสจากโทรศัพท์" in give_password(desk.new_client(), "opal").text


def test_where_it_is_offered_only_nobody_has_to(desk: DeskHouse) -> None:
    app = desk.app
    app.state.settings = app.state.settings.model_copy(update={"second_factor": "offered"})
    assert give_password(desk.new_client(), "lotus").status_code == 303


def test_the_record_alone_opens_nothing(desk: DeskHouse) -> None:
    key, _ = set_up(desk)
    [kept] = desk.all(SecondFactor)
    assert key not in kept.sealed_secret
