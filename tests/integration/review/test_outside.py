"""Signing in through a provider of sign-ins: a real one on loopback, honest and otherwise."""

from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from fastapi.testclient import TestClient
from httpx import Response
from pydantic import SecretStr

from models.store import outside
from models.store.accounts import Keeper
from models.tables.audit import AuditEntry
from models.tables.people import OutsideName, Person, WebSession
from pages.visitors import SESSION_COOKIE
from tests.fixtures.desk import DeskHouse, csrf_of
from tests.fixtures.oidc import CLIENT, CLIENT_SECRET, OidcProvider

MAIL = "rose@centre.example"


@pytest.fixture
def house(desk: DeskHouse, oidc: OidcProvider) -> DeskHouse:
    """A desk whose settings name the provider, with rose known to it by her e-mail."""
    desk.app.state.settings = desk.app.state.settings.model_copy(
        update={"oidc_issuer": oidc.issuer, "oidc_client_id": CLIENT, "oidc_name": "ThaID",
                "oidc_client_secret": SecretStr(CLIENT_SECRET)}
    )  # fmt: skip
    name(desk, "rose", MAIL)
    return desk


def name(desk: DeskHouse, username: str, outside_name: str) -> None:
    with desk.database.writing() as session:
        person = session.get_one(Person, desk.people[username])
        outside.set_name(session, person, outside_name, Keeper("key-lotus", desk.clock.at))


