"""The sheet screen: the page beside its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session

from models.checks.sums import Sum
from models.states.sheet import SheetState
from models.store.cases import Case, case_of, pages_of
from models.store.chat_photos import unsent_among
from models.store.claims import CLEARERS, holder_name, let_go, renew, sheet_in
from models.store.conversations import unreachable
from models.store.evidence import of_unit as evidence_of
from models.store.queue import ahead, claim_one
from models.store.releases import counts_of
from models.store.rows import saved
from models.tables.recalls import ASKED_BY_PEOPLE
from models.tables.sheets import DecisionKind
from models.values.findings import Finding
from pages.doors import see_other
from pages.labels import field_label
from pages.wiring import database_of
from review.checking import check, field_keys, finding_of, machine_values, sides_of, sums
from review.decided import SETTLED, decided_on, settled
from review.deciding import asked_fields
from review.desk import DOOR, IMAGES, Deciding, Desk, Watching
from review.fields import FieldView, Sight, field_views, page_of
from review.late import late_views
from review.recalling import recall_view
from review.returning import ReturnReason
from review.twice import first_looks, is_keyed_twice, untold, was_recalled
from review.verdicts import ParkReason, errors_of, unexplained

Token = Annotated[str, Form()]

router = APIRouter(route_class=DOOR.route_class())

_FEW = 3
"""A finding that names more fields than this points at no field in particular."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was sent and could not be taken: it comes back as it was typed."""

    texts: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] | None = None
    missing: tuple[str, ...] = ()
    problem: str | None = None
    values: Mapping[str, int] | None = None
    text: str = ""


NO_ATTEMPT = Attempt()


@router.get("/review/ahead")
def look_ahead(request: Request, desk: Watching) -> Response:
    """Name the pictures of the sheet that most likely comes next; the browser fetches them."""
    with database_of(request).reading() as session:
        sheet_id = ahead(session, desk.looker, desk.at) if desk.decides else None
        pages = pages_of(session, sheet_id) if sheet_id is not None else ()
        paths = [f"{IMAGES}/photo-{page.photo.id}" for page in pages]
    return JSONResponse({"images": paths}, headers={"Cache-Control": "no-store"})


@router.get("/review/sheets/{sheet_id}")
def show(request: Request, desk: Watching, sheet_id: int) -> Response:
    """Show a sheet; its holder can decide, everybody else of the area can read."""
    with database_of(request).reading() as session:
        sheet_in(session, sheet_id, desk.looker.areas)
        return draw(request, session, desk, case_of(session, sheet_id))


@router.post("/review/sheets/{sheet_id}/claim")
def claim(request: Request, desk: Deciding, sheet_id: int) -> Response:
    """Claim one sheet and open it."""
    with database_of(request).writing() as session:
        claim_one(session, sheet_id, desk.looker, desk.at)
    return see_other(f"/review/sheets/{sheet_id}")


@router.post("/review/sheets/{sheet_id}/keep")
def keep(request: Request, desk: Deciding, sheet_id: int, token: Token = "") -> Response:
    """Renew a claim; the answer carries its new end for the clock on the screen."""
    with database_of(request).writing() as session:
        sheet_in(session, sheet_id, desk.looker.areas)  # a refusal names who holds the sheet
        until = renew(session, sheet_id, token, desk.at)
    return Response(status_code=204, headers={"X-Seconds-Left": str(_seconds(until, desk.at))})


@router.post("/review/sheets/{sheet_id}/leave")
def leave(request: Request, desk: Deciding, sheet_id: int, token: Token = "") -> Response:
    """Give a sheet back to the queue."""
    with database_of(request).writing() as session:
        sheet_in(session, sheet_id, desk.looker.areas)
        let_go(session, sheet_id, token)
    return see_other("/review")


def draw(
    request: Request, session: Session, desk: Desk, case: Case, attempt: Attempt = NO_ATTEMPT
) -> Response:
    """Return the screen of a sheet, with what could not be taken if something was sent."""
    sheet = case.sheet
    is_mine = _is_mine(case, desk)
    blind = _blind(case, is_mine=is_mine)
    is_open = sheet.state is SheetState.IN_REVIEW
    is_untold = is_open and (sheet.look > 1 or is_keyed_twice(case))
    findings = _findings(case, attempt, is_blind=is_untold)
    standing, second = _settled(session, case)
    previous = counts_of(session, sheet) if was_recalled(case) and blind is None else {}
    recall = recall_view(session, case, desk)
    suspects, language = _suspects(findings), desk.visitor.language
    sight = Sight(language, IMAGES, suspects, standing, second, previous, recall.read_anew)
    shown = untold(case) if is_open and is_keyed_twice(case) else case
    views = field_views(shown, sight)
    decided = decided_on(case, standing or {}, views)
    asked, rest = _sorted(case, settled(views) if decided else views, blind)
    return DOOR.page(
        request,
        "blind_look.html" if blind else "sheet.html",
        422 if attempt is not NO_ATTEMPT else 200,
        desk=desk,
        case=case,
        attempt=attempt,
        once=token_urlsafe(18),
        blind=blind,
        is_mine=is_mine,
        is_parked=sheet.state is SheetState.PARKED,
        asked_of_supervisor=_asked_of_supervisor(case),
        may_claim=_may_claim(case, desk),
        seconds_left=_seconds(sheet.claimed_until, desk.at),
        holder=None if is_mine else _holder(session, case, desk),
        findings=() if decided else findings,
        decided=decided,
        heavy={f.code for f in errors_of(findings)},
        to_explain=unexplained(findings, {}),
        first=asked,
        rest=rest,
        sums=_live_sums(case, _shown_values(shown, attempt, standing, blind)),
        return_reasons=list(ReturnReason),
        recall=recall,
        recall_reasons=ASKED_BY_PEOPLE,
        late=late_views(session, case, desk),
        field_name=lambda key: field_label(case.form, key, language),
        images=IMAGES,
        evidence=evidence_of(session, sheet.unit_id),
        page_of=page_of,
        unsent=unsent_among(session, [saved(p.photo.id) for p in case.pages]),
        is_unreachable=bool(unreachable(session, [sheet.unit_id])),
    )


