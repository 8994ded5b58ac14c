"""The sheet screen in a browser: keys, sums while typing, nothing that moves."""

import re

import pytest
from playwright.sync_api import Page, expect

from models.states.sheet import SheetState
from tests.fixtures.desk import COUNTS, DeskHouse
from tests.fixtures.live import LiveDesk
from tests.fixtures.looks import take

pytestmark = pytest.mark.e2e

LAPTOP = {"width": 1366, "height": 768}


def at_desk(live: LiveDesk, username: str = "rose", **options: object) -> Page:
    client = live.house.sign_in(username)
    sheet_id = take(client).sheet_id
    page = live.open_as(client, **{"viewport": LAPTOP, **options})
    page.goto(f"/review/sheets/{sheet_id}")
    return page


def states(house: DeskHouse) -> SheetState:
    return house.row(1).state


def test_a_clean_sheet_takes_one_key(live: LiveDesk) -> None:
    live.house.sheet()
    page = at_desk(live)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert states(live.house) is SheetState.CONFIRMED


def test_one_wrong_cell_takes_three_keys(live: LiveDesk) -> None:
    live.house.sheet(counts={**COUNTS, "row:4": 76}, doubtful=frozenset({"row:4"}))
    page = at_desk(live)
    expect(page.locator("#f-row\\:4")).to_be_focused()
    page.keyboard.type("70")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert states(live.house) is SheetState.CONFIRMED
    assert live.house.counts(1)["row:4"] == 70


def test_sums_follow_the_typing_and_nothing_moves(live: LiveDesk) -> None:
    live.house.sheet(counts={**COUNTS, "row:4": 67}, doubtful=frozenset({"row:4", "row:5"}))
    page = at_desk(live)
    gap = page.locator("li[data-rule=R303] .gap-word")
    expect(gap).to_have_text("ขาด 3")
    field = page.locator("#f-row\\:4")
    expect(field).to_be_focused()
    before = (field.bounding_box(), page.evaluate("scrollY"))
    page.keyboard.type("๗๐")
    expect(gap).to_have_text("ตรง")
    page.keyboard.type("9")
    expect(gap).to_have_text("เกิน 639")
    box, scroll = field.bounding_box(), page.evaluate("scrollY")
    assert before[0] is not None
    assert box is not None
    assert (box["x"], box["width"], scroll) == (before[0]["x"], before[0]["width"], before[1])


def test_tab_walks_the_doubtful_cells_first(live: LiveDesk) -> None:
    live.house.sheet(doubtful=frozenset({"good", "row:5"}))
    page = at_desk(live)
    expect(page.locator("#f-good")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#f-row\\:5")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("[data-confirm]")).to_be_focused()


def test_the_page_shows_the_field_in_hand(live: LiveDesk) -> None:
    live.house.sheet(doubtful=frozenset({"row:5"}))
    page = at_desk(live)
    expect(page.locator("#f-row\\:5")).to_be_focused()
    outline = page.locator(".page-image.shown .outline").bounding_box()
    stage = page.locator("[data-stage]").bounding_box()
    assert outline is not None
    assert stage is not None
    assert stage["x"] <= outline["x"] <= stage["x"] + stage["width"]
    assert stage["y"] <= outline["y"] <= stage["y"] + stage["height"]


def test_keys_open_the_return_and_the_help(live: LiveDesk) -> None:
    live.house.sheet()
    page = at_desk(live)
    page.keyboard.press("Shift+Slash")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator("#return-panel[open]")).to_be_visible()
    page.locator("#return-panel button").click()
    page.wait_for_url("**/review?empty=1")
    assert states(live.house) is SheetState.RETURNED


def test_a_thai_keyboard_types_digits_all_the_same(live: LiveDesk) -> None:
    live.house.sheet(doubtful=frozenset({"row:4"}))
    page = at_desk(live)
    field = page.locator("#f-row\\:4")
    expect(field).to_be_focused()
    key = "new KeyboardEvent('keydown', {code: 'Digit7', key: 'ึ', bubbles: true, cancelable: true})"
    field.evaluate(f"(f) => {{ f.select(); f.dispatchEvent({key}); }}")
    expect(field).to_have_value("7")


def test_the_page_can_be_turned_and_fitted(live: LiveDesk) -> None:
    live.house.sheet()
    page = at_desk(live)
    page.keyboard.press("t")
    expect(page.locator(".page-image.shown")).to_have_class("page-image shown turn-1")
    page.keyboard.press("z")
    expect(page.locator("[data-pan]")).to_have_attribute("style", re.compile(r"scale\(1\.[1-9]"))
    page.keyboard.press("f")
    expect(page.locator("[data-pan]")).to_have_attribute("style", re.compile(r"scale\(1\)"))


def test_without_scripts_the_desk_works_too(live: LiveDesk) -> None:
    live.house.sheet(counts={**COUNTS, "row:4": 76}, doubtful=frozenset({"row:4"}))
    page = at_desk(live, java_script_enabled=False)
    page.fill("#f-row\\:4", "70")
    page.locator("[data-confirm]").click()
    assert states(live.house) is SheetState.CONFIRMED
