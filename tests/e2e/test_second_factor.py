"""Setting a phone up in a real browser: the picture is there, and the page is usable by anybody."""

import pyotp
import pytest

from tests.fixtures.desk import PASSWORD
from tests.fixtures.live import LiveDesk, serious

pytestmark = pytest.mark.e2e


def test_a_supervisor_sets_a_phone_up_by_keyboard(live: LiveDesk) -> None:
    page = live.open_as(None, viewport={"width": 360, "height": 740}, bypass_csp=True)
    page.goto("/review/sign-in")
    page.wait_for_function("document.activeElement.id === 'username'")
    page.keyboard.type("lotus")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".qr svg")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert serious(page) == []
    key = page.inner_text("code.key").replace(" ", "")
    page.wait_for_function("document.activeElement.id === 'code'")
    page.keyboard.type(pyotp.TOTP(key).at(live.house.clock.at))
    page.keyboard.press("Enter")
    page.wait_for_selector(".recovery")
    assert page.locator(".recovery li").count() == 10
    assert serious(page) == []
    page.click("a.first")
    page.wait_for_url("**/review")
