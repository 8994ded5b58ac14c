"""Between a one-time code and the desk: the account's owner chooses a password."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from sqlmodel import Session

from models.store.accounts import choose_password
from models.tables.people import Person
from pages.passwords import fits, hash_password
from pages.visitors import PostedVisitor
from pages.wiring import database_of, now, secret_of
from review.account_opening import as_typed
from review.desk import DOOR
from review.entrance import sign_in_page
from review.half_way import person_half_way
from review.letting_in import let_in
from review.second_factor import Half, is_asked
from review.second_factor import ask as ask_code

router = APIRouter(route_class=DOOR.route_class())

SHORTEST: Final = 10
_LONGEST: Final = 200


def ask(request: Request, half: str, problem: str | None = None) -> Response:
    """Show the form for a password of one's own; `half` says whose code fitted."""
    status = 422 if problem else 200
    context = {"half": half, "problem": problem, "shortest": SHORTEST}
    return DOOR.page(request, "new_password.html", status, **context)


@router.post("/review/new-password")
def take(
    request: Request,
    visitor: PostedVisitor,
    half: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Keep the password that somebody chose, and let them go on."""
    at = now(request)
    person_id = person_half_way(secret_of(request), half, visitor.browser, at)
    with database_of(request).reading() as session:
        person = _beginner(session, person_id)
        if person is None:
            return _too_late(request)
        code_hash, username = person.password_hash, person.username or ""
    problem = _problem(password, again, username, code_hash)
    if problem:
        return ask(request, half, problem)
    kept = hash_password(password)
    with database_of(request).writing() as session:
        person = _beginner(session, person_id)
        if person is None or person.password_hash != code_hash:
            return _too_late(request)
        choose_password(session, person, kept, at)
        if is_asked(request, session, person):
            return ask_code(session, Half(request, person, visitor.browser, at))
        return let_in(request, session, person, at)


def _beginner(session: Session, person_id: int | None) -> Person | None:
    """Return an active person who still signs in with a code."""
    person = session.get(Person, person_id) if person_id is not None else None
    is_one = person is not None and person.is_active and person.code_until is not None
    return person if is_one else None


def _problem(password: str, again: str, username: str, code_hash: str | None) -> str | None:
    if not SHORTEST <= len(password) <= _LONGEST:
        return "short"
    if password.lower().startswith(username) or fits(as_typed(password), code_hash):
        return "easy"
    return None if password == again else "differs"


def _too_late(request: Request) -> Response:
    return sign_in_page(request, 403, problem="too_late")
