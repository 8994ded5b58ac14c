"""What goes out, in no platform's words: a text with buttons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Choice:
    """A button; `id` is opaque, ASCII and at most 20 bytes."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. What has the same `merge` key and still waits is replaced by the newer."""

    text: str
    choices: tuple[Choice, ...] = ()
    merge: str | None = None
    is_whole: bool = False
    """Nothing more will be merged into it, so it need not wait."""

    def to_data(self) -> dict[str, Any]:
        """Return the message as JSON for the outbox."""
        return {"text": self.text, "choices": [[c.id, c.label] for c in self.choices]}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way out: text and buttons."""

    text: str
    choices: tuple[Choice, ...]


def messages_of(body: Mapping[str, Any]) -> tuple[Outgoing, ...]:
    """Return the messages of an outbox row."""
    return tuple(
        Outgoing(m["text"], tuple(Choice(*c) for c in m["choices"])) for m in body["messages"]
    )
