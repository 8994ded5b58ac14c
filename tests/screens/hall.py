"""The demo election in a folder, served on random ports, with a browser for each of its people."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlmodel import select

from app.opening import Ground
from app.publisher import open_press
from app.settings import Settings
from app.trial import free_port, trial_settings
from app.web import create_app
from models.store.sessions import open_session
from models.tables.geography import ReportingUnit
from models.tables.people import Person, PersonArea, Role
from pages.visitors import SESSION_COOKIE
from results.publish import Published
from results.signing import SigningKey
from tests.fixtures.night import wait_for

_SECRET = SecretStr("a secret of the pictures, long enough for every use of it")


def hall_settings(folder: Path) -> Settings:
    """Return the settings of the photographed demo; nobody needs a phone to sign in."""
    wanted = trial_settings(
        folder, free_port(), secret_key=_SECRET, second_factor="offered", answer_wait_s=36_000.0
    )
    return wanted.model_copy(update={"is_demo": True})


@dataclass
class Hall:
    """An opened demo election, and hands to fill it."""

    ground: Ground
    folder: Path
    facts: dict[str, str] = field(default_factory=dict)
    clients: dict[str, TestClient] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    @cached_property
    def app(self) -> FastAPI:
        """The application over the ground."""
        return create_app(self.ground)

    def client(self, username: str) -> TestClient:
        """Return the browser in which somebody is signed in."""
        if username not in self.clients:
            client = TestClient(self.app, base_url=self.ground.settings.base_url)
            client.cookies.set(SESSION_COOKIE, self.token(username))
            self.clients[username] = client
        return self.clients[username]

    def token(self, who: str) -> str:
        """Return the session of a username, or of the committee of the unit with this code."""
        if who not in self._tokens:
            self._tokens[who] = self._sign_in(who)
        return self._tokens[who]

    def _sign_in(self, who: str) -> str:
        with self.ground.database.writing() as session:
            named = select(Person).where(Person.username == who)
            sending = (
                select(Person)
                .join(PersonArea)
                .join(ReportingUnit)
                .where(ReportingUnit.code == who, Person.role == Role.COMMITTEE)
            )
            person = session.exec(named).first() or session.exec(sending).first()
            assert person is not None, who
            return open_session(session, person, datetime.now(UTC))

    def publish(self, at: datetime) -> Published | None:
        """Publish a snapshot and its pages as of a moment."""
        key = SigningKey.read(self.ground.settings.signing_key_file)
        return open_press(self.ground, key).publish(at)

    def shelf(self, state: str) -> Path:
        """Return the folder of a published state that is kept apart, e.g. `paused`."""
        return self.folder / "states" / state

    @contextmanager
    def open(self) -> Iterator[dict[str, str]]:
        """Serve everything; give the addresses: `desk`, `strict` and one for each kept state."""
        strict = self.ground.settings.model_copy(update={"second_factor": "required"})
        locked = Ground(strict, self.ground.database, self.ground.store, self.ground.queue)
        kept = sorted((self.folder / "states").iterdir())
        with (
            _serving(self.ground, self.ground.settings.port) as desk,
            _serving(locked, free_port()) as door,
        ):
            stands = {state.name: _Stand(state) for state in kept}
            addresses = {name: stand.address for name, stand in stands.items()}
            try:
                yield addresses | {"desk": desk, "strict": door}
            finally:
                for stand in stands.values():
                    stand.close()


@contextmanager
def _serving(ground: Ground, port: int) -> Iterator[str]:
    config = uvicorn.Config(create_app(ground), port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_for(lambda: server.started, 30, "the server")
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class _Stand:
    """A published folder behind a plain static server."""

    def __init__(self, folder: Path) -> None:
        handler = partial(_Quiet, directory=str(folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
