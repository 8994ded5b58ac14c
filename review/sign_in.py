"""Signing in and out with a password."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from models.store.people import person_named
from models.store.sessions import close_session
from pages.doors import forget_session, see_other
from pages.lockouts import ADDRESS_TRIES, TRIES, Guard, locked_at, note_refusal
from pages.passwords import fits
from pages.visitors import AnyVisitor, PostedVisitor
from pages.wiring import database_of, fingerprint, now, secret_of
from review.desk import DOOR, SIGN_IN, WATCHERS
from review.letting_in import let_in
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
    return DOOR.page(request, "sign_in.html", problem=None, username="")


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
        password_hash = known.password_hash if known else None
    if until is not None:
        return _again(request, username, 429, until)
    # Hashing takes its time: not while the record waits for its one writer.
    is_right = fits(password, password_hash)
    with database_of(request).writing() as session:
        person = person_named(session, username)
        if person is None or not is_right:
            note_refusal(session, guard, at)
            return _again(request, username, 403)
        if visitor.person is not None:
            close_session(session, visitor.person.session_id)
        if is_asked(request, session, person):
            return ask_code(session, Half(request, person, visitor.browser, at))
        return let_in(request, session, person, at)


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


def _again(request: Request, username: str, status: int, until: datetime | None = None) -> Response:
    problem = "locked" if until else "wrong"
    return DOOR.page(
        request, "sign_in.html", status, problem=problem, username=username, until=until
    )