def out(client: TestClient) -> str:
    """Press the button of the sign-in page; returns the provider's address."""
    assert "เข้าสู่ระบบด้วย ThaID" in client.get("/review/sign-in").text
    answer = client.get("/review/outside", follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


def back(client: TestClient, brought: dict[str, str]) -> Response:
    return client.get("/review/outside/back", params=brought, follow_redirects=False)


def come(
    desk: DeskHouse, oidc: OidcProvider, client: TestClient | None = None, **claims: object
) -> Response:
    client = client or desk.new_client()
    said = {"email": MAIL, "email_verified": True} | claims
    return back(client, oidc.authorize(out(client), desk.clock.at.timestamp(), **said))


def test_who_was_named_is_let_in(house: DeskHouse, oidc: OidcProvider) -> None:
    client = house.new_client()
    address = out(client)
    asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
    assert asked["scope"].split()[0] == "openid"
    assert asked["redirect_uri"] == "http://127.0.0.1:8000/review/outside/back"
    assert asked["code_challenge_method"] == "S256"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    brought = oidc.authorize(address, house.clock.at.timestamp(), email=MAIL, email_verified=True)
    answer = back(client, brought)
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    assert "ชื่อ rose" in client.get("/review").text
    # The same way back opens nothing twice: the code is used up.
    assert back(client, brought).status_code == 403
    actions = [e.action for e in house.all(AuditEntry) if e.subject == "person:100"]
    assert actions[-2:] == ["outside sign-in", "sign in"]


def test_the_first_who_comes_under_a_name_owns_it(house: DeskHouse, oidc: OidcProvider) -> None:
    come(house, oidc, sub="first")
    assert come(house, oidc, sub="first", email="new@centre.example").status_code == 303
    other = come(house, oidc, sub="second")
    assert other.status_code == 403
    assert "ไม่มีบัญชีที่ผูกกับผู้ใช้นี้" in other.text
    name(house, "rose", MAIL)  # a supervisor lets another one have it
    assert come(house, oidc, sub="second").status_code == 303


NOT_GOOD: list[tuple[dict[str, object], str]] = [
    ({"nonce": "another"}, "การเข้าระบบครั้งอื่น"),
    ({"aud": "another"}, "ออกให้ระบบอื่น"),
    ({"aud": [CLIENT, "another"], "azp": "another"}, "ออกให้ระบบอื่น"),
    ({"exp": 1_000_000_000}, "หมดอายุแล้ว"),
    ({"iss": "http://127.0.0.1:1"}, "ตรวจลายเซ็นไม่ผ่าน"),
    ({"sub": "s" * 256}, "ตรวจลายเซ็นไม่ผ่าน"),
    ({"email": "nobody@centre.example"}, "ไม่มีบัญชีที่ผูกกับผู้ใช้นี้"),
    ({"email_verified": False}, "ไม่มีบัญชีที่ผูกกับผู้ใช้นี้"),
    ({"email_verified": "true"}, "ไม่มีบัญชีที่ผูกกับผู้ใช้นี้"),
]


def test_a_word_that_is_not_good_opens_nothing(house: DeskHouse, oidc: OidcProvider) -> None:
    for claims, words in NOT_GOOD:
        answer = come(house, oidc, **claims)
        assert (answer.status_code, words in answer.text) == (403, True), claims
        assert house.all(WebSession) == []
        assert [n.subject for n in house.all(OutsideName)] == [None]
        assert [e.action for e in house.all(AuditEntry)][-1] == "outside sign-in refused"


def test_a_key_that_the_provider_does_not_publish_signs_nothing(
    house: DeskHouse, oidc: OidcProvider
) -> None:
    oidc.signs_with = "stolen"
    assert "ตรวจลายเซ็นไม่ผ่าน" in come(house, oidc).text


def test_the_way_back_leads_to_the_browser_that_went_out(
    house: DeskHouse, oidc: OidcProvider
) -> None:
    mine, other = house.new_client(), house.new_client()
    brought = oidc.authorize(out(mine), house.clock.at.timestamp(), email=MAIL, email_verified=True)
    out(other)
    assert "ไม่ได้เริ่มจากเครื่องนี้" in back(other, brought).text
    assert "ไม่ได้เริ่มจากเครื่องนี้" in back(mine, {**brought, "state": "x"}).text
    assert back(mine, {**brought, "iss": "https://else.example"}).status_code == 403
    assert back(mine, {"error": "access_denied", "state": brought["state"]}).status_code == 403
    house.clock.pass_by(minutes=11)
    assert "รอนานเกินไป" in back(mine, brought).text
    assert house.all(WebSession) == []


def test_whose_verifier_is_another_gets_no_word(house: DeskHouse, oidc: OidcProvider) -> None:
    """A stolen code is worth nothing: its PKCE challenge belongs to another state."""
    client = house.new_client()
    stolen = oidc.authorize(out(client), house.clock.at.timestamp(), email=MAIL)
    fresh = oidc.authorize(out(client), house.clock.at.timestamp(), email=MAIL)
    answer = back(client, {**fresh, "code": stolen["code"]})
    assert answer.status_code == 403
    assert "ไม่ได้ยืนยันตัวท่าน" in answer.text


def test_the_phone_is_asked_for_as_after_a_password(house: DeskHouse, oidc: OidcProvider) -> None:
    name(house, "lotus", "subject-of-lotus")
    client = house.new_client()
    page = come(house, oidc, client, sub="subject-of-lotus", email=None)
    assert page.status_code == 200
    assert SESSION_COOKIE not in client.cookies
    assert house.all(WebSession) == []
    secret = page.text.split('<code class="key">', 1)[1].split("</code>", 1)[0].replace(" ", "")
    half = page.text.split('name="half" value="', 1)[1].split('"', 1)[0]
    code = pyotp.TOTP(secret).at(house.clock.at)
    sent = {"csrf": csrf_of(page.text), "half": half, "code": code}
    client.post("/review/second-factor", data=sent)
    assert "ชื่อ lotus" in client.get("/review").text


def test_a_stopped_account_and_one_that_waits_for_its_code(
    house: DeskHouse, oidc: OidcProvider
) -> None:
    come(house, oidc)
    with house.database.writing() as session:
        session.get_one(Person, house.people["rose"]).is_active = False
    assert "บัญชีนี้ถูกระงับ" in come(house, oidc).text
    with house.database.writing() as session:
        rose = session.get_one(Person, house.people["rose"])
        rose.is_active, rose.code_until = True, house.clock.at
    assert "รหัสใช้ครั้งเดียว" in come(house, oidc).text
    page = house.sign_in("lotus").get(f"/review/accounts/{house.people['rose']}").text
    assert page.count("เข้าระบบผ่านผู้ให้บริการไม่สำเร็จ") == 2
    assert "ยืนยันตัวที่ผู้ให้บริการภายนอก" in page


def test_a_provider_that_is_away_leaves_the_password(house: DeskHouse, oidc: OidcProvider) -> None:
    client = house.new_client()
    brought = oidc.authorize(out(client), house.clock.at.timestamp(), email=MAIL)
    oidc.is_broken = True
    for answer in (client.get("/review/outside"), back(client, brought)):
        assert answer.status_code == 502
        assert "ใช้ชื่อผู้ใช้และรหัสผ่านแทน" in answer.text
        assert 'name="password"' in answer.text
    # Nobody is sent to a provider that others can listen to.
    oidc.is_broken = False
    for issuer in ("http://provider.example", "ftp://127.0.0.1", "https://"):
        house.app.state.settings = house.app.state.settings.model_copy(
            update={"oidc_issuer": issuer}
        )
        assert client.get("/review/outside").status_code == 502


def test_without_a_provider_there_is_no_button_and_no_way(desk: DeskHouse) -> None:
    client = desk.new_client()
    assert "/review/outside" not in client.get("/review/sign-in").text
    assert client.get("/review/outside").status_code == 404
    assert client.get("/review/outside/back").status_code == 404


def test_a_supervisor_names_those_below(house: DeskHouse) -> None:
    lotus = house.sign_in("lotus")
    path = f"/review/accounts/{house.people['jasmine']}"
    csrf = csrf_of(lotus.get(path).text)
    taken = lotus.post(f"{path}/outside", data={"csrf": csrf, "name": MAIL.upper()})
    assert taken.status_code == 422
    assert "มีบัญชีอื่นใช้ชื่อนี้แล้ว" in taken.text
    lotus.post(f"{path}/outside", data={"csrf": csrf, "name": "J@Centre.Example"})
    assert "j@centre.example" in lotus.get(path).text
    own = f"/review/accounts/{house.people['lotus']}/outside"
    assert lotus.post(own, data={"csrf": csrf, "name": "x"}).status_code == 403
    lotus.post(f"{path}/outside", data={"csrf": csrf, "name": ""})
    assert [n.name for n in house.all(OutsideName)] == [MAIL]
    log = [e for e in house.all(AuditEntry) if e.action == "outside name set"]
    assert "j@centre.example" not in str([e.after for e in log])
