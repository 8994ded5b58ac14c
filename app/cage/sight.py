"""What is got out of a picture, and how it travels between the cage and its worker.

Nothing here decodes or runs what comes out of the cage: JSON of a known shape, then bare bytes.
"""

import json
import socket
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Protocol, Self, TypeAlias

from models.values.glance import Glance
from models.values.likely_units import Names
from models.values.reading import Box, PageScan
from ocr.public_page import PublicPage

_LENGTHS: Final = struct.Struct(">III")
"""Lengths of a message's JSON and of its two byte strings."""

NO_NAMES: Final[Names] = MappingProxyType({})
"""Where nobody says which names may stand in the head of a form."""

_MOST_JSON: Final = 16 * 1024 * 1024
_MOST_BYTES: Final = 256 * 1024 * 1024
"""Above any image of 120 megapixels as JPEG; what claims more is no answer."""


@dataclass(frozen=True, slots=True)
class Sight:
    """All that is got out of one frame of a file; `image` is the upright image's bytes."""

    image: bytes
    width: int
    height: int
    frames: int
    scan: PageScan
    public: PublicPage | None

    def to_message(self, original: bytes) -> "Message":
        """Return what travels; an image that is the file itself stays where it is."""
        public = self.public
        facts = {
            "size": [self.width, self.height, self.frames],
            "is_original": self.image is original,
            "scan": self.scan.to_data(),
            "public": None
            if public is None
            else [public.width, public.height, {k: list(b) for k, b in public.boxes.items()}],
        }
        image = b"" if self.image is original else self.image
        return Message({"sight": facts}, image, public.jpeg if public else b"")

    @classmethod
    def from_message(cls, message: "Message", original: bytes) -> Self:
        """Build a sight from what came out of the cage.

        Raises:
            ValueError, LookupError, TypeError, ArithmeticError, AttributeError: it is no sight.
        """
        facts = message.facts["sight"]
        width, height, frames = (int(n) for n in facts["size"])
        public = None
        if facts["public"] is not None:
            wide, high, boxes = facts["public"]
            public = PublicPage(message.public, int(wide), int(high), _boxes(boxes))
        image = original if facts["is_original"] else message.image
        return cls(image, width, height, frames, PageScan.from_data(facts["scan"]), public)


Shown: TypeAlias = Glance | Sight
"""What a picture shows at first, and in the end."""


Look: TypeAlias = Callable[[bytes, int], Iterator[Shown]]
"""Shows one frame of a file at a glance only; raises `Refused` for what is no picture."""


class Watch(Protocol):
    """Shows one frame of a file, at first at a glance; raises `Refused` for what is no picture.

    `names` are those of places that may stand in its head, by part of the head.
    """

    def __call__(self, data: bytes, frame: int, names: Names = NO_NAMES) -> Iterator[Shown]:
        """Yield what the frame shows."""


def _boxes(found: Mapping[str, Any]) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    for key, (x0, y0, x1, y1) in found.items():
        boxes[str(key)] = (int(x0), int(y0), int(x1), int(y1))
    return boxes


@dataclass(frozen=True, slots=True)
class Message:
    """Facts as JSON and two byte strings, one behind the other."""

    facts: Mapping[str, Any]
    image: bytes = b""
    public: bytes = b""

    def send(self, line: socket.socket) -> None:
        """Send the whole message.

        Raises:
            OSError: the other side is gone, or the line's timeout has passed.
        """
        text = json.dumps(self.facts).encode()
        line.sendall(_LENGTHS.pack(len(text), len(self.image), len(self.public)) + text)
        line.sendall(self.image)
        line.sendall(self.public)


def receive(line: socket.socket, deadline: float | None = None) -> Message | None:
    """Wait for a whole message; None once the other side has closed.

    Args:
        line: the socket.
        deadline: when to give up, on the monotonic clock.

    Raises:
        TimeoutError: the deadline has passed.
        OSError: the line broke.
        ValueError: what came is no message.
    """
    head = _exactly(line, _LENGTHS.size, deadline)
    if head is None:
        return None
    lengths = _LENGTHS.unpack(head)
    if lengths[0] > _MOST_JSON or max(lengths) > _MOST_BYTES:
        raise ValueError("a message too long")
    parts = [_exactly(line, length, deadline) for length in lengths]
    text, image, public = (b"" if p is None else p for p in parts)
    facts = json.loads(text)
    if not isinstance(facts, dict):
        raise ValueError("no message")  # noqa: TRY004 - a value of the wrong shape
    return Message(facts, image, public)


def _exactly(line: socket.socket, length: int, deadline: float | None) -> bytes | None:
    got = bytearray()
    while len(got) < length:
        if deadline is not None:
            line.settimeout(max(0.001, deadline - time.monotonic()))
        part = line.recv(min(1 << 20, length - len(got)))
        if not part:
            return None
        got += part
    return bytes(got)
