"""Raw Telegram updates, read leniently: what is not there is None, what is odd is left alone."""

from typing import Any, Final

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


def table(found: object) -> dict[str, Any]:
    """Return a JSON object as it is, and anything else as an empty one."""
    return found if isinstance(found, dict) else {}


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
