"""A door: the pages of one package, its cookies and what it answers when it must refuse."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute

from models.errors import IllegalMove, ModelError, NotFound, SecondPersonNeeded, StaleEdit
from pages.environment import draw
from pages.errors import CsrfRefused, DoorError, NotAllowed, NotSignedIn
from pages.languages import LANGUAGE_COOKIE
from pages.visitors import BROWSER_COOKIE, SESSION_COOKIE, Visitor, visitor_of
from pages.wiring import is_https

_YEAR_S = 365 * 24 * 3600
_LONGEST_NUMBER = 18
_REFUSALS: dict[type[Exception], tuple[int, str]] = {
    CsrfRefused: (403, "refused_csrf"),
    NotAllowed: (403, "refused_rights"),
    NotFound: (404, "refused_missing"),
    StaleEdit: (409, "refused_stale"),
    IllegalMove: (409, "refused_stale"),
    SecondPersonNeeded: (409, "refused_second"),
}


@dataclass(frozen=True, slots=True)
class Door:
    """The package whose templates are drawn, and the path where its visitors begin."""

    package: str
    home: str

    def page(
        self, request: Request, template: str, status: int = 200, **context: object
    ) -> HTMLResponse:
        """Return a page of this door, with the cookies that the visitor needs."""
        visitor = visitor_of(request)
        shared = {"visitor": visitor, "home": self.home}
        html = draw(self.package, template, visitor.language, {**shared, **context})
        response = HTMLResponse(html, status_code=status)
        # A page behind a sign-in must not come back from a cache after signing out.
        response.headers["Cache-Control"] = "no-store"
        _set_cookies(request, response, visitor)
        return response

    def route_class(self) -> type[APIRoute]:
        """Return the class for this door's routes: refusals become pages of this door."""
        door = self

        class DoorRoute(APIRoute):
            """A route that answers refusals in words."""

            def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
                """Wrap the handler."""
                inner = super().get_route_handler()

                async def handle(request: Request) -> Response:
                    try:
                        _numbers_that_can_be(request)
                        response = await inner(request)
                    except (DoorError, ModelError) as error:
                        response = door.refuse(request, error)
                    if isinstance(response, RedirectResponse):
                        _keep_language(request, response, visitor_of(request))
                    return response

                return handle

        return DoorRoute

    def refuse(self, request: Request, error: Exception) -> Response:
        """Return the page for a refusal; what is no refusal is raised again."""
        if isinstance(error, NotSignedIn):
            return see_other(error.door)
        if type(error) not in _REFUSALS:
            raise error
        status, reason = _REFUSALS[type(error)]
        change = error if isinstance(error, StaleEdit) and error.changed_by else None
        return self.page(request, "refused.html", status, reason=reason, change=change)


def _numbers_that_can_be(request: Request) -> None:
    """Refuse an address with a number that no database can hold; asking for it would fail.

    Raises:
        NotFound: there is such a number.
    """
    numbers = (v.removeprefix("-") for v in request.path_params.values())
    if any(n.isdigit() and len(n) > _LONGEST_NUMBER for n in numbers):
        raise NotFound("number")


def see_other(path: str) -> RedirectResponse:
    """Return the answer that sends the browser to another page after a form."""
    return RedirectResponse(path, status_code=303)


def set_session(request: Request, response: Response, token: str) -> None:
    """Hand the session's token to the browser."""
    _cookie(request, response, SESSION_COOKIE, token)


def forget_session(request: Request, response: Response) -> None:
    """Take the session's token from the browser."""
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax", secure=is_https(request))


def _set_cookies(request: Request, response: Response, visitor: Visitor) -> None:
    if request.cookies.get(BROWSER_COOKIE) != visitor.browser:
        _cookie(request, response, BROWSER_COOKIE, visitor.browser)
    _keep_language(request, response, visitor)


def _keep_language(request: Request, response: Response, visitor: Visitor) -> None:
    if request.query_params.get("lang") == visitor.language.value:
        _cookie(request, response, LANGUAGE_COOKIE, visitor.language.value)


def _cookie(request: Request, response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_YEAR_S, httponly=True, samesite="lax", secure=is_https(request)
    )
