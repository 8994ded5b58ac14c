"""A code on paper opens the door: shown first, then bound, once.

What is asked, and what a refusal says, comes from the one conversation (`bot.conversation`).
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlmodel import Session

from bot import outcomes
from bot.conversation.effects import Bind, OpenCode
from bot.conversation.events import CodeOpened, CodeRefused, Said
from bot.conversation.state import Asking, State
from bot.web.senders import DOOR
from bot.web.talking import Told, tell
from models.store.enrolment import post_of
from models.store.sessions import close_session, open_session
from models.tables.geography import ReportingUnit
from models.tables.people import EnrolmentCode
from pages.doors import forget_session, see_other, set_session
from pages.enrolment.posts import PostWords, words_of_post
from pages.lockouts import ADDRESS_TRIES, TRIES, Guard
from pages.visitors import PostedVisitor, Visitor
from pages.wiring import database_of, fingerprint, now, secret_of

router = APIRouter(route_class=DOOR.route_class())

Text = Annotated[str, Form()]


@router.post("/send/code")
def show_unit(request: Request, visitor: PostedVisitor, code: Text = "") -> Response:
    """Show what a code opens and ask; nothing is bound yet."""
    with database_of(request).writing() as session:
        opened = outcomes.open_code(_doorstep(request, visitor, session), OpenCode(code))
        if isinstance(opened, CodeRefused):
            return _refused(request, visitor, opened, code)
        told = tell(None, opened, State(visitor.language))
        return DOOR.page(request, "bind.html", asked=_asked(session, visitor, opened, told, code))


@router.post("/send/bind")
def bind(request: Request, visitor: PostedVisitor, code: Text = "", name: Text = "") -> Response:
    """Use the code up: the person belongs to the unit or desk from now on."""
    at = now(request)
    with database_of(request).writing() as session:
        doorstep = _doorstep(request, visitor, session)
        opened = outcomes.open_code(doorstep, OpenCode(code))
        if isinstance(opened, CodeRefused):
            return _refused(request, visitor, opened)
        told = tell(None, Said(name), _awaiting_name(visitor, opened))
        wanted = next((e for e in told.effects if isinstance(e, Bind)), None)
        if wanted is None:
            problem = told.lines
            told = tell(None, opened, State(visitor.language))
            asked = _asked(session, visitor, opened, told, code, problem)
            return DOOR.page(request, "bind.html", 422, asked=asked)
        person = outcomes.bind(doorstep, wanted)
        if isinstance(person, CodeRefused):
            return _refused(request, visitor, person)
        if visitor.person is not None:
            close_session(session, visitor.person.session_id)
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
    told: Told
    """The question, and the answers to it."""
    problem: tuple[str, ...] = ()


def _asked(  # noqa: PLR0913, PLR0917 - what was opened, and what was typed
    session: Session,
    visitor: Visitor,
    opened: CodeOpened,
    told: Told,
    code: str,
    problem: tuple[str, ...] = (),
) -> Asked:
    found = session.get_one(EnrolmentCode, opened.code_id)
    words = words_of_post(session, post_of(found), visitor.language)
    unit = session.get(ReportingUnit, found.unit_id) if found.unit_id is not None else None
    return Asked(words, unit, code, told, problem)


def _awaiting_name(visitor: Visitor, opened: CodeOpened) -> State:
    """Return the conversation after the yes: a name is all that it waits for."""
    return State(
        visitor.language,
        asking=Asking.NAME,
        code_id=opened.code_id,
        place=opened.place,
        is_desk=opened.is_desk,
    )


def _refused(request: Request, visitor: Visitor, event: CodeRefused, code: str = "") -> Response:
    told = tell(None, event, State(visitor.language))
    status = 403 if event.until is None else 429
    shown = code if event.until is None else ""
    return DOOR.page(request, "code.html", status, problem=told.lines, code=shown)


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


def _doorstep(request: Request, visitor: Visitor, session: Session) -> outcomes.Doorstep:
    secret = secret_of(request)
    address = request.client.host if request.client else ""
    guard = Guard(
        "code refused",
        (
            (fingerprint(secret, "browser", visitor.browser), TRIES),
            (fingerprint(secret, "address", address), ADDRESS_TRIES),
        ),
    )
    return outcomes.Doorstep(session, guard, secret, visitor.language, now(request))
