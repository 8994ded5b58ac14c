"""The keys of the sheet screen: confirm, correct, answer as second, clear, return, park."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from models.states.sheet import SheetState
from models.store.cases import Case, case_of
from models.store.claims import CLEARERS, sheet_in
from models.store.decisions import Hand, was_said
from pages.doors import see_other
from pages.errors import NotAllowed
from pages.keying import field_name, typed_in
from pages.wiring import database_of, secret_of
from review.checking import check, field_keys
from review.deciding import Settled, Spoken, asked_fields, clear, first_look, second_look
from review.desk import DOOR, Deciding, Desk
from review.errors import NobodyLooked, NotComplete, ReviewError, StillImpossible
from review.posting import Form, PostedForm, hand_of, onward, words_in
from review.returning import Return, ReturnReason, park, requeue, return_
from review.sampling import is_sampled
from review.sheet_page import Attempt, draw
from review.verdicts import Explanation

router = APIRouter(route_class=DOOR.route_class())

_REASON = "reason:"
_NAME_KEPT = 80
_EXPLANATIONS = frozenset(Explanation) - {Explanation.SUPERVISOR}
_PROBLEMS: Final[dict[type[ReviewError], str]] = {
    StillImpossible: "impossible",
    NobodyLooked: "nobody_looked",
}


@router.post("/review/sheets/{sheet_id}/decide")
def decide(request: Request, desk: Deciding, form: PostedForm, sheet_id: int) -> Response:
    """Take the numbers of a look; then the next sheet is there already.

    What comes again under the same key (`once`) counts once.
    """
    with database_of(request).writing() as session:
        sheet_in(session, sheet_id, desk.looker.areas, hold=True)
        if was_said(session, hand_of(desk, form)):
            return onward(request, session, desk)
        case = case_of(session, sheet_id)
        refused = _refused(request, session, desk, case, form)
        if refused is not None:
            return draw(request, session, desk, case_of(session, sheet_id), refused)
        return onward(request, session, desk)


@router.post("/review/sheets/{sheet_id}/return")
def give_back(request: Request, desk: Deciding, form: PostedForm, sheet_id: int) -> Response:
    """Return a sheet to its committee with a reason."""

    def act(session: Session, case: Case, hand: Hand, at: datetime) -> None:
        fields = tuple(k for k in field_keys(case) if form.get(f"about:{k}"))
        reason = ReturnReason(form.get("reason", ReturnReason.OTHER))
        return_(session, case, hand, Return(reason, words_in(form), fields), at)

    return _aside(request, desk, form, sheet_id, act)


@router.post("/review/sheets/{sheet_id}/park")
def lay_aside(request: Request, desk: Deciding, form: PostedForm, sheet_id: int) -> Response:
    """Lay a sheet aside for the supervisor with a reason."""

    def act(session: Session, case: Case, hand: Hand, at: datetime) -> None:
        park(session, case, hand, words_in(form), at)

    return _aside(request, desk, form, sheet_id, act)


@router.post("/review/sheets/{sheet_id}/requeue")
def look_again(request: Request, desk: Deciding, form: PostedForm, sheet_id: int) -> Response:
    """Give a parked sheet to the reviewers again, with a reason."""
    if desk.looker.role not in CLEARERS:
        raise NotAllowed("requeue")

    def act(session: Session, case: Case, hand: Hand, at: datetime) -> None:
        requeue(session, case, hand, words_in(form), at)

    return _aside(request, desk, form, sheet_id, act)


@router.get("/review/sheets/{sheet_id}/{_act}")
def show_again(sheet_id: int, _act: str) -> Response:
    """Send somebody who reloads what was not taken back to the sheet."""
    return see_other(f"/review/sheets/{sheet_id}")


Act = Callable[[Session, Case, Hand, datetime], None]


def _aside(request: Request, desk: Desk, form: Form, sheet_id: int, act: Act) -> Response:
    with database_of(request).writing() as session:
        sheet_in(session, sheet_id, desk.looker.areas, hold=True)
        if was_said(session, hand_of(desk, form)):
            return onward(request, session, desk)
        case = case_of(session, sheet_id)
        try:
            act(session, case, hand_of(desk, form), desk.at)
        except (NotComplete, ValueError):
            spoken = _spoken(case, form)
            attempt = _attempt(case, form, spoken, None, "no_reason")
            return draw(request, session, desk, case, attempt)
        return onward(request, session, desk)


def _refused(
    request: Request, session: Session, desk: Desk, case: Case, form: Form
) -> Attempt | None:
    """Take a look and return None, or what is shown where it could not be taken."""
    spoken = _spoken(case, form)
    try:
        settled = _look(request, session, desk, case, form)
    except NotComplete as refused:
        return _attempt(case, form, spoken, refused)
    except tuple(_PROBLEMS) as refused:
        return _attempt(case, form, spoken, None, _PROBLEMS[type(refused)])
    if settled.unseen:
        return _attempt(case, form, spoken, None, "unseen")
    return Attempt(problem="key_again", missing=settled.again) if settled.again else None


def _look(request: Request, session: Session, desk: Desk, case: Case, form: Form) -> Settled:
    hand, spoken = hand_of(desk, form), _spoken(case, form)
    if case.sheet.state is SheetState.PARKED:
        if "clear" not in form:
            raise NotAllowed("parked")
        return clear(session, case, hand, spoken, desk.at)
    if case.sheet.look > 1:
        return second_look(session, case, hand, spoken, desk.at)
    case.sheet.is_sampled = is_sampled(secret_of(request), case.settings, case.sheet_id)
    return first_look(session, case, hand, spoken, desk.at)


def _spoken(case: Case, form: Form) -> Spoken:
    is_second = case.sheet.state is SheetState.IN_REVIEW and case.sheet.look > 1
    keys = asked_fields(case) if is_second else field_keys(case)
    return Spoken(
        typed=typed_in(form, keys),
        reasons=_reasons(form),
        seen=frozenset(form.get("seen", "").split(",")),
        seconds=_seconds(form.get("seconds", "")),
        text=words_in(form),
        spoke_with=form.get("spoke_with", "")[:_NAME_KEPT],
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
