"""The straight line as people walk it: six photos, a read-back, two desks, the public page.

The reviewer writes one voter more into `came` than the machine, the committee and the paper say:
so the story holds whatever the reader makes of the other cells, and a second person must agree.
"""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.election.demo import demo_counts, demo_folder
from app.election.folder import read_folder
from app.paper import unit_sheets
from models.values.ballots import Ballot
from ocr.draw import PRESETS, draw_sheet, photograph
from tests.fixtures.night import RunningNight, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(280)]

READING_S = 60
PUBLISHING_S = 40


@pytest.fixture
def truth(night: RunningNight) -> dict[Ballot, dict[str, int]]:
    """What the unit's two forms say."""
    unit, _ = night.code(0)
    return {ballot: dict(c) for (code, ballot), c in demo_counts().items() if code == unit}


@pytest.fixture
def photos(night: RunningNight) -> list[Path]:
    """Photos of the unit's six pages, in no order."""
    unit, _ = night.code(0)
    sheets = [s for s in unit_sheets(read_folder(demo_folder()), demo_counts()) if s.unit == unit]
    files = []
    for sheet in sheets:
        for number, page in enumerate(draw_sheet(sheet.form, sheet.filling, sheet.seed)):
            file = night.folder / f"{sheet.form.id}-{number}.jpg"
            shot = photograph(page, PRESETS["scanner"], sheet.seed, 1600)
            file.write_bytes(shot.jpeg)
            files.append(file)
    return [*files[1::2], *files[::2]]


@pytest.fixture
def new_page(browser: Browser, night: RunningNight) -> Iterator[object]:
    """Open pages in browsers of their own; a page that breaks the policy fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(width: int = 1366, height: int = 768) -> Page:
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, base_url=night.address)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if "Security" in m.text else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def enrol_and_send(page: Page, night: RunningNight, photos: list[Path]) -> None:
    page.goto("/send")
    page.fill("#code", night.code(0)[1])
    page.keyboard.press("Enter")
    page.fill("#name", "สมหมาย ใจสาธิต")
    page.keyboard.press("Enter")
    page.locator(".ballots").wait_for()
    page.set_input_files("input[type=file][multiple]", photos)
    expect(page.locator(".photos li")).to_have_count(6, timeout=READING_S * 1000)


def answer_read_backs(page: Page, truth: dict[Ballot, dict[str, int]]) -> None:
    """Answer both sheets as the paper says: agree, or type what was misread."""
    for _ in truth:
        page.goto("/send")
        page.locator(".step-read_back a.first").click(timeout=READING_S * 1000)
        is_party = "บัญชีรายชื่อ" in page.inner_text("h1")
        counts = truth[Ballot.PARTY_LIST if is_party else Ballot.CONSTITUENCY]
        shown = page.locator(".value").all_inner_texts()
        page.goto(f"{page.url}?way=fix")
        wrong = 0
        for place, field in enumerate(page.locator("input.count").all()):
            key = (field.get_attribute("name") or "").removeprefix("v:")
            if re.sub(r"\D", "", shown[place]) != str(counts.get(key, 0)):
                field.fill(str(counts.get(key, 0)))
                wrong += 1
        if not wrong:
            page.go_back()
        with page.expect_navigation():
            page.locator(f"button[value={'fix_send' if wrong else 'agree'}]").click()


def sign_in(page: Page, night: RunningNight, username: str) -> None:
    page.goto("/review")
    page.fill("#username", username)
    page.fill("#password", night.password)
    page.keyboard.press("Enter")
    page.locator(".queue-page").wait_for()


def take_next(page: Page) -> Ballot | None:
    """Take the next sheet; None where nothing waits."""
    if "/review/sheets/" not in page.url:
        page.goto("/review")
        with page.expect_navigation():
            page.locator("form[action='/review/next'] button").press("Enter")
    if "/review/sheets/" not in page.url:
        return None
    is_party = page.inner_text(".strip .ballot") == "บัญชีรายชื่อ"
    return Ballot.PARTY_LIST if is_party else Ballot.CONSTITUENCY


def look(page: Page, counts: dict[str, int]) -> None:
    """Type what the paper says where the screen differs, explain, and press Enter."""
    address = page.url.split("?", maxsplit=1)[0]
    for _ in range(4):
        for field in page.locator("input.count").all():
            key = field.get_attribute("data-key") or ""
            if field.input_value() != str(counts.get(key, 0)):
                field.fill(str(counts.get(key, 0)))
        for reason in page.locator("select[name^='reason:']").all():
            reason.select_option(index=1)
        with page.expect_navigation():
            page.locator("input.count").first.press("Enter")
        if not page.url.startswith((address, f"{address}/decide")):
            return
    pytest.fail(f"the sheet stayed on the desk: {page.inner_text('.numbers-column')}")


def review(page: Page, truth: dict[Ballot, dict[str, int]]) -> int:
    done = 0
    while (ballot := take_next(page)) is not None:
        look(page, truth[ballot])
        done += 1
    return done


def verify(night: RunningNight) -> int:
    command = [sys.executable, "-m", "app.cli", "verify", str(night.public)]
    root = str(Path(__file__).parents[2])
    return subprocess.run(command, env={"PYTHONPATH": root}, check=False).returncode


def published(night: RunningNight, unit: str) -> dict[tuple[str, str], int]:
    """The unit's rows in the national CSV."""
    text = (night.public / "csv" / "units.csv").read_text(encoding="utf-8-sig")
    rows = [r for r in csv.DictReader(io.StringIO(text)) if r["unit"] == unit]
    return {(r["ballot"], r["key"]): int(r["value"]) for r in rows}


