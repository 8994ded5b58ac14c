"""The public says that a published number is wrong, and follows the answer by a ticket.

A form without a script and without an account; no name or number of a person is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from models.errors import NotFound
from models.store import objections
from models.store.cases import Place, choices_of, place_of
from models.store.objections import WORDS_KEPT, Said
from models.store.rows import saved
from models.values.ballots import Ballot
from models.values.fields import TOTAL, row_number
from models.values.objections import Objector
from pages.doors import Door, see_other
from pages.keying import number_typed
from pages.languages import Language
from pages.lockouts import ADDRESS_TRIES, Guard, locked_at, note_refusal
from pages.phrases import say
from pages.visitors import AnyVisitor, PostedVisitor
from pages.wiring import board_of, database_of, fingerprint, now, secret_of

PATH: Final = "/object"
DOOR: Final = Door("bot.web", PATH)
router = APIRouter(route_class=DOOR.route_class())

_EACH: Final = 8
"""Objections of one browser within a quarter of an hour; the whole night is longer than that."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The published numbers of a unit's ballot: key, name and value of each."""

    place: Place
    ballot: Ballot
    numbers: tuple[tuple[str, str, int], ...]


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
        shown = _shown(session, unit, ballot, visitor.language)
        return _form(request, shown, Typed(unit, ballot, key))


@router.post(PATH)
def take(request: Request, visitor: PostedVisitor, typed: TypedForm) -> Response:
    """Take an objection and hand out its ticket."""
    guard, at = _guard(request, visitor.browser), now(request)
    with database_of(request).writing() as session:
        shown = _shown(session, typed.unit, typed.ballot, visitor.language)
        said = _said(shown, typed)
        if isinstance(said, str):
            return _form(request, shown, typed, said, 422)
        if locked_at(session, guard, at) is not None:
            return _form(request, shown, typed, "often", 429)
        note_refusal(session, guard, at)
        made = objections.make(session, shown.place.unit, said, at)
        return see_other(f"{PATH}/{made.ticket}?made=1")


@router.get(PATH + "/ticket")
def find(request: Request, number: str = "") -> Response:
    """Go to the ticket that was typed."""
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
        names = _choices(session, place, Ballot(own.ballot))
        return DOOR.page(
            request,
            "ticket.html",
            board=board_of(request),
            place=place,
            own=own,
            head=head,
            field=_name(own.key, names, visitor.language),
            voices=objections.voices(session, head),
            is_new=bool(made),
        )


def _shown(session: Session, unit: str, ballot: str, language: Language) -> Shown:
    if ballot not in {b.value for b in Ballot}:
        raise NotFound("ballot")
    row, counts = objections.public_numbers(session, unit, Ballot(ballot))
    place = place_of(session, saved(row.id))
    names = _choices(session, place, Ballot(ballot))
    keys = sorted(counts, key=_order)
    numbers = tuple((key, _name(key, names, language), counts[key]) for key in keys)
    return Shown(place, Ballot(ballot), numbers)


def _order(key: str) -> tuple[int, int]:
    """Sort rows by number first, then the total, then the head: most objections are to votes."""
    number = row_number(key)
    if number is not None:
        return 0, number
    return (1, 0) if key == TOTAL else (2, 0)


def _choices(session: Session, place: Place, ballot: Ballot) -> dict[int, str]:
    """Return the names on a ballot by number."""
    return {c.number: c.name for c in choices_of(session, saved(place.constituency.id), ballot)}


def _name(key: str, choices: Mapping[int, str], language: Language) -> str:
    """Return what a field is called, with the candidate's or party's name."""
    number = row_number(key)
    if number is None:
        return say(f"board.count_{key}", language)
    word = say("common.ballot_number", language, number=number)
    return f"{word} {choices.get(number, '')}".rstrip()


def _said(shown: Shown, typed: Typed) -> Said | str:
    """Return what was said, or the name of what is wrong with the form."""
    values = {key: value for key, _, value in shown.numbers}
    if typed.key not in values:
        return "no_field"
    claimed = number_typed(typed.claimed) if typed.claimed.strip() else None
    if typed.claimed.strip() and claimed is None:
        return "no_number"
    if claimed == values[typed.key]:
        return "same"
    by_word = {o.value: o for o in Objector}
    objector = by_word.get(typed.objector, Objector.PUBLIC)
    return Said(shown.ballot, typed.key, claimed, objector, typed.words)


def _form(
    request: Request, shown: Shown, typed: Typed, problem: str | None = None, status: int = 200
) -> Response:
    return DOOR.page(
        request,
        "object.html",
        status,
        board=board_of(request),
        shown=shown,
        typed=typed,
        problem=problem,
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
        (fingerprint(secret, "browser", browser), _EACH),
        (fingerprint(secret, "address", address), ADDRESS_TRIES),
    )
    return Guard("objection made", subjects)
