"""What a platform delivers for a person: signed or with the secret, once, twice, in any order."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final, Protocol

import httpx

from app.rehearse.errors import DoorClosed
from app.rehearse.platforms.line import FakeLine
from app.rehearse.platforms.server import Answer
from app.rehearse.platforms.telegram import FakeTelegram

HOOK_SECRET: Final = "rehearsal-hook-secret"  # noqa: S105 - of the rehearsal's own process
CHANNEL_SECRET: Final = "rehearsal-channel-secret"  # noqa: S105 - of the rehearsal's own process

FILE_ID: Final = 30
"""Letters of a picture's hash that Telegram's stand-in knows it by."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as its reader has it: words, and buttons by label."""

    text: str
    buttons: dict[str, str]


class Member(Protocol):
    """Somebody with a phone on one of the platforms."""

    def says(self, text: str) -> None:
        """Type something."""

    def taps(self, choice: str) -> None:
        """Tap a button."""

    def sends(self, pictures: Sequence[bytes], *, is_doubled: bool) -> None:
        """Send pictures together; some deliveries come twice."""

    def heard(self) -> list[Heard]:
        """Return everything that was heard so far."""


class Deliveries:
    """Posts events to the doors; numbers rise over all of them."""

    def __init__(self, client: httpx.Client) -> None:
        """Take a client of the web process."""
        self._client = client
        self.numbers = count(1)
        self.answered_s: list[float] = []
        """How long each delivery took, as the platform sees it."""

    def telegram(self, update: dict[str, Any]) -> None:
        """Deliver an update."""
        headers = {"x-telegram-bot-api-secret-token": HOOK_SECRET}
        self._expect(self._client.post("/telegram", json=update, headers=headers))

    def line(self, events: Sequence[dict[str, Any]]) -> None:
        """Deliver events, signed."""
        body = json.dumps({"destination": "D", "events": list(events)}).encode()
        made = hmac.new(CHANNEL_SECRET.encode(), body, hashlib.sha256).digest()
        headers = {"x-line-signature": base64.b64encode(made).decode()}
        self._expect(self._client.post("/line", content=body, headers=headers))

    def _expect(self, answer: httpx.Response) -> None:
        if answer.status_code != httpx.codes.OK:
            raise DoorClosed(f"{answer.request.url.path}: {answer.status_code}")
        self.answered_s.append(answer.elapsed.total_seconds())


class TelegramMember:
    """A committee member on Telegram, who sends pictures as files of one album."""

    def __init__(self, user: int, fake: FakeTelegram, doors: Deliveries) -> None:
        """Take the person's id, the platform and the doors."""
        self._user, self._fake, self._doors = user, fake, doors

    def says(self, text: str) -> None:
        """Type something."""
        self._message(text=text)

    def taps(self, choice: str) -> None:
        """Tap a button."""
        number = next(self._doors.numbers)
        person = {"id": self._user, "first_name": "กรรมการซ้อม"}
        tap = {"id": f"tap{number}", "from": person, "data": choice}
        self._doors.telegram({"update_id": number, "callback_query": tap})

    def sends(self, pictures: Sequence[bytes], *, is_doubled: bool) -> None:
        """Send an album."""
        group = f"g{next(self._doors.numbers)}"
        for data in pictures:
            file_id = hashlib.sha256(data).hexdigest()[:FILE_ID]
            self._fake.files[file_id] = data
            document = {"file_id": file_id, "file_name": "page.jpg", "file_size": len(data)}
            update = self._message(document=document, media_group_id=group)
            if is_doubled:
                self._doors.telegram(update)

    def heard(self) -> list[Heard]:
        """Return everything that was heard so far."""
        mine = str(self._user)
        return [Heard(s.text, s.buttons) for s in list(self._fake.sent) if s.chat == mine]

    def _message(self, **what: Any) -> dict[str, Any]:  # noqa: ANN401 - Telegram's own fields
        number = next(self._doors.numbers)
        person = {"id": self._user, "first_name": "กรรมการซ้อม"}
        chat = {"id": self._user, "type": "private"}
        message = {"message_id": number, "date": 1, "chat": chat, "from": person, **what}
        update = {"update_id": number, "message": message}
        self._doors.telegram(update)
        return update


class LineMember:
    """A committee member on LINE, who sends pictures as one set, told in any order."""

    def __init__(self, user: str, fake: FakeLine, doors: Deliveries) -> None:
        """Take the person's id, the platform and the doors."""
        self._user, self._fake, self._doors = user, fake, doors

    def says(self, text: str) -> None:
        """Type something."""
        message = {"type": "text", "id": str(next(self._doors.numbers)), "text": text}
        self._doors.line([self._event(type="message", message=message)])

    def taps(self, choice: str) -> None:
        """Tap a button."""
        self._doors.line([self._event(type="postback", postback={"data": choice})])

    def sends(self, pictures: Sequence[bytes], *, is_doubled: bool) -> None:
        """Send a set of pictures."""
        together, total = f"s{next(self._doors.numbers)}", len(pictures)
        events = []
        for index, data in enumerate(pictures, 1):
            content = str(next(self._doors.numbers))
            self._fake.contents[content] = Answer(200, data)
            image_set = {"id": together, "index": index, "total": total}
            provider = {"type": "line"}
            message = {"type": "image", "id": content, "contentProvider": provider}
            events.append(self._event(type="message", message={**message, "imageSet": image_set}))
        self._doors.line(events)
        if is_doubled:
            again = {"isRedelivery": True}
            self._doors.line([{**event, "deliveryContext": again} for event in events])

    def heard(self) -> list[Heard]:
        """Return everything that was heard so far."""
        mine = [s for s in list(self._fake.sent) if s.to == self._user]
        return [Heard("\n".join(s.texts), s.buttons) for s in mine]

    def _event(self, **what: Any) -> dict[str, Any]:  # noqa: ANN401 - LINE's own fields
        number = next(self._doors.numbers)
        token = f"token{number}"
        self._fake.tokens[token] = self._user
        source = {"type": "user", "userId": self._user}
        return {
            "webhookEventId": f"event{number}",
            "replyToken": token,
            "source": source,
            "mode": "active",
            "deliveryContext": {"isRedelivery": False},
            **what,
        }
