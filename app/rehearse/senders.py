"""How a rehearsal hands its photos in: by the web page, as people do, or by `receive` directly."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from app.opening import Ground
from app.rehearse.errors import DoorClosed
from app.rehearse.papers import Shot
from intake.receive import Arrival, receive
from models.store.enrolment import enrol, issue_code, open_code
from models.tables.photos import Channel

_LASTING = timedelta(hours=12)


class Sender(Protocol):
    """Hands photos in for units."""

    def send(self, shot: Shot) -> str:
        """Hand in a photo and return its receipt number."""


class DirectSender:
    """Enrols a committee member for each unit and hands the bytes to `intake.receive`."""

    def __init__(self, ground: Ground) -> None:
        """Take the opened ground."""
        self._ground = ground
        self._senders: dict[int, int] = {}

    def send(self, shot: Shot) -> str:
        """Hand in a photo and return its receipt number."""
        sender = self._sender(shot.unit_id)
        arrival = Arrival(shot.unit_id, Channel.WEB, shot.jpeg, shot.name, sender)
        with self._ground.database.writing() as session:
            return receive(session, self._ground.door, arrival, datetime.now(UTC)).number

    def _sender(self, unit_id: int) -> int:
        if unit_id not in self._senders:
            secret = self._ground.settings.secret_key.get_secret_value().encode()
            at = datetime.now(UTC)
            with self._ground.database.writing() as session:
                code = issue_code(session, unit_id, secret, at=at, expires_at=at + _LASTING)
                opened = open_code(session, code, secret, at)
                self._senders[unit_id] = enrol(session, opened, "ซ้อม", at).id or 0
        return self._senders[unit_id]


def sender_to(ground: Ground, to: str) -> Sender:
    """Return the sender for `direct` or for the address of the web pages."""
    if to != "direct":
        raise DoorClosed(to)
    return DirectSender(ground)
