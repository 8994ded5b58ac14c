"""The demo's page: sign-ins, codes, and a rehearsal at the press of a button."""

import re
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient
from sqlmodel import select

from app.demo.sign_ins import DemoSheet
from app.opening import Ground
from app.rehearse.progress import last_progress, progress_folder
from app.trial import free_port
from app.web import create_app
from models.tables.photos import Channel, Photo


def _csrf(client: httpx.Client | TestClient) -> str:
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


@pytest.fixture
def served(demo_ground: Ground) -> Iterator[httpx.Client]:
    """The application on a port of its own: a rehearsal comes in by the front door."""
    port = free_port()
    settings = demo_ground.settings.model_copy(update={"base_url": f"http://127.0.0.1:{port}"})
    ground = Ground(settings, demo_ground.database, demo_ground.store, demo_ground.queue)
    config = uvicorn.Config(create_app(ground), port=port, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    with httpx.Client(base_url=settings.base_url, trust_env=False) as browser:
        wait_until(lambda: server.started)
        yield browser
    server.should_exit = True
    thread.join()


def test_the_button_sends_a_units_forms(served: httpx.Client, demo_ground: Ground) -> None:
    answer = served.post("/demo/rehearse", data={"csrf": _csrf(served), "units": "1"})
    assert answer.status_code == 303
    folder = progress_folder(demo_ground)
    wait_until(lambda: (come := last_progress(folder)) is not None and come.sent == come.total)
    come = last_progress(folder)
    assert come is not None
    with demo_ground.database.reading() as session:
        channels = session.exec(select(Photo.channel)).all()
    assert channels == [Channel.WEB] * come.total
    assert f"{come.total}" in served.get("/demo").text


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)
