"""The operations board and the audit log in a real browser: no page wider than a phone."""

from typing import Literal

import pytest

from tests.fixtures.live import LiveDesk, faults

pytestmark = pytest.mark.e2e

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PATHS = {
    "lotus": (
        "/review/operations",
        "/review/accounts",
        "/review/accounts/100",
        "/review/sheets/1/history",
    ),
    "auditor": ("/review/audit",),
}


def test_they_fit_a_phone_and_are_accessible(live: LiveDesk) -> None:
    live.house.sheet(1)
    found = {}
    for username, paths in PATHS.items():
        size = {"width": 360, "height": 740}
        page = live.open_as(live.house.sign_in(username), viewport=size, bypass_csp=True)
        for path in paths:
            page.goto(path)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                found[scheme, path] = faults(page)
    assert {place: wrong for place, wrong in found.items() if wrong} == {}
