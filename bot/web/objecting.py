"""The public says that a published number is wrong, and follows the answer by a ticket.

A form without a script and without an account; no name or number of a person is asked for.
"""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from bot.objections import ACTION, EACH, Claim, Published, name_of, names_on, object_to, published
from models.errors import NotFound
from models.store import objections
from models.store.cases import place_of
from models.store.objections import WORDS_KEPT
from models.values.ballots import Ballot
from models.values.objections import Fault, Objector
from pages.doors import Door, see_other
from pages.keying import number_typed
from pages.lockouts import ADDRESS_TRIES, Guard
from pages.visitors import AnyVisitor, PostedVisitor
from pages.wiring import board_of, database_of, fingerprint, now, secret_of

PATH: Final = "/object"
DOOR: Final = Door("bot.web", PATH)
router = APIRouter(route_class=DOOR.route_class())


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form."""

    unit: str = ""
    ballot: str = ""
    key: str = ""
    claimed: str = ""
    objector: str = Objector.PUBLIC.value
    words: str = ""


async def _typed(request: Request) -> Typed:
    form = {name: str(value) for name, value in (await request.form()).items()}
    kept = {name: form.get(name, "")[:WORDS_KEPT] for name in Typed.__slots__}
    return Typed(**kept)


TypedForm = Annotated[Typed, Depends(_typed)]


@router.get(PATH)
def ask(
    request: Request, visitor: AnyVisitor, unit: str = "", ballot: str = "", key: str = ""
) -> Response:
    """Show the form for a unit's ballot; without one, the field for a ticket."""
    if not unit:
        return _find(request)
    with database_of(request).reading() as session:
        shown = published(session, unit, ballot, visitor.language)
        return _form(request, shown, Typed(unit, ballot, key))


@router.post(PATH)
def take(request: Request, visitor: PostedVisitor, typed: TypedForm) -> Response:
    """Take an objection and hand out its ticket."""
    guard, at = _guard(request, visitor.browser), now(request)
    with database_of(request).writing() as session:
        shown = published(session, typed.unit, typed.ballot, visitor.language)
        claimed = number_typed(typed.claimed) if typed.claimed.strip() else None
        if typed.claimed.strip() and claimed is None:
            return _form(request, shown, typed, Fault.NO_NUMBER)
        claim = Claim(typed.key, claimed, _objector(typed.objector), typed.words)
        made = object_to(session, guard, shown, claim, at)
        if isinstance(made, Fault):
            return _form(request, shown, typed, made)
        return see_other(f"{PATH}/{made.ticket}?made=1")


@router.get(PATH + "/ticket")
def find(request: Request, number: str = "") -> Response:
    """Go to the ticket that was typed; where none was, ask for it."""
    if not number.strip():
        return _find(request)
    try:
        with database_of(request).reading() as session:
            found, _ = objections.with_ticket(session, number)
            return see_other(f"{PATH}/{found.ticket}")
    except NotFound:
        return _find(request, number, "unknown", 404)


@router.get(PATH + "/{ticket}")
def follow(request: Request, visitor: AnyVisitor, ticket: str, made: str = "") -> Response:
    """Show where an objection stands."""
    with database_of(request).reading() as session:
        try:
            own, head = objections.with_ticket(session, ticket)
        except NotFound:
            return _find(request, ticket, "unknown", 404)
        place = place_of(session, own.unit_id)
        names = names_on(session, place, Ballot(own.ballot))
        return DOOR.page(
            request,
            "ticket.html",
            board=board_of(request),
            place=place,
            own=own,
            head=head,
            field=name_of(own.key, names, visitor.language),
            voices=objections.voices(session, head),
            is_new=bool(made),
        )


def _objector(said: str) -> Objector:
    return next((o for o in Objector if o.value == said), Objector.PUBLIC)


def _form(request: Request, shown: Published, typed: Typed, fault: Fault | None = None) -> Response:
    status = {None: 200, Fault.OFTEN: 429}.get(fault, 422)
    return DOOR.page(
        request,
        "object.html",
        status,
        board=board_of(request),
        shown=shown,
        typed=typed,
        problem=fault.value if fault else None,
        objectors=[o.value for o in Objector],
    )


def _find(
    request: Request, number: str = "", problem: str | None = None, status: int = 200
) -> Response:
    board = board_of(request)
    return DOOR.page(
        request, "find_ticket.html", status, board=board, number=number, problem=problem
    )


def _guard(request: Request, browser: str) -> Guard:
    secret = secret_of(request)
    address = request.client.host if request.client else ""
    subjects = (
        (fingerprint(secret, "browser", browser), EACH),
        (fingerprint(secret, "address", address), ADDRESS_TRIES),
    )
    return Guard(ACTION, subjects)
