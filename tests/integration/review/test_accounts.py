"""Accounts: opened by whoever may, with a code that works once, and stopped."""

import re

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlmodel import text

from models.store import factors
from models.tables.audit import AuditEntry
from models.tables.geography import TallyCentre
from models.tables.people import Person, PersonArea, Role, SecondFactor, WebSession
from tests.fixtures.desk import PASSWORD, DeskHouse, csrf_of, token_of
from tests.fixtures.looks import take

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}\b")
OWN = "ประโยคสั้น ๆ ของฉันเอง"


def start(desk: DeskHouse) -> None:
    """On PostgreSQL the ids that the fixtures gave move no sequence."""
    if not desk.database.is_sqlite:
        with desk.database.writing() as session:
            session.execute(text("SELECT setval(pg_get_serial_sequence('person', 'id'), 1000)"))


def open_one(client: TestClient, **other: str) -> httpx.Response:
    sent = {"csrf": token_of(client), "username": "Tulip", "name": "ทิวลิป สมมุติ",
            "role": "reviewer", "places": "c1"}  # fmt: skip
    return client.post("/review/accounts", data={**sent, **other})


def person(desk: DeskHouse, username: str) -> Person:
    return next(p for p in desk.all(Person) if p.username == username)


def code_in(answer: httpx.Response) -> str:
    found = CODE.search(answer.text)
    assert found is not None, answer.text
    return found[0]


def sign_in(client: TestClient, username: str, password: str) -> httpx.Response:
    page = client.get("/review/sign-in")
    sent = {"csrf": csrf_of(page.text), "username": username, "password": password}
    return client.post("/review/sign-in", data=sent, follow_redirects=False)


def choose(client: TestClient, page: httpx.Response, password: str, again: str) -> httpx.Response:
    half = re.search(r'name="half" value="([^"]+)"', page.text)
    assert half is not None
    sent = {"csrf": csrf_of(page.text), "half": half[1], "password": password, "again": again}
    return client.post("/review/new-password", data=sent, follow_redirects=False)


def act(desk: DeskHouse, username: str, what: str, whose: str) -> httpx.Response:
    client = desk.sign_in(username)
    path = f"/review/accounts/{desk.people[whose]}/{what}"
    return client.post(path, data={"csrf": token_of(client)}, follow_redirects=False)


def test_a_supervisor_opens_an_account_whose_code_works_once(each_desk: DeskHouse) -> None:
    start(each_desk)
    answer = open_one(each_desk.sign_in("lotus"))
    assert answer.status_code == 201
    code = code_in(answer)
    assert code not in each_desk.sign_in("lotus").get("/review/accounts").text
    kept = person(each_desk, "tulip")
    assert kept.code_until is not None
    assert "เปิดบัญชี" in each_desk.sign_in("lotus").get(f"/review/accounts/{kept.id}").text
    assert code.replace("-", "") not in (kept.password_hash or "")

    client = each_desk.new_client()
    page = sign_in(client, "tulip", code.lower().replace("-", " "))
    assert "ตั้งรหัสผ่านของท่าน" in page.text
    assert client.get("/review", follow_redirects=False).status_code == 303
    assert choose(client, page, "short", "short").status_code == 422
    assert choose(client, page, "tulip-2026-x", "tulip-2026-x").status_code == 422
    assert choose(client, page, code, code).status_code == 422
    assert choose(client, page, OWN, OWN + "x").status_code == 422
    assert choose(client, page, OWN, OWN).status_code == 303
    assert client.get("/review").status_code == 200

    assert sign_in(each_desk.new_client(), "tulip", code).status_code == 403
    assert sign_in(each_desk.new_client(), "tulip", OWN).status_code == 303
    assert choose(client, page, OWN, OWN).status_code == 403
    [opened] = [e for e in each_desk.all(AuditEntry) if e.action == "account opened"]
    assert (opened.actor, opened.after) == (
        "key-lotus",
        {"role": "reviewer", "areas": [{"centre_id": 1}]},
    )


def test_a_code_is_over_after_a_day(desk: DeskHouse) -> None:
    code = code_in(open_one(desk.sign_in("lotus")))
    desk.clock.pass_by(hours=24, minutes=1)
    answer = sign_in(desk.new_client(), "tulip", code)
    assert answer.status_code == 403
    assert "หมดอายุแล้ว" in answer.text


