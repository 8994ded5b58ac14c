"""Raw LINE events, understood leniently and one at a time."""

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
    if kind == "message":
        return _message(table(event.get("message")))
    if kind == "postback":
        return Tapped(text(table(event.get("postback")).get("data")))
    return _PLAIN.get(kind, Unknown())


_PLAIN: Final[dict[str, Event]] = {"follow": Followed(), "unfollow": Blocked()}


def _message(message: dict[str, Any]) -> Event | Media:
    kind = text(message.get("type"))
    if kind == "text" and isinstance(message.get("text"), str):
        return Said(message["text"])
    if kind in {"image", "file"}:
        return _file(message)
    return OtherMedia() if kind in _OTHER_MEDIA else Unknown()


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
    return Media(file_id, text(message.get("fileName")), album)
