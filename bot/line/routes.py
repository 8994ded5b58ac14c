"""The door for LINE: verify, store, 200. No network call, no reading, no decoding."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response
from linebot.v3.webhook import SignatureValidator

from bot.doors import RawBody, chat_key, event_id, keep, object_of, refused, secret_setting
from models.store.inbox import NewEvent
from models.values.chat import Bot, Platform

router = APIRouter(include_in_schema=False)

_IDS: Final = {"user": "userId", "group": "groupId", "room": "roomId"}


@router.post("/line")
def take_events(request: Request, body: RawBody) -> Response:
    """Store each event of a delivery; the console's "Verify" sends none and wants 200."""
    return _take(request, body, Bot.MAIN)


@router.post("/line/public")
def take_public_events(request: Request, body: RawBody) -> Response:
    """Store the events of the public's own account."""
    return _take(request, body, Bot.PUBLIC)


def _take(request: Request, body: bytes, bot: Bot) -> Response:
    secret = secret_setting(request, bot, "line_channel_secret")
    if not secret:
        raise refused(request, 404)
    if not _is_signed(secret, body, request.headers.get("x-line-signature", "")):
        raise refused(request, 401)
    events = object_of(request, body).get("events")
    listed = events if isinstance(events, list) else []
    keep(request, [_event(event, bot) for event in listed if isinstance(event, dict)])
    return Response()


def _is_signed(secret: str, body: bytes, signature: str) -> bool:
    """Tell whether LINE signed these very bytes; what is not UTF-8 was never signed by LINE."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(SignatureValidator(secret).validate(text, signature))


def _event(event: dict[str, Any], bot: Bot) -> NewEvent:
    found = event.get("source")
    source = found if isinstance(found, dict) else {}
    kind = str(source.get("type", ""))
    return NewEvent(
        Platform.LINE,
        event_id(event.get("webhookEventId"), event),
        chat_key(source.get(_IDS.get(kind, "")), kind),
        event,
        bot,
    )
