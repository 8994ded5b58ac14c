"""A code on paper opens the door: shown first, then bound, once."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlmodel import Session

from bot.web.senders import DOOR
from models.errors import NotFound
from models.store.enrolment import enrol, open_code, post_of
from models.store.sessions import close_session, open_session
from models.tables.geography import ReportingUnit
from models.tables.people import EnrolmentCode
from pages.doors import forget_session, see_other, set_session
from pages.enrolment.posts import PostWords, words_of_post
from pages.lockouts import ADDRESS_TRIES, TRIES, Guard, locked_at, note_refusal
from pages.visitors import PostedVisitor, Visitor
from pages.wiring import database_of, fingerprint, now, secret_of

router = APIRouter(route_class=DOOR.route_class())

Text = Annotated[str, Form()]
_NAME_KEPT = 80


@router.post("/send/code")
def show_unit(request: Request, visitor: PostedVisitor, code: Text = "") -> Response:
    """Show what a code opens and ask; nothing is bound yet."""
    at = now(request)
    guard = _guard(request, visitor.browser)
    with database_of(request).reading() as session:
        until = locked_at(session, guard, at)
        if until is not None:
            return DOOR.page(request, "code.html", 429, problem="locked", until=until, code="")
        try:
            opened = open_code(session, code, secret_of(request), at)
        except NotFound:
            opened = None
        if opened is not None:
            return DOOR.page(request, "bind.html", asked=_asked(session, visitor, opened, code))
    with database_of(request).writing() as session:
        note_refusal(session, guard, at)
    return DOOR.page(request, "code.html", 403, problem="wrong", until=None, code=code)


@router.post("/send/bind")
def bind(request: Request, visitor: PostedVisitor, code: Text = "", name: Text = "") -> Response:
    """Use the code up: the person belongs to the unit or desk from now on."""
    at = now(request)
    guard = _guard(request, visitor.browser)
    with database_of(request).writing() as session:
        if until := locked_at(session, guard, at):
            return DOOR.page(request, "code.html", 429, problem="locked", until=until, code="")
        try:
            opened = open_code(session, code, secret_of(request), at)
        except NotFound:
            note_refusal(session, guard, at)
            return DOOR.page(request, "code.html", 403, problem="wrong", until=None, code="")
        if not name.strip():
            asked = _asked(session, visitor, opened, code, "no_name")
            return DOOR.page(request, "bind.html", 422, asked=asked)
        if visitor.person is not None:
            close_session(session, visitor.person.session_id)
        person = enrol(session, opened, name.strip()[:_NAME_KEPT], at)
        token = open_session(session, person, at)
    response = see_other("/send")
    set_session(request, response, token)
    return response


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page shows that asks whether a code opens the person's post."""

    words: PostWords
    unit: ReportingUnit | None
    code: str
    problem: str | None


def _asked(
    session: Session,
    visitor: Visitor,
    opened: EnrolmentCode,
    code: str,
    problem: str | None = None,
) -> Asked:
    words = words_of_post(session, post_of(opened), visitor.language)
    unit = session.get(ReportingUnit, opened.unit_id) if opened.unit_id is not None else None
    return Asked(words, unit, code, problem)


@router.post("/send/sign-out")
def sign_out(request: Request, visitor: PostedVisitor) -> Response:
    """End the session here and on the server."""
    if visitor.person is not None:
        with database_of(request).writing() as session:
            close_session(session, visitor.person.session_id)
    response = see_other("/send")
    forget_session(request, response)
    return response


@router.get("/send/code")
@router.get("/send/bind")
@router.get("/send/photos")
def begin_again() -> Response:
    """Send somebody who reloads an old page back to the beginning."""
    return see_other("/send")


def _guard(request: Request, browser: str) -> Guard:
    secret = secret_of(request)
    address = request.client.host if request.client else ""
    return Guard(
        "code refused",
        (
            (fingerprint(secret, "browser", browser), TRIES),
            (fingerprint(secret, "address", address), ADDRESS_TRIES),
        ),
    )
