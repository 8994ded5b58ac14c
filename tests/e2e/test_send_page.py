"""The page /send on a phone: with scripts a chosen picture goes by itself, without them too."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from models.states.sheet import SheetState
from models.tables.photos import Photo
from tests.fixtures.live import LiveDesk
from tests.fixtures.pictures import picture

pytestmark = pytest.mark.e2e

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "page.jpg"
    file.write_bytes(picture(1))
    return file


def test_a_chosen_picture_is_sent_by_itself(live: LiveDesk, photo: Path) -> None:
    page = live.open_as(live.house.enrolled(), viewport=PHONE)
    page.goto("/send")
    page.set_input_files("input[type=file][multiple]", photo)
    expect(page.locator(".photos li")).to_have_count(1, timeout=20_000)
    assert len(live.house.all(Photo)) == 1


def test_without_scripts_a_button_sends_it(live: LiveDesk, photo: Path) -> None:
    page = live.open_as(live.house.enrolled(), viewport=PHONE, java_script_enabled=False)
    page.goto("/send")
    page.set_input_files("input[type=file][multiple]", photo)
    page.locator("button.upload").click()
    expect(page.locator(".photos li")).to_have_count(1, timeout=20_000)


def test_nothing_is_wider_than_the_phone(live: LiveDesk) -> None:
    live.house.sheet(state=SheetState.READ_BACK)
    page = live.open_as(live.house.enrolled(), viewport=PHONE)
    for path in ("/send", "/send/sheets/1", "/send/sheets/1?way=fix", "/send/sheets/1?way=paper"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_news_come_without_a_reload(live: LiveDesk, photo: Path) -> None:
    house = live.house
    page = live.open_as(house.enrolled(), viewport=PHONE)
    page.goto("/send")
    page.set_input_files("input[type=file][multiple]", photo)
    expect(page.locator(".photos li.waiting")).to_have_count(1, timeout=20_000)
    house.sheet(state=SheetState.READ_BACK)
    expect(page.locator(".step-read_back")).to_be_visible(timeout=20_000)
