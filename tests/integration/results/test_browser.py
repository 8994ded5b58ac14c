"""The published pages in a real browser: narrow, dark, with a strict policy and the age banner."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from results.addresses import LATEST
from results.sources import open_source
from results.verify import verify
from tests.fixtures.live import AXE, serious
from tests.integration.results.newsroom import KEY, Newsroom
from tests.integration.results.test_objections_out import answer_one
from tests.integration.results.test_province_reports import consolidate

PAGES = (
    "index.html",
    "p/SM.html",
    "c/SM-1.html",
    "u/SM-1-U001.html",
    "corrections.html",
    "en/downloads.html",
    "about.html",
    "press.html",
    "time/index.html",
    "time/20260301T1130Z.html",
    "reports/SM.html",
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme="dark", locale="th-TH"
    )
    yield context.new_page()
    context.close()


def say(room: Newsroom, **words: object) -> None:
    file = room.folder / LATEST
    file.write_text(json.dumps(json.loads(file.read_bytes()) | words))


@pytest.fixture
def full(night: Newsroom) -> Newsroom:
    """The night with an answered objection and a consolidated constituency."""
    answer_one(night)
    with night.database.writing() as session:
        consolidate(session, "SM-1")
    night.publish(60)
    return night


def misfits(page: Page, *, scripts: bool) -> list[str]:
    """Return what a reader on a narrow phone would miss, or could not use without scripts."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    found = ["too wide"] if wide else []
    if not page.locator("h1").first.is_visible():
        found.append("no heading")
    alone = page.locator(":is(input, button, select):not(form *)").all()
    dead = [] if scripts else [str(control) for control in alone if control.is_visible()]
    return found + dead


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_pages_fit_a_narrow_phone_and_break_no_policy(
    browser: Browser, address: str, full: Newsroom, *, scripts: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme="dark", java_script_enabled=scripts
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    found = {}
    for path in PAGES:
        assert (full.folder / path).exists()
        page.goto(f"{address}/{path}", wait_until="networkidle" if scripts else "load")
        found[path] = misfits(page, scripts=scripts) + troubles
        troubles.clear()
    context.close()
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_a_crop_keeps_the_shape_of_its_window(address: str, page: Page) -> None:
    page.goto(f"{address}/u/SM-1-U001.html")
    size = page.locator("#constituency-row-1 svg.crop").bounding_box()
    assert size is not None
    assert size["width"] / size["height"] == pytest.approx(86 / 36, rel=0.05)


def test_the_board_offers_a_newer_snapshot(address: str, page: Page, night: Newsroom) -> None:
    say(night, sequence=9)
    page.goto(f"{address}/index.html")
    expect(page.locator("#news")).to_have_text("มีผลใหม่แล้ว · แสดงฉบับที่ 9")
    expect(page.locator("#news a")).to_have_attribute("href", "/index.html")


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make setup")
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious(
    browser: Browser,
    address: str,
    full: Newsroom,  # noqa: ARG001 - published before the server answers
    colours: Literal["light", "dark"],
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme=colours, bypass_csp=True
    )
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(f"{address}/{path}")
        found[path] = serious(page)
    context.close()
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_a_place_that_did_not_change_offers_nothing_newer(
    address: str, page: Page, night: Newsroom
) -> None:
    say(night, sequence=9, status="waiting")
    page.goto(f"{address}/c/SM-1.html", wait_until="networkidle")
    expect(page.locator("#news")).to_be_hidden()
    file = night.folder / "c/SM-1.html"
    os.utime(file, (file.stat().st_mtime + 60,) * 2)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#news")).to_have_text("มีผลใหม่แล้ว · แสดงฉบับที่ 9")


def test_a_report_that_did_not_change_offers_nothing_newer(
    full: Newsroom, address: str, page: Page
) -> None:
    say(full, sequence=99, status="waiting")
    page.goto(f"{address}/reports/SM.html", wait_until="networkidle")
    expect(page.locator(".age")).to_have_count(1)
    expect(page.locator("#news")).to_be_hidden()


def test_an_old_board_says_so(address: str, page: Page) -> None:
    page.goto(f"{address}/en/index.html")
    expect(page.locator("#news")).to_contain_text("No update for")


@pytest.mark.parametrize(("minutes", "silent"), [(14, False), (16, True)])
def test_after_a_quarter_of_an_hour_it_says_that_no_reason_was_given(
    address: str, page: Page, night: Newsroom, minutes: int, *, silent: bool
) -> None:
    """R610."""
    before = datetime.now(UTC) - timedelta(minutes=minutes, seconds=30)
    say(night, status="live", checked_at=before.isoformat())
    page.goto(f"{address}/index.html")
    expect(page.locator("#news")).to_contain_text(f"ข้อมูลไม่ได้อัปเดตมา {minutes} นาที")
    said = page.locator("#news").inner_text()
    assert ("ผู้ดูแลระบบยังไม่ได้แจ้งเหตุผล" in said) is silent


def test_a_pause_gives_the_operators_reason(address: str, page: Page, night: Newsroom) -> None:
    say(night, status="paused", reason={"th": "ไฟฟ้าดับ", "en": "power cut"})
    page.goto(f"{address}/index.html")
    expect(page.locator("#news")).to_have_text("หยุดเผยแพร่ชั่วคราว: ไฟฟ้าดับ")


def test_without_scripts_the_time_stands_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/index.html")
    expect(page.get_by_text("หากเวลานี้เก่ากว่า 15 นาที")).to_be_visible()
    page.locator(".place a").first.click()
    page.locator(".squares a").first.click()
    expect(page.locator("#constituency-row-1 svg.crop")).to_be_visible()
    context.close()


def test_an_address_is_verified_like_a_folder(address: str, night: Newsroom) -> None:
    report = verify(open_source(address), KEY.public)
    assert report.faults == []
    assert set(report.listed) == set(night.files())
    (Path(night.folder) / "index.html").unlink()
    assert verify(open_source(address), KEY.public).faults == ["index.html is missing"]
