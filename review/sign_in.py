"""Signing in and out with a password."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlmodel import Session

from models.store.people import person_named
from models.store.sessions import close_session
from pages.doors import forget_session, see_other
from pages.lockouts import ADDRESS_TRIES, TRIES, Guard, locked_at, note_refusal
from pages.passwords import fits
from pages.visitors import AnyVisitor, PostedVisitor
from pages.wiring import database_of, fingerprint, now, secret_of
from review.account_opening import as_typed
from review.desk import DOOR, SIGN_IN, WATCHERS
from review.entrance import sign_in_page
from review.letting_in import let_in
from review.new_password import ask as ask_password
from review.second_factor import Half, is_asked
from review.second_factor import ask as ask_code

router = APIRouter(route_class=DOOR.route_class())

_NAME_TRIES = 30
"""For one user name from anywhere, so that a stranger cannot easily lock a reviewer out."""


@router.get("/review/sign-in")
def ask(request: Request, visitor: AnyVisitor) -> Response:
    """Show the sign-in form; who has the desk already goes to the queue."""
    if visitor.person is not None and visitor.person.role in WATCHERS:
        return see_other(DOOR.home)
    return sign_in_page(request)


@router.post("/review/sign-in")
def sign_in(
    request: Request,
    visitor: PostedVisitor,
    username: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    """Let a person in, or say in one sentence that name or password is wrong."""
    at = now(request)
    guard = _guard(request, visitor.browser, username)
    with database_of(request).reading() as session:
        until = locked_at(session, guard, at)
        known = person_named(session, username)
        kept = (known.password_hash, known.code_until) if known else (None, None)
    if until is not None:
        return _again(request, username, 429, until)
    # Hashing takes its time: not while the record waits for its one writer.
    is_right = fits(as_typed(password) if kept[1] else password, kept[0])
    with database_of(request).writing() as session:
        person = person_named(session, username)
        if person is None or not is_right:
            note_refusal(session, guard, at)
            return _again(request, username, 403)
        if visitor.person is not None:
            close_session(session, visitor.person.session_id)
        return _go_on(session, Half(request, person, visitor.browser, at))


def _go_on(session: Session, half: Half) -> Response:
    """Return what follows a right password: choosing one's own, the phone, the desk."""
    request, person = half.request, half.person
    if person.code_until is not None and person.code_until <= half.at:
        return _again(request, person.username or "", 403, problem="code_over")
    if person.code_until is not None:
        return ask_password(request, half.word)
    if is_asked(request, session, person):
        return ask_code(session, half)
    return let_in(request, session, person, half.at)


@router.post("/review/sign-out")
def sign_out(request: Request, visitor: PostedVisitor) -> Response:
    """End the session here and on the server."""
    if visitor.person is not None:
        with database_of(request).writing() as session:
            close_session(session, visitor.person.session_id)
    response = see_other(SIGN_IN)
    forget_session(request, response)
    return response


def _guard(request: Request, browser: str, username: str) -> Guard:
    secret = secret_of(request)
    address = request.client.host if request.client else ""
    name = username.strip().lower()
    return Guard(
        "sign-in refused",
        (
            (fingerprint(secret, "browser", f"{browser}:{name}"), TRIES),
            (fingerprint(secret, "pair", f"{address}:{name}"), TRIES),
            (fingerprint(secret, "address", address), ADDRESS_TRIES),
            (fingerprint(secret, "name", name), _NAME_TRIES),
        ),
    )


def _again(
    request: Request,
    username: str,
    status: int,
    until: datetime | None = None,
    problem: str = "wrong",
) -> Response:
    problem = "locked" if until else problem
    return sign_in_page(request, status, problem=problem, username=username, until=until)
