"""The door for Telegram: verify, store, 200. No network call, no reading, no decoding."""

import hmac
from typing import Any

from fastapi import APIRouter, Request, Response

from bot.doors import RawBody, chat_key, event_id, keep, object_of, refused, secret_setting
from bot.telegram.updates import chat_of
from models.store.inbox import NewEvent
from models.values.chat import Bot, Platform

router = APIRouter(include_in_schema=False)

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name


@router.post("/telegram")
def take_update(request: Request, body: RawBody) -> Response:
    """Store an update; Telegram repeats what gets no 200."""
    return _take(request, body, Bot.MAIN)


@router.post("/telegram/public")
def take_public_update(request: Request, body: RawBody) -> Response:
    """Store an update of the public's own bot."""
    return _take(request, body, Bot.PUBLIC)


def _take(request: Request, body: bytes, bot: Bot) -> Response:
    secret = secret_setting(request, bot, "telegram_secret")
    if not secret:
        raise refused(request, 404)
    brought = request.headers.get(SECRET_HEADER, "")
    if not hmac.compare_digest(brought.encode(), secret.encode()):
        raise refused(request, 403)
    keep(request, [event_of(object_of(request, body), bot)])
    return Response()


def event_of(update: dict[str, Any], bot: Bot = Bot.MAIN) -> NewEvent:
    """Return an update as the inbox keeps it."""
    return NewEvent(
        Platform.TELEGRAM,
        event_id(update.get("update_id"), update),
        chat_key(chat_of(update).get("id")),
        update,
        bot,
    )
