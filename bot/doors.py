"""What the doors of the chat platforms share: a body within bounds, kept before it is answered."""

import hashlib
import json
import threading
from collections.abc import Sequence
from typing import Annotated, Any, Final, cast

from fastapi import Depends, HTTPException, Request
from prometheus_client import CollectorRegistry, Counter
from starlette.requests import ClientDisconnect

from bot.group_commit import GroupCommit
from models.store.inbox import NOBODY, NewEvent
from models.values.chat import Bot
from pages.wiring import database_of, now

MAX_BODY: Final = 1024 * 1024
"""Events carry text and ids, never pictures: the largest that were seen have some 20 kB."""

MEASURES: Final = CollectorRegistry()
"""What the doors count, for `/metrics`."""

_REFUSED: Final = Counter(
    "khanaen_chat_refused",
    "Requests to the chat doors that were refused.",
    ["door", "status"],
    registry=MEASURES,
)
_FIRST: Final = threading.Lock()
_LONGEST_ID: Final = 64
_LONGEST_KEY: Final = 80


async def raw_body(request: Request) -> bytes:
    """Return the body as it was sent.

    Raises:
        HTTPException: 413 for a body that is larger than any event, announced or not.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MAX_BODY:
        raise refused(request, 413)
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MAX_BODY:
                raise refused(request, 413)
    except ClientDisconnect:
        raise refused(request, 400) from None
    return bytes(body)


RawBody = Annotated[bytes, Depends(raw_body)]


def refused(request: Request, status: int) -> HTTPException:
    """Return the refusal to raise; it is counted, and nothing is stored."""
    _REFUSED.labels(request.url.path, str(status)).inc()
    return HTTPException(status)


def secret_setting(request: Request, bot: Bot, name: str) -> str:
    """Return a secret setting of an account, empty where that is not in use."""
    whole = f"public_{name}" if bot is Bot.PUBLIC else name
    secret = getattr(request.app.state.settings, whole, None)
    return "" if secret is None else str(secret.get_secret_value())


def object_of(request: Request, body: bytes) -> dict[str, Any]:
    """Return the JSON object of a body that was verified.

    Raises:
        HTTPException: 400 for a body that is no JSON object in UTF-8.
    """
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise refused(request, 400) from None
    if not isinstance(found, dict):
        raise refused(request, 400)
    return found


def keep(request: Request, events: Sequence[NewEvent]) -> None:
    """Store events; a repeated one changes nothing."""
    if events:
        _group_of(request).keep(events, now(request))


def _group_of(request: Request) -> GroupCommit:
    state = request.app.state
    with _FIRST:
        if not hasattr(state, "group_commit"):
            state.group_commit = GroupCommit(database_of(request))
    return cast(GroupCommit, state.group_commit)


def event_id(given: object, event: object) -> str:
    """Return an event's own id, or its hash where it has none that could be one."""
    text = str(given) if isinstance(given, str | int) else ""
    if 0 < len(text) <= _LONGEST_ID and text.isprintable():
        return text
    return hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()


def chat_key(given: object, kind: str = "") -> str:
    """Return what tells a conversation from others, `NOBODY` for events that belong to none."""
    text = str(given) if isinstance(given, str | int) else ""
    whole = f"{kind}:{text}" if kind else text
    return whole if text and len(whole) <= _LONGEST_KEY and whole.isprintable() else NOBODY
