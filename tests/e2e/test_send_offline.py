"""/send without a network: what is taken stays on the phone, and arrives once when it is back."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from models.tables.evidence import Evidence
from models.tables.photos import Photo
from models.values.evidence import EvidenceKind
from tests.fixtures.live import LiveDesk, serious
from tests.fixtures.night import wait_for
from tests.fixtures.pictures import picture

pytestmark = pytest.mark.e2e

PHONE = {"width": 360, "height": 740}
ALBUM = "input[type=file][multiple]"
LATE = 20_000


@pytest.fixture
def photos(tmp_path: Path) -> Sequence[Path]:
    files = [tmp_path / f"page-{n}.jpg" for n in (1, 2)]
    for n, file in enumerate(files, start=1):
        file.write_bytes(picture(n))
    return files


def opened(live: LiveDesk, **options: object) -> Page:
    """Open the page and wait until its worker watches over it."""
    page = live.open_as(live.house.enrolled(), viewport=PHONE, **options)
    page.goto("/send")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def arrived(live: LiveDesk, count: int) -> None:
    wait_for(lambda: len(live.house.all(Photo)) >= count, LATE / 1000, "the pictures")
    assert len(live.house.all(Photo)) == count


def test_pictures_wait_for_the_network_and_come_once_each(
    live: LiveDesk, photos: Sequence[Path]
) -> None:
    page = opened(live)
    page.context.set_offline(True)
    page.set_input_files(ALBUM, list(photos))
    kept = page.locator("#kept li")
    expect(kept).to_have_count(2)
    expect(kept.first).to_contain_text("จะส่งเองเมื่อมีสัญญาณ")
    assert live.house.all(Photo) == []
    page.context.set_offline(False)
    expect(page.locator(".photos li")).to_have_count(2, timeout=LATE)
    expect(kept).to_have_count(0)
    arrived(live, 2)


def test_they_outlive_a_reload_without_a_network(live: LiveDesk, photos: Sequence[Path]) -> None:
    page = opened(live)
    page.context.set_offline(True)
    page.set_input_files(ALBUM, photos[0])
    expect(page.locator("#kept li")).to_have_count(1)
    page.reload()
    expect(page.locator("h2", has_text="ไม่มีสัญญาณ")).to_be_visible()
    expect(page.locator("#kept li")).to_have_count(1)
    expect(page.locator("#unit-name")).to_contain_text("หน่วย 1")
    page.set_input_files(ALBUM, photos[1])
    expect(page.locator("#kept li")).to_have_count(2)
    page.context.set_offline(False)
    expect(page.locator(".photos li")).to_have_count(2, timeout=LATE)
    arrived(live, 2)


def test_an_answer_that_got_lost_makes_no_second_photo(
    live: LiveDesk, photos: Sequence[Path]
) -> None:
    # Playwright sees no request of a page that a worker watches over.
    page = live.open_as(live.house.enrolled(), viewport=PHONE, service_workers="block")
    page.goto("/send")
    tries: list[Route] = []

    def lose_the_first_answer(route: Route) -> None:
        tries.append(route)
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/send/pictures", lose_the_first_answer)
    page.set_input_files(ALBUM, photos[0])
    expect(page.locator(".photos li")).to_have_count(1, timeout=LATE)
    expect(page.locator("#kept li")).to_have_count(0)
    assert len(tries) == 2
    arrived(live, 1)


def test_what_is_chosen_while_another_picture_goes_is_sent_too(
    live: LiveDesk, photos: Sequence[Path]
) -> None:
    page = live.open_as(live.house.enrolled(), viewport=PHONE, service_workers="block")
    page.goto("/send")
    held: list[Route] = []
    page.route("**/send/pictures", lambda r: r.continue_() if held else held.append(r))
    with page.expect_request("**/send/pictures"):
        page.set_input_files(ALBUM, photos[0])
    page.set_input_files(ALBUM, photos[1])
    expect(page.locator("#kept li")).to_have_count(2)
    # The page empties the field once it has looked at the second, and asked for it to be sent.
    page.wait_for_function("document.querySelector('[multiple]').files.length === 0")
    held[0].continue_()
    expect(page.locator(".photos li")).to_have_count(2, timeout=LATE)
    arrived(live, 2)


def test_a_signed_out_phone_keeps_its_pictures(live: LiveDesk, photos: Sequence[Path]) -> None:
    page = opened(live)
    page.context.clear_cookies()
    page.set_input_files(ALBUM, photos[0])
    expect(page.locator("#kept li")).to_contain_text("ลงทะเบียนอีกครั้ง")
    assert live.house.all(Photo) == []


def test_a_picture_that_waits_can_be_dropped(live: LiveDesk, photos: Sequence[Path]) -> None:
    page = opened(live)
    page.context.set_offline(True)
    page.set_input_files(ALBUM, photos[0])
    page.locator("#kept button").click()
    expect(page.locator("#kept li")).to_have_count(0)


def test_a_word_comes_at_once(live: LiveDesk, photos: Sequence[Path]) -> None:
    page = opened(live)
    page.context.set_offline(True)
    page.set_input_files(ALBUM, photos[0])
    expect(page.locator("#kept li")).to_contain_text("ภาพเล็ก")
    expect(page.locator("#kept canvas")).to_be_visible()


def test_the_camera_shows_an_outline_and_its_picture_goes(live: LiveDesk) -> None:
    page = opened(live, permissions=["camera"])
    page.locator("[data-camera]").click(position={"x": 10, "y": 10})
    expect(page.locator("#camera")).to_be_visible()
    expect(page.locator("#camera svg path")).to_be_visible()
    page.locator("[data-shutter]").click()
    expect(page.locator(".photos li")).to_have_count(1, timeout=LATE)
    page.locator("[data-close]").click()
    expect(page.locator("#camera")).to_be_hidden()
    arrived(live, 1)


def test_evidence_waits_for_the_network_too(live: LiveDesk, photos: Sequence[Path]) -> None:
    page = opened(live)
    page.context.set_offline(True)
    page.locator("details.other summary").click()
    page.select_option("#evidence-kind", "tally_board")
    page.set_input_files("#evidence-photo", photos[0])
    page.get_by_role("button", name="ส่งหลักฐาน").click()
    expect(page.locator("#kept li")).to_have_count(1)
    page.context.set_offline(False)
    expect(page.locator(".photos li")).to_contain_text("หลักฐาน: กระดานขีดคะแนน", timeout=LATE)
    assert [e.kind for e in live.house.all(Evidence)] == [EvidenceKind.TALLY_BOARD]


def test_axe_finds_nothing_on_the_page_without_a_network(
    live: LiveDesk, photos: Sequence[Path]
) -> None:
    page = opened(live, bypass_csp=True)
    page.context.set_offline(True)
    page.set_input_files(ALBUM, photos[0])
    expect(page.locator("#kept li")).to_have_count(1)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_phone_is_told_what_the_page_is(live: LiveDesk) -> None:
    page = opened(live)
    address = page.get_attribute("link[rel=manifest]", "href")
    told = page.request.get(str(address)).json()
    assert (told["display"], told["start_url"], told["scope"]) == ("standalone", "/send", "/send")
    for icon in told["icons"]:
        assert page.request.get(icon["src"]).headers["content-type"] == "image/png"