def change_one_byte(night: RunningNight) -> None:
    latest = json.loads((night.public / "data" / "latest.json").read_bytes())
    listed = sorted((night.public / "data" / "files").rglob("*.jpg"))
    assert latest["sequence"] > 0
    data = bytearray(listed[0].read_bytes())
    data[len(data) // 2] ^= 1
    listed[0].write_bytes(bytes(data))


def test_a_unit_from_its_photos_to_the_public(
    night: RunningNight,
    truth: dict[Ballot, dict[str, int]],
    photos: list[Path],
    new_page: "type[Page]",
) -> None:
    unit, _ = night.code(0)
    committee = new_page(390, 844)
    enrol_and_send(committee, night, photos)
    answer_read_backs(committee, truth)

    decided = {ballot: dict(counts) for ballot, counts in truth.items()}
    decided[Ballot.PARTY_LIST]["came"] += 1
    first, second = new_page(), new_page()
    sign_in(first, night, "tkm-reviewer1")
    assert review(first, decided) == 2
    sign_in(second, night, "tkm-reviewer2")
    assert review(second, decided) >= 1

    wait_for(
        lambda: (night.public / "u" / f"{unit}.html").exists() and bool(published(night, unit)),
        PUBLISHING_S,
        "the unit's page",
    )
    expected = {
        (ballot.value, key): value
        for ballot, counts in decided.items()
        for key, value in counts.items()
    }
    assert published(night, unit) == expected

    public = new_page()
    public.goto(f"/u/{unit}.html")
    for ballot, counts in decided.items():
        for key, value in counts.items():
            line = public.locator(f"#{ballot.value}-{key.replace(':', '-')}")
            assert line.locator("td.numbers").inner_text() == f"{value:,}", (ballot, key)
    line = public.locator("#constituency-row-1")
    image = line.locator("a").get_attribute("href")
    assert image is not None
    # Not by a click: the browser's own viewer of pictures styles its page inline.
    answer = public.request.get(urljoin(public.url, image))
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")

    assert verify(night) == 0
    change_one_byte(night)
    assert verify(night) == 1
