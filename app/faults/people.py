"""Committees that send until they are told that a photo is kept, and reviewers who confirm."""

import hashlib
import random
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

import httpx
from sqlmodel import Session

from app.faults.ledger import Ledger
from app.opening import Ground
from app.rehearse.errors import DoorClosed
from app.rehearse.papers import Paper, Shot, shots_of
from app.rehearse.senders import WebSender
from models.tables.sheets import Sheet
from models.values.ballots import Ballot
from pages.keying import field_name

_AGAIN_S: Final = 0.5
_IDLE_S: Final = 1.0
_TAKEN: Final = 303
_EXPLAINED: Final = "as_on_paper"

Truth = Mapping[tuple[int, Ballot], Mapping[str, int | None]]


@dataclass(slots=True)
class Committees:
    """Every unit sends its pages one by one, each again until it is acknowledged."""

    sender: WebSender
    ledger: Ledger
    over: threading.Event
    is_enough: threading.Event
    """Set when no further page is wanted; the one in hand is still sent until it is there."""

    def run(self, papers: Sequence[Paper]) -> None:
        """Draw and send every page, in the order given, until it is enough."""
        for paper in papers:
            for shot in shots_of(paper, "scanner"):
                if self.is_enough.is_set():
                    return
                self._hand_in(shot)

    def _hand_in(self, shot: Shot) -> None:
        sha256 = hashlib.sha256(shot.jpeg).hexdigest()
        self.ledger.try_photo(shot.unit_id, sha256)
        while not self.over.is_set():
            with suppress(httpx.HTTPError, DoorClosed):
                self.sender.send(shot)
                self.ledger.promise_photo(shot.unit_id, sha256)
                return
            time.sleep(_AGAIN_S)


@dataclass(slots=True)
class Reviewer:
    """Signs in, takes one sheet after another, types what the paper says, and confirms."""

    ground: Ground
    ledger: Ledger
    over: threading.Event
    username: str
    password: str
    truth: Truth

    def run(self) -> None:
        """Work until the night is over, whatever falls down meanwhile."""
        while not self.over.is_set():
            with suppress(httpx.HTTPError, DoorClosed), closing(self._browser()) as browser:
                while not self.over.is_set():
                    if not self._decide_one(browser):
                        time.sleep(_IDLE_S)
            time.sleep(_AGAIN_S)

    def _browser(self) -> httpx.Client:
        browser = httpx.Client(base_url=self.ground.settings.base_url, timeout=20, trust_env=False)
        form = _form_of(_got(browser.get("/review/sign-in")), "/review/sign-in")
        form |= {"username": self.username, "password": self.password}
        if browser.post("/review/sign-in", data=form).status_code != _TAKEN:
            browser.close()
            raise DoorClosed("/review/sign-in")
        return browser

    def _decide_one(self, browser: httpx.Client) -> bool:
        """Take the next sheet and decide it; tell whether there was one."""
        ask = _form_of(_got(browser.get("/review")), "/review/next")
        place = browser.post("/review/next", data=ask).headers.get("location", "")
        if not place.startswith("/review/sheets/"):
            return False
        path = place.split("?")[0]
        sheet_id = int(path.rsplit("/", 1)[1])
        answer = browser.get(path)
        for _ in range(3):
            # A finding that was not shown before asks for one more look and a reason.
            form = self._filled(sheet_id, _form_of(_got(answer), f"{path}/decide"))
            answer = browser.post(f"{path}/decide", data=form)
            if answer.status_code == _TAKEN:
                self.ledger.promise_decision(sheet_id, self.username)
                return True
        return False

    def _filled(self, sheet_id: int, form: dict[str, str]) -> dict[str, str]:
        paper = self._paper(sheet_id)
        typed = {field_name(k): "" if v is None else str(v) for k, v in paper.items()}
        given = {name: typed.get(name, value) for name, value in form.items()}
        return {
            name: _EXPLAINED if name.startswith("reason:") else value
            for name, value in given.items()
        }

    def _paper(self, sheet_id: int) -> Mapping[str, int | None]:
        with self.ground.database.reading() as session:
            sheet = _sheet(session, sheet_id)
            return self.truth.get((sheet.unit_id, sheet.ballot), {})


def _sheet(session: Session, sheet_id: int) -> Sheet:
    return session.get_one(Sheet, sheet_id)


def _got(answer: httpx.Response) -> str:
    if not answer.is_success:
        raise DoorClosed(f"{answer.request.url.path}: {answer.status_code}")
    return answer.text


class _Form(HTMLParser):
    """Collects the fields of the form that posts to one address."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self._action = action
        self._is_inside = False
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._is_inside = given.get("action") == self._action
        elif self._is_inside and tag in {"input", "select", "textarea"} and given.get("name"):
            self.fields.setdefault(str(given["name"]), given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False


def _form_of(page: str, action: str) -> dict[str, str]:
    parser = _Form(action)
    parser.feed(page)
    return parser.fields


def shuffled(papers: Sequence[Paper], chance: random.Random) -> list[Paper]:
    """Return the papers unit by unit, units in an order of chance."""
    units = list({paper.unit_id for paper in papers})
    chance.shuffle(units)
    return [paper for unit in units for paper in papers if paper.unit_id == unit]
