"""Addresses that lead nowhere: people get a page in their language, machines JSON."""

from dataclasses import replace

from fastapi import Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from pages.environment import draw
from pages.visitors import visitor_of

_NOT_FOUND = 404


async def answer_lost(request: Request, error: Exception) -> Response:
    """Answer an error of HTTP; a browser that asked for a page in vain gets one."""
    if not isinstance(error, HTTPException):
        raise error
    wants_page = "text/html" in request.headers.get("accept", "")
    if error.status_code != _NOT_FOUND or not wants_page:
        return await http_exception_handler(request, error)
    # As nobody in particular: the page offers no sign-out and leaves no cookie.
    visitor = replace(visitor_of(request), person=None)
    facts = {"visitor": visitor, "home": "/", "reason": "refused_missing"}
    facts |= {"who": None, "change": None}
    html = draw("pages", "refused.html", visitor.language, facts)
    return HTMLResponse(html, _NOT_FOUND, {"Cache-Control": "no-store"})
