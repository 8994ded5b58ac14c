"""How a page is come to that is the answer to a form, and cannot be opened by its address."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pyotp
from playwright.sync_api import Page
from sqlalchemy import delete
from sqlmodel import col, select

from app.election.demo import PASSWORD, demo_counts
from models.tables.people import Person, SecondFactor
from models.values.ballots import Ballot
from tests.screens.hall import Hall
from tests.screens.night import SILENT

_PHONELESS: Final = "spm-supervisor"
"""Sets a phone up in every picture of that anew."""


def stay(page: Page, hall: Hall) -> None:
    """Take the page as it is."""


def claim(page: Page, _hall: Hall) -> None:
    """Take the sheet, where it is still free."""
    button = page.locator("button[formaction$='/claim']")
    if button.count():
        with page.expect_navigation():
            button.first.click()


def give_back(page: Page, _hall: Hall) -> None:
    """Take the sheet and open the panel that returns it."""
    claim(page, _hall)
    page.locator("#return-panel summary").click()


def spoil(page: Page, _hall: Hall) -> None:
    """Take the sheet and type a number that breaks its sums."""
    claim(page, _hall)
    good = page.locator("input.count[data-key=good]")
    good.fill("9")
    good.press("Tab")


def ask_recall(page: Page, _hall: Hall) -> None:
    """Open the panel that asks for a recall."""
    page.locator("#recall-panel summary").click()


def show_keys(page: Page, _hall: Hall) -> None:
    """Take the sheet and ask which keys there are."""
    claim(page, _hall)
    page.locator("[data-open=keys]").click()


def refuse(page: Page, _hall: Hall) -> None:
    """Try a wrong password."""
    _give(page, "nobody", "not this one")


def _give(page: Page, username: str, password: str = PASSWORD) -> None:
    page.fill("#username", username)
    page.fill("#password", password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def set_up_phone(page: Page, hall: Hall) -> None:
    """Sign in where a second factor is required and none is set up."""
    with hall.ground.database.writing() as session:
        owner = select(Person.id).where(Person.username == _PHONELESS)
        session.execute(delete(SecondFactor).where(col(SecondFactor.person_id).in_(owner)))
    _give(page, _PHONELESS)


def recovery(page: Page, hall: Hall) -> None:
    """Set the second factor up."""
    set_up_phone(page, hall)
    key = page.inner_text("code.key").replace(" ", "")
    page.fill("#code", pyotp.TOTP(key).at(datetime.now(UTC)))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def second_factor(page: Page, hall: Hall) -> None:
    """Sign in where the second factor stands."""
    recovery(page, hall)
    page.context.clear_cookies()
    page.goto("/review/sign-in")
    _give(page, _PHONELESS)


def give_code(page: Page, _hall: Hall) -> None:
    """Give an account a code for its first sign-in."""
    with page.expect_navigation():
        page.locator("form[action$='/code'] button").click()


def new_password(page: Page, hall: Hall) -> None:
    """Sign in with such a code."""
    give_code(page, hall)
    username, written = page.locator("td code").all_inner_texts()[:2]
    page.context.clear_cookies()
    page.goto("/review/sign-in")
    _give(page, username, written)


def fresh_code(page: Page, _hall: Hall) -> None:
    """Issue a code of a unit."""
    with page.expect_navigation():
        page.locator("form[action$='/code'] button").first.click()


def open_code(page: Page, hall: Hall) -> None:
    """Type a unit's code."""
    page.fill("#code", hall.facts["code"])
    with page.expect_navigation():
        page.keyboard.press("Enter")


def wrong_code(page: Page, _hall: Hall) -> None:
    """Type a code that opens nothing."""
    page.fill("#code", "0000-0000-000")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def key_half(page: Page, _hall: Hall) -> None:
    """Send a report of which numbers are missing."""
    page.locator("input.count").first.fill("1234")
    with page.expect_navigation():
        page.locator("form.card button.first").click()


def upload(page: Page, hall: Hall) -> None:
    """Send a file of counts with a line that adds up and one that does not."""
    counts = demo_counts()[SILENT, Ballot.PARTY_LIST]
    names = ["unit", "ballot", *counts]
    lines = [
        [SILENT, "party_list", *map(str, counts.values())],
        ["TKM0301-002", "party_list", *map(str, {**counts, "good": 1}.values())],
    ]
    file = Path(hall.folder) / "counts.csv"
    file.write_text("\n".join(",".join(line) for line in [names, *lines]), encoding="utf-8-sig")
    page.set_input_files("input[type=file]", file)
    with page.expect_navigation():
        page.locator("form[action$='/counts/file'] button").click()
