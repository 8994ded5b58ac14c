"""The sheet screen in a browser: keys, sums while typing, nothing that moves."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from models.states.sheet import SheetState
from models.tables.sheets import Decision, DecisionKind
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


def test_any_wrong_cell_is_six_keys_away(live: LiveDesk) -> None:
    """The machine stands by a wrong cell: go to number 4, type 60, confirm what that breaks."""
    counts = {**COUNTS, "row:4": 76, "good": 386, "used": 406, "came": 406, "remaining": 94,
              "total": 386}  # fmt: skip
    live.house.sheet(counts=counts)
    page = at_desk(live)
    for key in ("j", "4", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#f-row\\:4")).to_be_focused()
    page.keyboard.type("70")
    expect(page.locator("li[data-rule=R303]")).to_contain_text("ขาด 6 (R303)")


def test_arrows_walk_the_lines_and_shift_moves_the_picture(live: LiveDesk) -> None:
    live.house.sheet(doubtful=frozenset({"row:4"}))
    page = at_desk(live)
    expect(page.locator("#f-row\\:4")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#f-on_roll")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#f-row\\:4")).to_be_focused()
    before = page.locator("[data-pan]").get_attribute("style")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-pan]")).not_to_have_attribute("style", before or "")
    expect(page.locator("#f-row\\:4")).to_be_focused()


def test_contrast_stays_from_sheet_to_sheet(live: LiveDesk) -> None:
    live.house.sheet()
    live.house.sheet(unit_id=2)
    page = at_desk(live)
    page.keyboard.press("c")
    expect(page.locator("[data-do=contrast]")).to_have_attribute("aria-pressed", "true")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[data-do=contrast]")).to_have_attribute("aria-pressed", "true")


def test_what_was_typed_survives_a_lost_connection_and_counts_once(live: LiveDesk) -> None:
    live.house.sheet(counts={**COUNTS, "row:4": 76}, doubtful=frozenset({"row:4"}))
    page = at_desk(live)
    expect(page.locator("#f-row\\:4")).to_be_focused()
    page.keyboard.type("70")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.locator("[data-offline]")).to_be_visible()
    assert live.house.all(Decision) == []
    with page.expect_navigation(url="**/review?empty=1"):
        page.context.set_offline(False)
    assert live.house.counts(1)["row:4"] == 70
    assert len(live.house.all(Decision)) == 1


def test_an_answer_that_got_lost_on_its_way_back_counts_once(live: LiveDesk) -> None:
    live.house.sheet()
    page = at_desk(live)
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch(max_redirects=0).status)
        route.abort()

    page.route("**/decide", lose_the_first)
    page.reload()  # a browser under load may let requests past a route that the page is older than
    with page.expect_navigation(url="**/review?empty=1"):
        page.keyboard.press("Enter")
    assert lost == [200]
    assert [d.kind for d in live.house.all(Decision)] == [DecisionKind.CONFIRM]


def test_a_reload_brings_back_what_was_typed(live: LiveDesk) -> None:
    live.house.sheet(doubtful=frozenset({"row:4"}))
    page = at_desk(live)
    expect(page.locator("#f-row\\:4")).to_be_focused()
    page.keyboard.type("61")
    page.reload()
    expect(page.locator("#f-row\\:4")).to_have_value("61")
    expect(page.locator("[data-restored-note]")).to_be_visible()


def test_two_browsers_race_for_one_sheet(live: LiveDesk) -> None:
    """Both see it free; one takes it, the other is told who has it and loses nothing."""
    live.house.sheet()
    pages = []
    for name in ("rose", "jasmine"):
        page = live.open_as(live.house.sign_in(name), viewport=LAPTOP)
        page.goto("/review/sheets/1")
        expect(page.locator("#look button[autofocus]")).to_be_focused()
        pages.append(page)
    rose, jasmine = pages
    with rose.expect_navigation():
        rose.keyboard.press("Enter")
    with jasmine.expect_navigation():
        jasmine.keyboard.press("Enter")
    expect(jasmine.locator("main")).to_contain_text("ชื่อ rose กำลังตรวจแผ่นนี้")
    live.house.clock.pass_by(minutes=6)
    jasmine.goto("/review/sheets/1")
    expect(jasmine.locator("#look button[autofocus]")).to_be_focused()
    with jasmine.expect_navigation():
        jasmine.keyboard.press("Enter")
    with jasmine.expect_navigation(url="**/review?empty=1"):
        jasmine.keyboard.press("Enter")
    with rose.expect_navigation():
        rose.keyboard.press("Enter")
    expect(rose.locator("main")).to_contain_text("ชื่อ jasmine ยืนยันแผ่นนี้เมื่อ 18.06 น.")
    assert len(live.house.all(Decision)) == 1


def test_without_scripts_the_desk_works_too(live: LiveDesk) -> None:
    live.house.sheet(counts={**COUNTS, "row:4": 76}, doubtful=frozenset({"row:4"}))
    page = at_desk(live, java_script_enabled=False)
    page.fill("#f-row\\:4", "70")
    page.locator("[data-confirm]").click()
    assert states(live.house) is SheetState.CONFIRMED
