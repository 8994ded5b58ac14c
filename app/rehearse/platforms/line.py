"""A stand-in of LINE's Messaging API as far as we use it, as strict as the real one."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from app.rehearse.platforms.rich_menus import RichMenuShelf
from app.rehearse.platforms.server import Answer, FakePlatform, Request

LINE_TOKEN: Final = "fake-line-channel-token"  # noqa: S105 - of the stand-in


@dataclass
class LineSent:
    """What one call brought to its reader."""

    to: str
    texts: list[str]
    buttons: dict[str, str]
    is_push: bool
    pictures: list[str] = field(default_factory=list)
    bubbles: list[dict[str, Any]] = field(default_factory=list)
    at: float = field(default_factory=time.monotonic)


class FakeLine(FakePlatform):
    """The Messaging API as far as we use it; both of its hosts in one."""

    def __init__(self) -> None:
        """Begin without tokens, contents or quota."""
        super().__init__()
        self.contents: dict[str, Answer] = {}
        self.tokens: dict[str, str] = {}
        """Reply tokens that are good, with whose they are."""
        self.accepted: set[str] = set()
        self.sent: list[LineSent] = []
        self.quota: int | None = None
        self.used = 0
        self.hides_quota = False
        self.shelf = RichMenuShelf()

    def answer(self, request: Request) -> Answer:
        """Return the usual answer to a call."""
        if request.headers.get("authorization") != f"Bearer {LINE_TOKEN}":
            return Answer(401, {"message": "Authentication failed"})
        parts = request.path.strip("/").split("/")
        if parts[:3] == ["v2", "bot", "message"] and parts[-1] == "content":
            return self.contents.get(parts[3], Answer(404, {"message": "Not found"}))
        if parts[:4] == ["v2", "bot", "message", "quota"]:
            return self._tell_quota(parts[-1])
        return self.shelf.answer(request) or self._send(request, is_reply=parts[-1] == "reply")

    def _send(self, request: Request, *, is_reply: bool) -> Answer:
        body = json.loads(request.body)
        trouble = _line_trouble(body.get("messages", []))
        if trouble:
            return Answer(400, {"message": trouble})
        return self._reply(body) if is_reply else self._push(request, body)

    def _tell_quota(self, what: str) -> Answer:
        if self.hides_quota:
            return Answer(500)
        limited = {"type": "limited", "value": self.quota} if self.quota else {"type": "none"}
        return Answer(200, {"totalUsage": self.used} if what == "consumption" else limited)

    def _reply(self, body: dict[str, Any]) -> Answer:
        to = self.tokens.pop(body["replyToken"], None)
        if to is None:
            return Answer(400, {"message": "Invalid reply token"})
        return self._take(to, body, is_push=False)

    def _push(self, request: Request, body: dict[str, Any]) -> Answer:
        key = str(UUID(request.headers["x-line-retry-key"]))
        if key in self.accepted:
            return Answer(409, {"message": "The retry key is already accepted"})
        self.accepted.add(key)
        return self._take(body["to"], body, is_push=True)

    def _take(self, to: str, body: dict[str, Any], *, is_push: bool) -> Answer:
        items = [
            i["action"] for m in body["messages"] for i in m.get("quickReply", {}).get("items", [])
        ]
        buttons = {action["label"]: action["data"] for action in items}
        said = [m.get("text", m.get("altText")) for m in body["messages"] if m["type"] != "image"]
        pictures = [m["originalContentUrl"] for m in body["messages"] if m["type"] == "image"]
        bubbles = [m["contents"] for m in body["messages"] if m["type"] == "flex"]
        self.sent.append(LineSent(to, said, buttons, is_push, pictures, bubbles))
        sent = [{"id": str(len(self.sent)), "quoteToken": "q"} for _ in body["messages"]]
        return Answer(200, {"sentMessages": sent})


def _line_trouble(messages: list[dict[str, Any]]) -> str:
    if not 1 <= len(messages) <= 5:
        return "Size must be between 1 and 5"
    for message in messages:
        items = message.get("quickReply", {}).get("items", [])
        labels = [item["action"]["label"] for item in items]
        if not _LINE_FITS[message["type"]](message):
            return f"invalid {message['type']}"
        if len(items) > 13 or any(not 0 < len(label) <= 20 for label in labels):
            return "invalid quick reply"
        if any(len(item["action"]["data"]) > 300 for item in items):
            return "invalid postback data"
    return ""


_LINE_FITS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "text": lambda m: 0 < len(m["text"]) <= 5000,
    "image": lambda m: all(
        m[name].startswith("https://") and len(m[name]) <= 2000
        for name in ("originalContentUrl", "previewImageUrl")
    ),
    "flex": lambda m: 0 < len(m["altText"]) <= 1500 and len(json.dumps(m["contents"])) <= 30_000,
}
