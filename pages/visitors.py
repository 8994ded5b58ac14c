"""Who stands at a door: the browser, its language and, once signed in, its person."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Depends, Form, Request

from models.store.sessions import SignedIn, note_use, signed_in
from models.tables.election import Election
from pages.errors import CsrfRefused
from pages.languages import LANGUAGE_COOKIE, Language, choose
from pages.wiring import database_of, now, secret_of

SESSION_COOKIE: Final = "khanaen_session"
BROWSER_COOKIE: Final = "khanaen_browser"


@dataclass(frozen=True, slots=True)
class ElectionFacts:
    """What every page says about the election."""

    name: Mapping[str, str]
    is_rehearsal: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    """One request's visitor. `csrf` is what the visitor's forms must bring back."""

    language: Language
    browser: str
    csrf: str
    person: SignedIn | None
    election: ElectionFacts | None
    path: str
    query: Mapping[str, str]

    def path_in(self, language: str) -> str:
        """Return the address of this page in a language."""
        return f"{self.path}?{urlencode({**self.query, 'lang': language})}"


def visitor_of(request: Request) -> Visitor:
    """Return the visitor of a request; worked out once."""
    known: Visitor | None = getattr(request.state, "visitor", None)
    if known is None:
        known = _meet(request)
        request.state.visitor = known
    return known


def posted(request: Request, csrf: Annotated[str, Form()] = "") -> Visitor:
    """Return the visitor of a form that came from our own page.

    Raises:
        CsrfRefused: the form lacks this visitor's token.
    """
    visitor = visitor_of(request)
    brought = csrf or request.headers.get("x-csrf-token", "")
    if not hmac.compare_digest(brought.encode(), visitor.csrf.encode()):
        raise CsrfRefused(request.url.path)
    return visitor


AnyVisitor = Annotated[Visitor, Depends(visitor_of)]
PostedVisitor = Annotated[Visitor, Depends(posted)]


def _meet(request: Request) -> Visitor:
    browser = request.cookies.get(BROWSER_COOKIE) or secrets.token_urlsafe(18)
    person, election = _look_up(request)
    wish = request.query_params.get("lang")
    return Visitor(
        language=choose(wish, request.cookies.get(LANGUAGE_COOKIE)),
        browser=browser,
        csrf=person.csrf if person else _browser_token(secret_of(request), browser),
        person=person,
        election=election,
        path=request.url.path,
        query={k: v for k, v in request.query_params.items() if k != "lang"},
    )


def _look_up(request: Request) -> tuple[SignedIn | None, ElectionFacts | None]:
    token = request.cookies.get(SESSION_COOKIE)
    at = now(request)
    with database_of(request).reading() as session:
        row = session.get(Election, 1)
        election = _facts(row) if row else None
        person = signed_in(session, token, at) if token else None
    if person is not None and person.is_stale:
        with database_of(request).writing() as session:
            note_use(session, person.session_id, at)
    return person, election


def _facts(row: Election) -> ElectionFacts:
    return ElectionFacts({"th": row.name_th, "en": row.name_en}, row.is_rehearsal)


def _browser_token(secret: bytes, browser: str) -> str:
    """Before sign-in there is no session row: the token is a keyed hash of the browser's cookie."""
    return hmac.new(secret, f"csrf:{browser}".encode(), hashlib.sha256).hexdigest()
