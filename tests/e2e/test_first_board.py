"""The board's address before the first board is printed, in a browser."""

import pytest
from playwright.sync_api import expect

from app.publisher import publish_once
from results.signing import SigningKey
from tests.fixtures.live import LiveDesk, faults

pytestmark = pytest.mark.e2e


def test_the_page_turns_into_the_board_by_itself(live: LiveDesk) -> None:
    page = live.open_as(None, viewport={"width": 390, "height": 844}, bypass_csp=True)
    page.goto("/")
    expect(page.locator("h1")).to_have_text("กำลังเตรียมหน้าผลคะแนน")
    assert faults(page) == []
    publish_once(live.house.app.state.ground, SigningKey.new())
    expect(page.locator("h1")).not_to_have_text("กำลังเตรียมหน้าผลคะแนน", timeout=15_000)
    expect(page.locator("main")).to_contain_text("ยังไม่เป็นทางการ")
    assert page.title() != ""
