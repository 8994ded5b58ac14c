"""The operations board and the audit log in a real browser: no page wider than a phone."""

import pytest

from tests.fixtures.live import LiveDesk, serious

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("lotus", "/review/operations"),
        ("lotus", "/review/accounts"),
        ("lotus", "/review/accounts/100"),
        ("lotus", "/review/sheets/1/history"),
        ("auditor", "/review/audit"),
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_is_accessible(
    live: LiveDesk, username: str, path: str, scheme: str
) -> None:
    live.house.sheet(1)
    signed_in = live.house.sign_in(username)
    size = {"width": 360, "height": 740}
    page = live.open_as(signed_in, viewport=size, color_scheme=scheme, bypass_csp=True)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert serious(page) == []
