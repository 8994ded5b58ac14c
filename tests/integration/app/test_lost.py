"""An address that leads nowhere, and one that only a form knows, opened by hand or reloaded."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from app.opening import Ground
from app.publisher import publish_once
from app.trial import free_port
from app.web import create_app
from models.database import Database
from results.signing import SigningKey

HTML = {"accept": "text/html,*/*;q=0.8"}


@pytest.mark.parametrize(
    "path", ["/nothing-here", "/c/nowhere/", "/send/nothing", "/static/no.css"]
)
def test_a_person_who_is_lost_reads_where_to_go(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 404
    assert "ไม่พบหน้านี้" in answer.text
    assert "set-cookie" not in answer.headers


def test_in_english_too(client: TestClient) -> None:
    assert "There is nothing here" in client.get("/nothing?lang=en", headers=HTML).text


def test_who_comes_before_the_first_board_reads_that_it_is_coming(
    client: TestClient, demo_ground: Ground
) -> None:
    for path in ("/", "/index.html"):
        answer = client.get(path, headers=HTML)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert answer.headers["cache-control"] == "no-store"
        assert "กำลังเตรียมหน้าผลคะแนน" in answer.text
        assert "is being prepared" in client.get(f"{path}?lang=en", headers=HTML).text
    assert client.get("/").json() == {"detail": "Service Unavailable"}
    assert client.get("/data/latest.json").status_code == 404
    publish_once(demo_ground, SigningKey.read(demo_ground.settings.signing_key_file))
    board = client.get("/", headers=HTML)
    assert board.status_code == 200
    assert "กำลังเตรียมหน้าผลคะแนน" not in board.text


def test_a_machine_is_told_in_json(client: TestClient) -> None:
    assert client.get("/nothing-here").json() == {"detail": "Not Found"}


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/send/code", "/send"),
        ("/send/bind", "/send"),
        ("/send/photos", "/send"),
        ("/send/sheets/7/answer", "/send/sheets/7"),
        ("/review/next", "/review"),
        ("/review/sheets/7/decide", "/review/sheets/7"),
        ("/review/sheets/7/park", "/review/sheets/7"),
    ],
)
def test_what_a_form_drew_can_be_reloaded(client: TestClient, path: str, leads_to: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


@pytest.mark.parametrize("path", ["/send/code", "/review/next"])
def test_the_switch_of_language_survives_being_sent_on(client: TestClient, path: str) -> None:
    assert '<html lang="en">' in client.get(f"{path}?lang=en", follow_redirects=True).text


@pytest.mark.parametrize(("path", "home"), [("/send", "/send"), ("/review", "/review")])
def test_a_record_that_is_away_is_told_in_words(
    demo_ground: Ground, path: str, home: str, caplog: pytest.LogCaptureFixture
) -> None:
    nobody = Database(f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/night")
    app = create_app(replace(demo_ground, database=nobody))
    client = TestClient(app, raise_server_exceptions=False)
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 503
    assert "ระบบขัดข้องชั่วคราว" in answer.text
    assert f'href="{home}"' in answer.text
    assert "OperationalError" not in answer.text
    assert answer.headers["retry-after"] == "60"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "not recorded" in client.get(f"{path}?lang=en", headers=HTML).text
    assert client.get(path).json() == {"detail": "Service Unavailable"}
    nobody.close()
    assert caplog.text.count("nobody@") == 0
