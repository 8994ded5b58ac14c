"""The demo's page: sign-ins, codes, and a rehearsal at the press of a button."""

import re

from fastapi.testclient import TestClient

from app.demo.sign_ins import DemoSheet
from app.opening import Ground
from app.rehearse.night import last_progress, progress_folder
from app.web import create_app


def _csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/demo").text)
    assert found is not None
    return found[1]


def test_it_shows_how_to_get_in(client: TestClient, demo_ground: Ground) -> None:
    sheet = DemoSheet.read(demo_ground.settings.demo_file)
    page = client.get("/demo").text
    assert sheet.password in page
    assert all(p.username in page for p in sheet.people)
    assert all(c.code in page for c in sheet.codes)


def test_it_speaks_english_when_asked(client: TestClient) -> None:
    assert "The demo election" in client.get("/demo?lang=en").text


def test_it_is_not_there_in_a_real_election(demo_ground: Ground) -> None:
    settings = demo_ground.settings.model_copy(update={"is_demo": False})
    ground = Ground(settings, demo_ground.database, demo_ground.store, demo_ground.queue)
    assert TestClient(create_app(ground)).get("/demo").status_code == 404


def test_a_foreign_form_starts_nothing(client: TestClient) -> None:
    answer = client.post("/demo/rehearse", data={"csrf": "0" * 64, "units": "1"})
    assert answer.status_code == 403


def test_the_button_sends_a_units_forms(client: TestClient, demo_ground: Ground) -> None:
    answer = client.post("/demo/rehearse", data={"csrf": _csrf(client), "units": "1"})
    assert answer.status_code == 303
    process = client.app.state.rehearsal  # type: ignore[attr-defined]
    assert process.wait(60) == 0
    come = last_progress(progress_folder(demo_ground))
    assert come is not None
    assert come.sent == come.total > 0
    assert f"{come.total}" in client.get("/demo").text