def _blind(case: Case, *, is_mine: bool) -> str | None:
    """Return how a sheet is looked at where no number may be shown; None where they may be."""
    if not is_mine or case.sheet.state is not SheetState.IN_REVIEW:
        return None
    if case.sheet.look > 1:
        return "second"
    return "keying" if is_keyed_twice(case) else None


def _shown_values(
    case: Case, attempt: Attempt, standing: Mapping[str, int] | None, blind: str | None
) -> Mapping[str, int]:
    if attempt.values is not None or blind:
        return attempt.values or {}
    return standing or machine_values(case)


@dataclass(frozen=True, slots=True)
class LiveSum:
    """A sum with the terms of either side, for the arithmetic while one types."""

    sum: Sum
    written: str
    parts: str


def _live_sums(case: Case, values: Mapping[str, int]) -> list[LiveSum]:
    pairs = zip(sums(case, values), case.form.identities, strict=True)
    return [LiveSum(s, *(" ".join(side) for side in sides_of(i))) for s, i in pairs]


def _findings(case: Case, attempt: Attempt, *, is_blind: bool) -> tuple[Finding, ...]:
    if attempt.findings is not None:
        return attempt.findings
    if is_blind:
        # They rest on numbers that nobody may see before having typed.
        return ()
    if case.sheet.state in SETTLED:
        return tuple(finding_of(row) for row in case.findings)
    found = check(case, attempt.values or _best_values(case)).findings
    if case.sheet.state is SheetState.PARKED:
        return found
    # What rests on a number that nobody stands by yet is noise until somebody has looked.
    unsure = {k for k in field_keys(case) if k not in case.cells or not case.cells[k].accepted}
    return tuple(f for f in found if unsure.isdisjoint(f.fields))


def _best_values(case: Case) -> Mapping[str, int]:
    """Return what stands in the fields: the last look's numbers on a parked sheet, else ours."""
    looks = first_looks(case) if case.sheet.state is SheetState.PARKED else []
    return looks[-1].values if looks else machine_values(case)


def _settled(session: Session, case: Case) -> tuple[Mapping[str, int] | None, Mapping[str, int]]:
    """Return what people settled so far, and what a second look said beside it."""
    if case.sheet.state in SETTLED:
        return counts_of(session, case.sheet), {}
    if case.sheet.state is not SheetState.PARKED or not first_looks(case):
        return None, {}
    seconds = [d for d in case.decisions if d.kind is DecisionKind.SECOND_LOOK]
    return first_looks(case)[-1].values, seconds[-1].values if seconds else {}


def _sorted(
    case: Case, views: list[FieldView], blind: str | None
) -> tuple[list[FieldView], list[FieldView]]:
    """Return the fields in hand and the others."""
    if blind == "keying":
        return views, []
    if blind == "second":
        asked = asked_fields(case)
        return [v for v in views if v.key in asked], []
    # Where the machine asks for a recall, only what it asks about is in question.
    anew = [v for v in views if v.anew is not None]
    doubted = anew or [v for v in views if v.doubts]
    return doubted, [v for v in views if v not in doubted]


def _suspects(findings: tuple[Finding, ...]) -> frozenset[str]:
    few = (f.fields for f in errors_of(findings) if len(f.fields) <= _FEW)
    return frozenset(key for keys in few for key in keys)


def _asked_of_supervisor(case: Case) -> str | None:
    """Return the words with which a reviewer laid the sheet aside."""
    if case.sheet.state_reason != ParkReason.BY_HAND:
        return None
    words = [d.reason for d in case.decisions if d.kind is DecisionKind.PARK]
    return words[-1] if words else None


def _is_held(case: Case, desk: Desk) -> bool:
    return case.sheet.claimed_until is not None and desk.at < case.sheet.claimed_until


def _is_mine(case: Case, desk: Desk) -> bool:
    is_ours = case.sheet.claimed_by == desk.looker.person_id
    return desk.decides and is_ours and _is_held(case, desk)


def _holder(session: Session, case: Case, desk: Desk) -> str | None:
    """Return who has a sheet now; somebody whose time is over has it no more."""
    return holder_name(session, case.sheet) if _is_held(case, desk) else None


def _may_claim(case: Case, desk: Desk) -> bool:
    if case.sheet.state is SheetState.PARKED:
        return desk.looker.role in CLEARERS
    return desk.decides and case.sheet.state is SheetState.IN_REVIEW


def _seconds(until: datetime | None, at: datetime) -> int:
    return max(0, int((until - at).total_seconds())) if until else 0
