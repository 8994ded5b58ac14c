"""How a rehearsed committee hands in and answers: at the door's own functions, or over HTTP."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

import httpx
from sqlmodel import Session

from app.opening import Ground
from app.rehearse.errors import DoorClosed
from app.rehearse.papers import Shot
from bot.conversation.state import Do
from intake.receive import Arrival, receive
from models.store import decisions
from models.store.enrolment import enrol, issue_code, open_code
from models.store.rows import saved
from models.tables.people import Person
from models.tables.photos import Channel
from models.tables.sheets import AnswerKind, Sheet
from pages.keying import field_name

_LASTING: Final = timedelta(hours=12)
_NAME: Final = "กรรมการซ้อม"
_HIDDEN: Final = re.compile(r'name="(csrf|edit)" value="([^"]*)"')
_PATIENCE_S: Final = 30

Corrections = Mapping[str, int]
"""Field key → what the paper says where the machine misread."""


class Sender(Protocol):
    """The committees of the rehearsed units."""

    def send(self, shot: Shot) -> None:
        """Hand in a photo."""

    def answer(self, unit_id: int, sheet_id: int, corrections: Corrections) -> None:
        """Answer a read-back: agree, or say what the paper says."""


class DirectSender:
    """Enrols a committee member for each unit and hands bytes to `intake.receive`."""

    def __init__(self, ground: Ground) -> None:
        """Take the opened ground."""
        self._ground = ground
        self._people: dict[int, Person] = {}

    def send(self, shot: Shot) -> None:
        """Hand in a photo."""
        with self._ground.database.writing() as session:
            person = self._person(session, shot.unit_id)
        arrival = Arrival(shot.unit_id, Channel.WEB, shot.jpeg, shot.name, person.id)
        with self._ground.database.writing() as session:
            receive(session, self._ground.door, arrival, datetime.now(UTC))

    def answer(self, unit_id: int, sheet_id: int, corrections: Corrections) -> None:
        """Answer a read-back."""
        person = self._people[unit_id]
        kind = AnswerKind.MISREAD if corrections else AnswerKind.AGREES
        said = decisions.Said(saved(person.id), person.key, kind, corrections)
        with self._ground.database.writing() as session:
            sheet = session.get_one(Sheet, sheet_id)
            decisions.answer(session, sheet, said, datetime.now(UTC))

    def _person(self, session: Session, unit_id: int) -> Person:
        if unit_id not in self._people:
            secret = self._ground.settings.secret_key.get_secret_value().encode()
            code = _issue(session, self._ground, unit_id)
            person = enrol(
                session,
                open_code(session, code, secret, datetime.now(UTC)),
                _NAME,
                datetime.now(UTC),
            )
            session.flush()
            session.expunge(person)
            self._people[unit_id] = person
        return self._people[unit_id]


class WebSender:
    """Goes through the page `/send` as people do: code, unit, photos, answer."""

    def __init__(self, ground: Ground, address: str) -> None:
        """Take the opened ground, for the codes, and the address of the web pages."""
        self._ground = ground
        self._address = address.rstrip("/")
        self._browsers: dict[int, httpx.Client] = {}

    def meet(self, unit_id: int) -> None:
        """Let a unit's committee come in before it sends."""
        self._browser(unit_id)

    def send(self, shot: Shot) -> None:
        """Hand in a photo."""
        browser = self._browser(shot.unit_id)
        hidden = self._hidden(browser, "/send")
        files = {"photos": (shot.name, shot.jpeg, "image/jpeg")}
        _expect(browser.post("/send/photos", data=hidden, files=files), 303)

    def answer(self, unit_id: int, sheet_id: int, corrections: Corrections) -> None:
        """Answer a read-back."""
        browser = self._browser(unit_id)
        do = Do.FIX_SEND if corrections else Do.AGREE
        form = self._hidden(browser, f"/send/sheets/{sheet_id}") | {"do": do.value}
        form |= {field_name(key): str(value) for key, value in corrections.items()}
        _expect(browser.post(f"/send/sheets/{sheet_id}/answer", data=form), 303)

    def _browser(self, unit_id: int) -> httpx.Client:
        if unit_id not in self._browsers:
            self._browsers[unit_id] = self._enrol(unit_id)
        return self._browsers[unit_id]

    def _enrol(self, unit_id: int) -> httpx.Client:
        with self._ground.database.writing() as session:
            code = _issue(session, self._ground, unit_id)
        browser = httpx.Client(base_url=self._address, timeout=_PATIENCE_S, trust_env=False)
        try:
            form = self._hidden(browser, "/send") | {"code": code, "name": _NAME}
            _expect(browser.post("/send/code", data=form), 200)
            _expect(browser.post("/send/bind", data=form), 303)
        except (httpx.HTTPError, DoorClosed):
            browser.close()
            raise
        return browser

    def close(self) -> None:
        """Close every unit's browser."""
        for browser in self._browsers.values():
            browser.close()

    def _hidden(self, browser: httpx.Client, path: str) -> dict[str, str]:
        return dict(_HIDDEN.findall(_expect(browser.get(path), 200).text))


def sender_to(ground: Ground, to: str) -> Sender:
    """Return the sender for `direct` or for the address of the web pages.

    Raises:
        DoorClosed: nobody answers at that address.
    """
    if to == "direct":
        return DirectSender(ground)
    try:
        _expect(httpx.get(f"{to.rstrip('/')}/healthz", timeout=5, trust_env=False), 200)
    except httpx.HTTPError as trouble:
        raise DoorClosed(to) from trouble
    return WebSender(ground, to)


def _issue(session: Session, ground: Ground, unit_id: int) -> str:
    secret = ground.settings.secret_key.get_secret_value().encode()
    at = datetime.now(UTC)
    return issue_code(session, unit_id, secret, at=at, expires_at=at + _LASTING)


def _expect(answer: httpx.Response, status: int) -> httpx.Response:
    if answer.status_code != status:
        raise DoorClosed(f"{answer.request.url.path}: {answer.status_code}")
    return answer
