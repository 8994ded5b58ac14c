"""What every answer carries, and how large a question may be."""

from collections.abc import Iterable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from intake.limits import MAX_BYTES

_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No inline script or style anywhere; a page that needs one fails a test."""

_HEADERS: Final = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=(), payment=()",
}
_HSTS: Final = {"strict-transport-security": "max-age=31536000; includeSubDomains"}

MAX_BODY: Final = 8 * MAX_BYTES
"""A form with several photos at once; each photo has its own limit behind it."""


class SafeHeaders:
    """Adds the security headers to every answer that has not set its own."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        """Wrap an application; over https browsers are told to stay there."""
        self._app = app
        headers = {**_HEADERS, **(_HSTS if is_https else {})}
        self._headers = [(k.encode(), v.encode()) for k, v in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with(message["headers"], self._headers)
            await send(message)

        await self._app(scope, receive, send_safely)


class BodyLimit:
    """Refuses a request whose body is larger than any form of ours, announced or not."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        """Wrap an application."""
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413 to a body that announces too much, and stop reading one that says nothing."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _announced(scope) > self._limit:
            await _refuse(send)
            return
        seen = 0

        async def receive_counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit:
                return {"type": "http.disconnect"}
            return message

        await self._app(scope, receive_counted, send)


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def _refuse(send: Send) -> None:
    head = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 413, "headers": head})
    body = "ไฟล์ใหญ่เกินไป · The request is too large.\n".encode()
    await send({"type": "http.response.body", "body": body})


def _with(
    own: Iterable[tuple[bytes, bytes]], added: Iterable[tuple[bytes, bytes]]
) -> list[tuple[bytes, bytes]]:
    present = list(own)
    names = {name.lower() for name, _ in present}
    return present + [(name, value) for name, value in added if name not in names]