def test_a_supervisor_of_the_new_chooses_a_password_and_then_sets_a_phone_up(
    desk: DeskHouse,
) -> None:
    desk.person("opal", Role.OPERATOR)
    code = code_in(open_one(desk.sign_in("opal"), role="supervisor"))
    client = desk.new_client()
    page = sign_in(client, "tulip", code)
    half = re.search(r'name="half" value="([^"]+)"', page.text)
    assert half is not None
    # The code of the phone cannot be given before the password was chosen.
    skipped = {"csrf": csrf_of(page.text), "half": half[1], "code": "000000"}
    assert "กรุณาเข้าสู่ระบบใหม่" in client.post("/review/second-factor", data=skipped).text
    assert "ตั้งรหัสจากโทรศัพท์" in choose(client, page, OWN, OWN).text
    assert client.get("/review", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"role": "supervisor"}, "ไม่ใช่หน้าที่ที่ท่านเปิดบัญชีให้ได้"),
        ({"places": "c2"}, "ไม่มีรหัสนี้ในพื้นที่ของท่าน"),
        ({"places": "c1 nowhere"}, "“nowhere”"),
        ({"places": ""}, "ต้องระบุรหัสศูนย์"),
        ({"username": "ROSE"}, "มีผู้ใช้ชื่อนี้แล้ว"),
        ({"name": "=1+1"}, "ถือเป็นสูตร"),
    ],
)
def test_what_cannot_be_opened_says_why(desk: DeskHouse, other: dict[str, str], words: str) -> None:
    answer = open_one(desk.sign_in("lotus"), **other)
    assert answer.status_code == 422
    assert words in answer.text
    assert "tulip" not in {p.username for p in desk.all(Person)}


def test_a_file_is_taken_whole_or_not_at_all(each_desk: DeskHouse) -> None:
    start(each_desk)
    lotus = each_desk.sign_in("lotus")

    def send(body: str) -> httpx.Response:
        data = ("username,name,role,places\n" + body).encode("utf-8-sig")
        return lotus.post(
            "/review/accounts/file",
            data={"csrf": token_of(lotus)},
            files={"file": ("people.csv", data)},
        )

    before = len(each_desk.all(Person))
    answer = send("tulip,ทิวลิป,reviewer,c1\naster,แอสเตอร์,reviewer,c2\nrose,กุหลาบ,reviewer,c1\n")
    assert answer.status_code == 422
    assert "บรรทัด 3" in answer.text
    assert "บรรทัด 4" in answer.text
    assert len(each_desk.all(Person)) == before
    answer = send("tulip,ทิวลิป,reviewer,c1\naster,แอสเตอร์,reviewer,c1\n")
    assert answer.status_code == 201
    assert len(set(CODE.findall(answer.text))) == 2
    assert len(each_desk.all(Person)) == before + 2
    assert "บรรทัดแรกต้องเป็น" in lotus.post(
        "/review/accounts/file", data={"csrf": token_of(lotus)}, files={"file": ("x", b"a,b\n")}
    ).text  # fmt: skip


def test_a_stopped_account_is_out_at_once_and_its_sheet_is_free(each_desk: DeskHouse) -> None:
    desk = each_desk
    sheet_id = desk.sheet()
    rose = desk.sign_in("rose")
    take(rose)
    assert desk.row(sheet_id).claimed_by == desk.people["rose"]
    assert act(desk, "lotus", "stop", "rose").status_code == 303
    assert rose.get("/review", follow_redirects=False).status_code == 303
    assert desk.row(sheet_id).claimed_by is None
    assert sign_in(desk.new_client(), "rose", PASSWORD).status_code == 403
    assert act(desk, "lotus", "start", "rose").status_code == 303
    assert sign_in(desk.new_client(), "rose", PASSWORD).status_code == 303


def test_a_lost_phone_takes_a_new_code_too(desk: DeskHouse) -> None:
    with desk.database.writing() as session:
        rose = session.get_one(Person, desk.people["rose"])
        factors.begin(session, desk.people["rose"], "sealed", desk.clock.at)
        factors.confirm(session, rose, 1, [], desk.clock.at)
    page = desk.sign_in("lotus").get(f"/review/accounts/{desk.people['rose']}").text
    assert "โทรศัพท์หาย" in page
    code = code_in(act(desk, "lotus", "phone", "rose"))
    assert desk.all(SecondFactor) == []
    assert [s for s in desk.all(WebSession) if s.person_id == desk.people["rose"]] == []
    assert sign_in(desk.new_client(), "rose", PASSWORD).status_code == 403
    assert "ตั้งรหัสผ่านของท่าน" in sign_in(desk.new_client(), "rose", code).text


