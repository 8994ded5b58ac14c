"""Objections to published numbers, for those who answer them."""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from models.errors import NotFound
from models.store import objections, recalls, releases
from models.store.cases import Place, place_of
from models.store.claims import CLEARERS
from models.store.recalls import Asker
from models.store.rows import saved
from models.tables.objections import Objection
from models.tables.recalls import RecallReason
from models.tables.sheets import Sheet
from models.values.fields import row_number
from models.values.objections import ObjectionState
from pages.doors import see_other
from pages.errors import NotAllowed
from pages.languages import Language
from pages.phrases import say
from pages.wiring import database_of
from review.desk import DOOR, Deciding, Desk, Watching
from review.posting import asker_of

router = APIRouter(route_class=DOOR.route_class())
PATH: Final = "/review/objections"


@dataclass(frozen=True, slots=True)
class Row:
    """An objection with its place, its field's name, the sheet, and how many say the same."""

    objection: Objection
    place: Place
    field: str
    sheet_id: int | None
    voices: int
    may_answer: bool


@router.get(PATH)
def show(request: Request, desk: Watching) -> Response:
    """Show the objections of the person's areas, longest waiting first."""
    with database_of(request).reading() as session:
        found = objections.waiting(session, desk.looker.areas)
        rows = [_row(session, desk, objection) for objection, _ in found]
        return DOOR.page(request, "objections.html", desk=desk, rows=rows)


@router.post(PATH + "/{objection_id}/{answer}")
def answer(request: Request, desk: Deciding, objection_id: int, answer: str) -> Response:
    """Answer that the number stands, or ask for the sheet to be recalled."""
    if desk.looker.role not in CLEARERS:
        raise NotAllowed(PATH)
    asker = asker_of(desk)
    with database_of(request).writing() as session:
        objection = objections.head_in(session, objection_id, desk.looker.areas)
        if answer == "stand" and objection.state is ObjectionState.RECEIVED:
            objections.stand(session, objection, asker)
        elif answer == "recall" and objection.state is ObjectionState.RECEIVED:
            objections.recheck(session, objection, _recall(session, objection, asker), asker)
        else:
            raise NotFound("answer")
    return see_other(PATH)


def _recall(session: Session, objection: Objection, asker: Asker) -> int:
    """Return the id of the request to recall the sheet: the one that is open, or a new one."""
    sheet = _sheet(session, objection)
    if sheet is None:
        raise NotFound("sheet")
    open_ = recalls.open_request(session, saved(sheet.id))
    if open_ is None:
        open_ = recalls.ask(session, sheet, asker, RecallReason.OBJECTION, objection.words)
    return saved(open_.id)


def _sheet(session: Session, objection: Objection) -> Sheet | None:
    shown = releases.published_sheets(session, objection.unit_id).get(objection.ballot)
    return session.get(Sheet, shown.sheet_id) if shown else None


def _row(session: Session, desk: Desk, objection: Objection) -> Row:
    sheet = _sheet(session, objection)
    waits = objection.state is ObjectionState.RECEIVED
    return Row(
        objection,
        place_of(session, objection.unit_id),
        _field(objection.key, desk.visitor.language),
        sheet.id if sheet else None,
        objections.voices(session, objection),
        may_answer=waits and desk.looker.role in CLEARERS,
    )


def _field(key: str, language: Language) -> str:
    number = row_number(key)
    if number is not None:
        return say("common.ballot_number", language, number=number)
    return say(f"board.count_{key}", language)
