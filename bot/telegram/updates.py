"""Raw Telegram updates, understood leniently."""

from typing import Any, Final

from bot.accounts import Heard, Media
from bot.conversation.events import (
    Album,
    Blocked,
    InGroup,
    OtherMedia,
    PhotoLost,
    Said,
    Tapped,
    Trouble,
    Unknown,
)
from bot.raw import rows, table, text, whole

MOST_BYTES: Final = 20 * 1000 * 1000
"""`getFile` gives no larger files to bots; said before anything is fetched."""

_WITH_CHAT: Final = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "message_reaction",
)
_OTHER_MEDIA: Final = frozenset(
    [
        "animation",
        "audio",
        "contact",
        "dice",
        "game",
        "location",
        "poll",
        "sticker",
        "story",
        "venue",
        "video",
        "video_note",
        "voice",
        "paid_media",
        "checklist",
    ]
)
_GONE: Final = frozenset({"kicked", "left"})


def chat_of(update: dict[str, Any]) -> dict[str, Any]:
    """Return the chat that an update belongs to; empty where it belongs to none."""
    tap = table(update.get("callback_query"))
    if tap:
        # The message is missing below old buttons; in private the chat's id is the person's.
        return table(table(tap.get("message")).get("chat")) or table(tap.get("from"))
    for kind in _WITH_CHAT:
        chat = table(table(update.get(kind)).get("chat"))
        if chat:
            return chat
    return {}


def understand(update: dict[str, Any]) -> Heard:
    """Return what an update means."""
    tap, message = table(update.get("callback_query")), table(update.get("message"))
    if tap:
        return Heard(Tapped(text(tap.get("data"))), _name(tap), tap_id=text(tap.get("id")))
    if chat_of(update).get("type", "private") != "private":
        is_said = "message" in update or "channel_post" in update
        return Heard(InGroup() if is_said else Unknown())
    member = table(table(update.get("my_chat_member")).get("new_chat_member"))
    if member:
        return Heard(Blocked() if text(member.get("status")) in _GONE else Unknown())
    return Heard(_message(message), _name(message))


def _message(message: dict[str, Any]) -> Said | Media | PhotoLost | OtherMedia | Unknown:
    if isinstance(message.get("text"), str):
        return Said(message["text"])
    sizes, document = rows(message.get("photo")), table(message.get("document"))
    if sizes:
        largest = max(
            sizes, key=lambda s: (whole(s.get("width")) or 0, whole(s.get("height")) or 0)
        )
        return _file(largest, message)
    # A moving picture comes as both; its document is no form.
    if document and "animation" not in message:
        return _file(document, message)
    return OtherMedia() if _OTHER_MEDIA & message.keys() else Unknown()


def _file(found: dict[str, Any], message: dict[str, Any]) -> Media | PhotoLost | Unknown:
    file_id, size = text(found.get("file_id")), whole(found.get("file_size"))
    if not file_id:
        return Unknown()
    if size is not None and size > MOST_BYTES:
        return PhotoLost(Trouble.TOO_LARGE)
    group = text(message.get("media_group_id"))
    return Media(file_id, text(found.get("file_name")), Album(group) if group else None)


def _name(found: dict[str, Any]) -> str:
    person = table(found.get("from"))
    names = (text(person.get("first_name")), text(person.get("last_name")))
    return " ".join(name for name in names if name)
