"""Raw LINE events, understood leniently and one at a time."""

from collections.abc import Callable
from typing import Any, Final

from bot.accounts import Heard, Media
from bot.conversation.events import (
    Album,
    Blocked,
    Event,
    Followed,
    InGroup,
    OtherMedia,
    PhotoLost,
    Said,
    Tapped,
    Trouble,
    Unknown,
    Unsent,
)
from bot.raw import table, text, whole
from intake.limits import MAX_BYTES

_OTHER_MEDIA: Final = frozenset({"video", "audio", "location", "sticker"})


def understand(event: dict[str, Any]) -> Heard:
    """Return what an event means. A reply token is kept whatever it means."""
    return Heard(_what(event), reply_token=text(event.get("replyToken")))


def _what(event: dict[str, Any]) -> Event | Media:
    kind, source = text(event.get("type")), table(event.get("source"))
    if event.get("mode") == "standby":
        return Unknown()  # another account of the channel answers
    if text(source.get("type")) in {"group", "room"}:
        return InGroup() if kind in {"message", "join"} else Unknown()
    read = _READ.get(kind)
    return _PLAIN.get(kind, Unknown()) if read is None else read(table(event.get(kind)))


_PLAIN: Final[dict[str, Event]] = {"follow": Followed(), "unfollow": Blocked()}


def _message(message: dict[str, Any]) -> Event | Media:
    kind = text(message.get("type"))
    if kind == "text" and isinstance(message.get("text"), str):
        return Said(message["text"])
    if kind in {"image", "file"}:
        return _file(message)
    return OtherMedia() if kind in _OTHER_MEDIA else Unknown()


def _unsent(unsend: dict[str, Any]) -> Event:
    message_id = text(unsend.get("messageId"))
    return Unsent(message_id) if message_id else Unknown()


def _file(message: dict[str, Any]) -> Event | Media:
    provider = table(message.get("contentProvider")).get("type", "line")
    file_id, size = text(message.get("id")), whole(message.get("fileSize"))
    if provider != "line":
        return PhotoLost(Trouble.ELSEWHERE)
    if size is not None and size > MAX_BYTES:
        return PhotoLost(Trouble.TOO_LARGE)
    if not file_id.isalnum():
        return Unknown()
    together = table(message.get("imageSet"))
    key = text(together.get("id"))
    album = Album(key, whole(together.get("total"))) if key else None
    return Media(file_id, text(message.get("fileName")), album, message_id=file_id)


_READ: Final[dict[str, Callable[[dict[str, Any]], Event | Media]]] = {
    "message": _message,
    "postback": lambda postback: Tapped(text(postback.get("data"))),
    "unsend": _unsent,
}
