"""The read-back: the machine's numbers beside the paper, and the committee's word on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from bot import acts
from bot.web.errors import NoCount, NothingSaid
from bot.web.senders import DOOR, IMAGES, Posting, Sender, Sending, home_of
from models.checks.rules import Audience
from models.errors import StaleEdit
from models.store.case_facts import case_findings, field_keys, machine_values
from models.store.cases import Case, case_of
from models.tables.geography import TallyCentre
from models.tables.sheets import AnswerKind
from models.values.fields import row_number
from models.values.findings import Finding
from models.values.reading import Cell
from pages.crops import Crop, crop_of
from pages.doors import see_other
from pages.keying import field_name, typed_in
from pages.labels import field_label
from pages.wiring import database_of

router = APIRouter(route_class=DOOR.route_class())

Form = Mapping[str, str]


async def _posted_form(request: Request) -> Form:
    return {key: str(value) for key, value in (await request.form()).items()}


PostedForm = Annotated[Form, Depends(_posted_form)]


@dataclass(frozen=True, slots=True)
class Line:
    """One number of the read-back."""

    key: str
    input: str
    label: str
    name: str
    value: int | None
    crop: Crop | None
    is_doubtful: bool


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
        if not _can_answer(case) or form.get("edit") != str(case.sheet.edit):
            raise StaleEdit(f"sheet {sheet_id}")
        try:
            word = _word(case, form)
        except NothingSaid:
            return _page(request, session, sender, case, "fix", _Again("nothing_said", form))
        except NoCount:
            return _page(request, session, sender, case, "fix", _Again("no_count", form))
        acts.give_word(sender.acting(session), word)
        return see_other(home_of(case.place.unit.code))


@router.get("/send/sheets/{sheet_id}/answer")
def show_again(sheet_id: int) -> Response:
    """Send somebody who reloads an answer that was not taken back to the numbers."""
    return see_other(f"/send/sheets/{sheet_id}")


def _case(session: Session, sender: Sender, sheet_id: int) -> Case:
    case = case_of(session, sheet_id)
    sender.own(session, case.sheet.unit_id)
    return case


def _can_answer(case: Case) -> bool:
    return case.sheet.state in acts.WAITING


def _word(case: Case, form: Form) -> acts.Word:
    try:
        kind = AnswerKind(form.get("kind", ""))
    except ValueError:
        raise NothingSaid from None
    values = _corrections(case, form) if kind is AnswerKind.MISREAD else {}
    return acts.Word(case.sheet_id, case.sheet.edit, kind, values)


def _corrections(case: Case, form: Form) -> Mapping[str, int]:
    typed = typed_in(form, field_keys(case))
    if any(form.get(field_name(key), "").strip() for key in typed.missing):
        raise NoCount
    if not typed.values:
        raise NothingSaid
    return typed.values


def _page(  # noqa: PLR0913, PLR0917 - one screen in three ways
    request: Request,
    session: Session,
    sender: Sender,
    case: Case,
    way: str,
    again: _Again | None = None,
) -> Response:
    lines = [_line(case, key, sender) for key in field_keys(case)]
    template = {"fix": "fix.html", "paper": "paper.html"}.get(way, "read_back.html")
    return DOOR.page(
        request,
        template,
        422 if again else 200,
        sender=sender,
        case=case,
        unit_home=home_of(case.place.unit.code),
        can_answer=_can_answer(case),
        doubtful=[line for line in lines if line.is_doubtful],
        sure=[line for line in lines if not line.is_doubtful],
        facts=_facts(case, frozenset(line.key for line in lines if line.is_doubtful)),
        centre=session.get_one(TallyCentre, case.place.unit.centre_id),
        problem=again.problem if again else None,
        typed=again.form if again else {},
    )


def _facts(case: Case, doubtful: frozenset[str]) -> list[Finding]:
    """Return what the paper itself seems to say amiss; never what may be our own misreading."""
    found = case_findings(case, machine_values(case), Audience.SENDER)
    return [f for f in found if doubtful.isdisjoint(f.fields)]


def _line(case: Case, key: str, sender: Sender) -> Line:
    cell = case.cells.get(key)
    names = (c.name for c in case.choices if c.number == row_number(key))
    return Line(
        key=key,
        input=field_name(key),
        label=field_label(case.form, key, sender.visitor.language),
        name=next(names, ""),
        value=cell.value if cell else None,
        crop=crop_of(case, key, IMAGES),
        is_doubtful=_is_doubtful(cell),
    )


def _is_doubtful(cell: Cell | None) -> bool:
    return cell is None or cell.value is None or not cell.accepted