@pytest.mark.parametrize("what", ["stop", "start", "code", "phone"])
@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("lotus", "orchid", 404),  # another centre's
        ("lotus", "lily", 403),  # an equal
        ("lotus", "lotus", 403),  # oneself
        ("lotus", "auditor", 404),  # works in the whole nation
        ("rose", "jasmine", 403),  # a reviewer grants nothing
        ("auditor", "rose", 403),
    ],
)
def test_nobody_acts_on_equals_or_elsewhere(
    desk: DeskHouse, what: str, who: str, whose: str, status: int
) -> None:
    desk.person("lily", Role.SUPERVISOR, centre_id=1)
    before = (person(desk, whose).password_hash, person(desk, whose).is_active)
    assert act(desk, who, what, whose).status_code == status
    assert (person(desk, whose).password_hash, person(desk, whose).is_active) == before


def test_who_reaches_beyond_the_centre_is_not_its_supervisor_s(desk: DeskHouse) -> None:
    with desk.database.writing() as session:
        session.add(PersonArea(person_id=desk.people["rose"], centre_id=2))
    assert act(desk, "lotus", "stop", "rose").status_code == 404
    assert "ชื่อ rose" not in desk.sign_in("lotus").get("/review/accounts").text


def test_a_clerk_has_the_centres_that_lie_wholly_in_the_constituency(each_desk: DeskHouse) -> None:
    each_desk.person("iris", Role.CLERK, constituency_id=1)
    shown = each_desk.sign_in("iris").get("/review/accounts").text
    assert all(f"ชื่อ {name}" in shown for name in ("rose", "orchid", "lotus", "iris"))
    assert "ชื่อ auditor" not in shown
    assert act(each_desk, "iris", "code", "lotus").status_code == 200


def test_the_list_and_the_history_are_for_supervisors(desk: DeskHouse) -> None:
    sign_in(desk.new_client(), "rose", "wrong")
    sign_in(desk.new_client(), "rose", PASSWORD)
    lotus = desk.sign_in("lotus")
    shown = lotus.get("/review/accounts?q=ROSE").text
    assert "ชื่อ rose" in shown
    assert "ชื่อ jasmine" not in shown
    page = lotus.get(f"/review/accounts/{desk.people['rose']}").text
    assert "เข้าระบบ" in page
    assert "รหัสผ่านผิด" in page
    assert "เริ่ม " in page
    assert lotus.get(f"/review/accounts/{desk.people['orchid']}").status_code == 404
    assert desk.sign_in("rose").get("/review/accounts").status_code == 403
    english = desk.sign_in("auditor").get("/review/accounts?lang=en").text
    assert "Open an account" not in english


def test_an_account_for_a_whole_province(desk: DeskHouse) -> None:
    """Every kind of area of DESIGN section 2: a reviewer, a clerk and the provincial office."""
    desk.person("boss", Role.OPERATOR)
    boss = desk.sign_in("boss")
    for username, role in (("tulip", "reviewer"), ("iris", "clerk"), ("office", "province")):
        sent = {"username": username, "role": role, "places": "90"}
        assert open_one(boss, **sent).status_code == 201
        area = [a for a in desk.all(PersonArea) if a.person_id == person(desk, username).id]
        assert [(a.province_id, a.centre_id, a.constituency_id) for a in area] == [(1, None, None)]
        desk.people[username] = person(desk, username).id or 0
    desk.sheet(unit_id=3)  # another centre's than rose's, of the same province
    assert take(desk.sign_in("tulip")).sheet_id == 1
    office = desk.sign_in("office")
    page = office.get("/review/accounts").text
    assert '<td><span class="nowrap">90</span></td>' in page
    assert 'action="/review/accounts"' in page.split("<h2>")[0]  # it may look for accounts
    assert 'name="places"' not in page  # and opens none
    assert office.get("/review/sheets/1").status_code == 200
    assert office.post("/review/next", data={"csrf": token_of(office)}).status_code == 403
    # Who has a part of the province opens nothing that is wider.
    desk.person("fern", Role.CLERK, constituency_id=1)
    refused = open_one(desk.sign_in("fern"), username="wide", places="90")
    assert "ไม่มีรหัสนี้ในพื้นที่ของท่าน" in refused.text
    # A clerk of the whole province does.
    opened = open_one(desk.sign_in("iris"), username="wide", role="supervisor", places="90 90-1 c2")
    assert opened.status_code == 201


def test_a_code_of_two_kinds_of_place_says_which(desk: DeskHouse) -> None:
    with desk.database.writing() as session:
        session.get_one(TallyCentre, 2).code = "90"
    desk.person("boss", Role.OPERATOR)
    boss = desk.sign_in("boss")
    assert "มีทั้งศูนย์ เขต หรือจังหวัดที่ใช้รหัสนี้" in open_one(boss, places="90").text
    assert open_one(boss, places="centre:90").status_code == 201
    assert open_one(boss, username="office", role="province", places="90").status_code == 201
