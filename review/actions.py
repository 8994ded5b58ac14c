"""The keys of the sheet screen: confirm, correct, answer as second, clear, return, park."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from models.states.sheet import SheetState
from models.store.cases import Case, case_of
from models.store.decisions import Hand
from models.store.queue import CLEARERS, claim_next, sheet_in
from pages.doors import see_other
from pages.errors import NotAllowed
from pages.keying import field_name, typed_in
from pages.wiring import database_of, secret_of
from review.checking import check, field_keys
from review.deciding import Settled, Spoken, asked_fields, clear, first_look, second_look
from review.desk import DOOR, Deciding, Desk
from review.errors import NobodyLooked, NotComplete, StillImpossible
from review.returning import Return, ReturnReason, park, requeue, return_
from review.sampling import is_sampled
from review.sheet_page import Attempt, draw
from review.verdicts import Explanation

router = APIRouter(route_class=DOOR.route_class())

Form = Mapping[str, str]
_REASON = "reason:"
_EXPLANATIONS = frozenset(Explanation) - {Explanation.SUPERVISOR}
_WORDS_KEPT = 500


async def _posted_form(request: Request) -> Form:
    return {key: str(value) for key, value in (await request.form()).items()}


PostedForm = Annotated[Form, Depends(_posted_form)]


@router.post("/review/sheets/{sheet_id}/decide")
def decide(request: Request, desk: Deciding, form: PostedForm, sheet_id: int) -> Response:
    """Take the numbers of a look; then the next sheet is there already."""
    with database_of(request).writing() as session:
        sheet_in(session, sheet_id, desk.looker.areas)
        case = case_of(session, sheet_id)
        spoken = _spoken(case, form)
        try:
            settled = _look(request, session, desk, case, form)
        except NotComplete as refused:
            return draw(request, session, desk, case, _attempt(case, form, spoken, refused))
        except (StillImpossible, NobodyLooked) as refused:
            problem = "impossible" if isinstance(refused, StillImpossible) else "nobody_looked"
            attempt = _attempt(case, form, spoken, None, problem)
            return draw(request, session, desk, case, attempt)
        if settled.unseen:
            attempt = _attempt(case, form, spoken, None, "unseen")
            return draw(request, session, desk, case, attempt)
        return _onward(session, desk)


@router.post("/review/sheets/{sheet_id}/return")
def give_back(request: Request, desk: Deciding, form: PostedForm, sheet_id: int) -> Response:
    """Return a sheet to its committee with a reason."""

    def act(session: Session, case: Case, hand: Hand, at: datetime) -> None:
        fields = tuple(k for k in field_keys(case) if form.get(f"about:{k}"))
        reason = ReturnReason(form.get("reason", ReturnReason.OTHER))
        return_(session, case, hand, Return(reason, form.get("text", "")[:_WORDS_KEPT], fields), at)

    return _aside(request, desk, form, sheet_id, act)


@router.post("/review/sheets/{sheet_id}/park")
def lay_aside(request: Request, desk: Deciding, form: PostedForm, sheet_id: int) -> Response:
    """Lay a sheet aside for the supervisor with a reason."""

    def act(session: Session, case: Case, hand: Hand, at: datetime) -> None:
        park(session, case, hand, form.get("text", "")[:_WORDS_KEPT], at)

    return _aside(request, desk, form, sheet_id, act)


@router.post("/review/sheets/{sheet_id}/requeue")
def look_again(request: Request, desk: Deciding, form: PostedForm, sheet_id: int) -> Response:
    """Give a parked sheet to the reviewers again, with a reason."""
    if desk.looker.role not in CLEARERS:
        raise NotAllowed("requeue")

    def act(session: Session, case: Case, hand: Hand, at: datetime) -> None:
        requeue(session, case, hand, form.get("text", "")[:_WORDS_KEPT], at)

    return _aside(request, desk, form, sheet_id, act)


@router.get("/review/sheets/{sheet_id}/{_act}")
def show_again(sheet_id: int, _act: str) -> Response:
    """Send somebody who reloads what was not taken back to the sheet."""
    return see_other(f"/review/sheets/{sheet_id}")


Act = Callable[[Session, Case, Hand, datetime], None]


def _aside(request: Request, desk: Desk, form: Form, sheet_id: int, act: Act) -> Response:
    with database_of(request).writing() as session:
        sheet_in(session, sheet_id, desk.looker.areas)
        case = case_of(session, sheet_id)
        try:
            act(session, case, _hand(desk, form), desk.at)
        except (NotComplete, ValueError):
            spoken = _spoken(case, form)
            attempt = _attempt(case, form, spoken, None, "no_reason")
            return draw(request, session, desk, case, attempt)
        return _onward(session, desk)


def _look(request: Request, session: Session, desk: Desk, case: Case, form: Form) -> Settled:
    hand, spoken = _hand(desk, form), _spoken(case, form)
    if case.sheet.state is SheetState.PARKED:
        if "clear" not in form:
            raise NotAllowed("parked")
        return clear(session, case, hand, spoken, desk.at)
    if case.sheet.look > 1:
        return second_look(session, case, hand, spoken, desk.at)
    case.sheet.is_sampled = is_sampled(secret_of(request), case.settings, case.sheet_id)
    return first_look(session, case, hand, spoken, desk.at)


def _onward(session: Session, desk: Desk) -> Response:
    claim = claim_next(session, desk.looker, desk.at)
    return see_other(f"/review/sheets/{claim.sheet_id}?done=1" if claim else "/review?empty=1")


def _hand(desk: Desk, form: Form) -> Hand:
    edit = form.get("edit", "")
    return Hand(
        person_id=desk.looker.person_id,
        key=desk.person.key,
        token=form.get("token", ""),
        edit=int(edit) if edit.isascii() and edit.isdigit() else -1,
    )


def _spoken(case: Case, form: Form) -> Spoken:
    is_second = case.sheet.state is SheetState.IN_REVIEW and case.sheet.look > 1
    keys = asked_fields(case) if is_second else field_keys(case)
    return Spoken(
        typed=typed_in(form, keys),
        reasons=_reasons(form),
        seen=frozenset(form.get("seen", "").split(",")),
        seconds=_seconds(form.get("seconds", "")),
        text=form.get("text", "")[:_WORDS_KEPT],
    )


def _reasons(form: Form) -> dict[str, str]:
    found = {k.removeprefix(_REASON): v for k, v in form.items() if k.startswith(_REASON)}
    return {code: why for code, why in found.items() if why in _EXPLANATIONS}


def _seconds(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < 24 * 3600 else None


def _attempt(
    case: Case, form: Form, spoken: Spoken, refused: NotComplete | None, problem: str | None = None
) -> Attempt:
    is_whole = not spoken.typed.missing
    return Attempt(
        texts={k: form.get(field_name(k), "") for k in field_keys(case)},
        reasons=spoken.reasons,
        findings=check(case, spoken.typed.values).findings if is_whole else None,
        missing=(*refused.fields, *refused.codes) if refused else (),
        problem=problem or ("missing" if refused and refused.fields else "no_reason"),
        values=spoken.typed.values,
        text=spoken.text,
    )
