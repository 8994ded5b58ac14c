"""The read-back: the machine's numbers beside the paper, and the committee's word on them.

What is asked, offered and answered comes from the one conversation (`bot.conversation`); the page
adds the crops and a field for each number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from bot import acts, outcomes
from bot.conversation import facts
from bot.conversation.effects import GiveAnswer
from bot.conversation.events import TooLate
from bot.conversation.facts import UnitFacts
from bot.conversation.state import Action, Do, Fixing, State
from bot.progress import progress_of
from bot.unit_facts import read_back_of, standing_facts, unit_facts
from bot.web.errors import NoCount, NothingSaid
from bot.web.senders import DOOR, IMAGES, Posting, Sender, Sending, home_of
from bot.web.talking import Told, answered_word, tap, tell
from models.errors import StaleEdit
from models.store.case_facts import field_keys
from models.store.cases import Case, case_of
from models.values.fields import row_number
from pages.crops import Crop, crop_of
from pages.doors import see_other
from pages.keying import field_name, typed_in
from pages.wiring import database_of

router = APIRouter(route_class=DOOR.route_class())

Form = Mapping[str, str]

_WAYS: Final = {"": Do.SHOW, "fix": Do.MISREAD, "paper": Do.PAPER}
"""What a way of looking at the numbers is in the conversation."""
_ANSWERS: Final = frozenset({Do.AGREE, Do.FIX_SEND, Do.PAPER_SEND, Do.HAND_OVER, Do.STAND})


async def _posted_form(request: Request) -> Form:
    return {key: str(value) for key, value in (await request.form()).items()}


PostedForm = Annotated[Form, Depends(_posted_form)]


@dataclass(frozen=True, slots=True)
class Line:
    """One number of the read-back, with what the page shows beside it."""

    said: facts.Line
    input: str
    name: str
    crop: Crop | None


@dataclass(frozen=True, slots=True)
class _Again:
    """Why an answer was not taken, and what was typed."""

    problem: str
    form: Form


@router.get("/send/sheets/{sheet_id}")
def show(request: Request, sender: Sending, sheet_id: int, way: str = "") -> Response:
    """Show the numbers that were read; `way` is empty, `fix` or `paper`."""
    with database_of(request).reading() as session:
        return _page(request, session, sender, _case(session, sender, sheet_id), way)


@router.post("/send/sheets/{sheet_id}/answer")
def answer(request: Request, sender: Posting, form: PostedForm, sheet_id: int) -> Response:
    """Note the committee's word; the sheet goes to the reviewers."""
    with database_of(request).writing() as session:
        case = _case(session, sender, sheet_id)
        if form.get("edit") != str(case.sheet.edit):
            raise StaleEdit(f"sheet {sheet_id}")
        try:
            given = _given(session, sender, case, form)
        except NothingSaid:
            return _page(request, session, sender, case, "fix", _Again("nothing_said", form))
        except NoCount:
            return _page(request, session, sender, case, "fix", _Again("no_count", form))
        event = outcomes.answer(sender.acting(session), given)
        if isinstance(event, TooLate):
            raise StaleEdit(f"sheet {sheet_id}")
        unit = unit_facts(session, case.sheet.unit_id, sender.visitor.language, sender.at)
        return see_other(_next(case, tell(unit, event, State(sender.visitor.language)), given))


@router.get("/send/sheets/{sheet_id}/answer")
def show_again(sheet_id: int) -> Response:
    """Send somebody who reloads an answer that was not taken back to the numbers."""
    return see_other(f"/send/sheets/{sheet_id}")


def _case(session: Session, sender: Sender, sheet_id: int) -> Case:
    case = case_of(session, sheet_id)
    sender.own(session, case.sheet.unit_id)
    return case


def _unit(session: Session, sender: Sender, case: Case) -> UnitFacts:
    """Return the unit with this sheet in hand, as long as it waits for a word."""
    language = sender.visitor.language
    progress = progress_of(session, case.place.unit)
    unit = standing_facts(session, case.place, progress, language, sender.at)
    if case.sheet.state not in acts.WAITING:
        return unit
    return replace(unit, read_back=read_back_of(session, case, language))


def _given(session: Session, sender: Sender, case: Case, form: Form) -> GiveAnswer:
    """Return the word that a form gives.

    Raises:
        NothingSaid, NoCount: it gives none, or something that was typed is no count.
        StaleEdit: the sheet waits for none.
    """
    do = next((do for do in _ANSWERS if do.value == form.get("do")), None)
    if do is None:
        raise NothingSaid
    at = (case.sheet_id, case.sheet.edit)
    values = _corrections(case, form) if do is Do.FIX_SEND else {}
    state = State(sender.visitor.language, fixing=Fixing(*at, values) if values else None)
    told = tap(_unit(session, sender, case), Action(do, *at), state)
    given = next((e for e in told.effects if isinstance(e, GiveAnswer)), None)
    if given is None:
        raise StaleEdit(f"sheet {case.sheet_id}")
    return given


def _corrections(case: Case, form: Form) -> Mapping[str, int]:
    typed = typed_in(form, field_keys(case))
    if any(form.get(field_name(key), "").strip() for key in typed.missing):
        raise NoCount
    if not typed.values:
        raise NothingSaid
    return typed.values


def _next(case: Case, told: Told, given: GiveAnswer) -> str:
    """Return where to go on: to the other ballot's numbers if they wait, else to the unit."""
    sheet_id, _ = told.outcome.state.shown
    if sheet_id:
        return f"/send/sheets/{sheet_id}?answered={given.kind.value}"
    return home_of(case.place.unit.code, answered=given.kind.value)


def _page(  # noqa: PLR0913, PLR0917 - one screen in three ways
    request: Request,
    session: Session,
    sender: Sender,
    case: Case,
    way: str,
    again: _Again | None = None,
) -> Response:
    language = sender.visitor.language
    unit = _unit(session, sender, case)
    shown = unit.read_back or read_back_of(session, case, language)
    do = _WAYS.get(way, Do.SHOW)
    told = tap(unit, Action(do, case.sheet_id, case.sheet.edit), State(language))
    lines = [_line(case, line) for line in shown.lines]
    template = {Do.MISREAD: "fix.html", Do.PAPER: "paper.html"}.get(do, "read_back.html")
    return DOOR.page(
        request,
        template,
        422 if again else 200,
        sender=sender,
        case=case,
        unit=unit,
        unit_home=home_of(case.place.unit.code),
        can_answer=unit.read_back is not None,
        told=told,
        ways={do.value: way for way, do in _WAYS.items()},
        doubtful=[line for line in lines if line.said.is_doubtful],
        sure=[line for line in lines if not line.said.is_doubtful],
        facts=shown.remarks,
        answered=answered_word(request),
        problem=again.problem if again else None,
        typed=again.form if again else {},
    )


def _line(case: Case, said: facts.Line) -> Line:
    names = (c.name for c in case.choices if c.number == row_number(said.key))
    return Line(said, field_name(said.key), next(names, ""), crop_of(case, said.key, IMAGES))
