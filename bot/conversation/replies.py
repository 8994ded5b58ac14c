"""What goes out, in no platform's words: a text with buttons, and perhaps a picture or a card."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Choice:
    """A button; `id` is opaque, ASCII and at most 20 bytes."""

    id: str
    label: str


class PictureKind(StrEnum):
    """What a picture shows; it is made when it is sent."""

    EXAMPLE = "example"
    """What to do: a bad photo beside a good one; `name` is the problem."""
    CROPS = "crops"
    """Cells of a sheet; `number` is the sheet, `name` the field keys with commas between."""
    MASKED = "masked"
    """The published image of a page; `name` is its path in the published files."""
    CARD = "card"
    """A result card; `name` is the constituency's code and the language, `90-1:th`."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that goes with a message."""

    kind: PictureKind
    name: str
    number: int = 0


class Push(StrEnum):
    """What a message is worth where it costs: LINE meters what is no answer to a fresh event."""

    NEVER = "never"
    """Good to know; whoever asks for the status reads it."""
    USEFUL = "useful"
    """Pushed to committees as long as the month's quota allows."""
    NEEDED = "needed"
    """Something has to be done at the unit now: pushed from the reserve too."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. What has the same `merge` key and still waits is replaced by the newer."""

    text: str
    choices: tuple[Choice, ...] = ()
    merge: str | None = None
    is_whole: bool = False
    """Nothing more will be merged into it, so it need not wait."""
    picture: Picture | None = None
    card: Mapping[str, Any] | None = None
    """A result as data (`results.card`), for platforms that can set it better than as text."""
    push: Push = Push.USEFUL

    def to_data(self) -> dict[str, Any]:
        """Return the message as JSON for the outbox."""
        data: dict[str, Any] = {
            "text": self.text,
            "choices": [[c.id, c.label] for c in self.choices],
            "push": self.push.value,
        }
        if self.picture is not None:
            data["picture"] = [self.picture.kind.value, self.picture.name, self.picture.number]
        if self.card is not None:
            data["card"] = self.card
        return data


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that was made: its bytes, and an https link, empty where we have none."""

    data: bytes
    link: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way out; `image` is what was made of `picture`."""

    text: str
    choices: tuple[Choice, ...]
    picture: Picture | None = None
    card: Mapping[str, Any] | None = None
    push: Push = Push.USEFUL
    image: Image | None = None


def messages_of(body: Mapping[str, Any]) -> tuple[Outgoing, ...]:
    """Return the messages of an outbox row."""
    return tuple(_message(m) for m in body["messages"])


def _message(data: Mapping[str, Any]) -> Outgoing:
    picture = data.get("picture")
    return Outgoing(
        text=data["text"],
        choices=tuple(Choice(*c) for c in data["choices"]),
        picture=Picture(PictureKind(picture[0]), *picture[1:]) if picture else None,
        card=data.get("card"),
        push=Push(data.get("push", Push.USEFUL)),
    )
