"""Addresses that lead nowhere or too early, and errors of ours: a page for people, JSON else."""

from dataclasses import replace

from fastapi import Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.environment import draw
from pages.languages import LANGUAGE_COOKIE, choose
from pages.visitors import Visitor, visitor_of

_NOT_FOUND = 404
_BROKEN = 503
_AGAIN_S = "60"
_BOARD_S = "5"
"""The first board is printed within seconds of the start."""
_UNKEPT = {"Cache-Control": "no-store"}


async def answer_lost(request: Request, error: Exception) -> Response:
    """Answer an error of HTTP; a browser that asked for a page in vain gets one."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code != _NOT_FOUND or not _wants_page(request):
        return await http_exception_handler(request, error)
    # As nobody in particular: the page offers no sign-out and leaves no cookie.
    visitor = replace(visitor_of(request), person=None)
    return HTMLResponse(_page(visitor, "refused_missing", "/"), _NOT_FOUND, _UNKEPT)


def answer_early(request: Request) -> Response:
    """Answer who asks for the board before the first one is out; the page turns into it by itself.

    503, not 200: no cache or monitor may take it for a board, and who reads no pages is told when
    to come again. Nothing is asked of the record: the public is never served from it.
    """
    return _not_now(request, "refused_early", "/", _BOARD_S)


class BrokenPages:
    """Answers an error of ours: what was sent is not recorded, and is worth another try.

    The error goes on to whoever writes it down. It stands inside of what adds headers, where a
    handler of the framework's would not.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with a page of our own where nothing else was said before the error."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_begun = False

        async def send_noted(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        except Exception:
            if not is_begun:
                await _broken(Request(scope))(scope, receive, send)
            raise


def _broken(request: Request) -> Response:
    """Return the page; nothing is asked of the record, which may be what is away."""
    door = request.url.path.split("/")[1]
    home = f"/{door}" if door in {"send", "review"} else "/"
    return _not_now(request, "refused_broken", home, _AGAIN_S)


def _not_now(request: Request, reason: str, home: str, again_s: str) -> Response:
    headers = {**_UNKEPT, "Retry-After": again_s}
    if not _wants_page(request):
        return JSONResponse({"detail": "Service Unavailable"}, _BROKEN, headers)
    path, query = request.url.path, dict(request.query_params)
    language = choose(query.pop("lang", None), request.cookies.get(LANGUAGE_COOKIE))
    visitor = Visitor(language, "", "", None, None, path, query)
    return HTMLResponse(_page(visitor, reason, home), _BROKEN, headers)


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _page(visitor: Visitor, reason: str, home: str) -> str:
    facts = {"visitor": visitor, "home": home, "reason": reason, "who": None, "change": None}
    return draw("pages", "refused.html", visitor.language, facts)
