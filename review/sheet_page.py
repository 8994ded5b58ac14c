"""The sheet screen: the page beside its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlmodel import Session

from models.checks.sums import Sum
from models.states.sheet import SheetState
from models.store.cases import Case, case_of
from models.store.chat_photos import unsent_among
from models.store.conversations import unreachable
from models.store.queue import CLEARERS, claim_one, holder_name, let_go, renew, sheet_in
from models.store.releases import counts_of
from models.store.rows import saved
from models.tables.sheets import DecisionKind
from models.values.findings import Finding
from pages.doors import see_other
from pages.wiring import database_of
from review.checking import check, field_keys, finding_of, machine_values, sides_of, sums
from review.deciding import asked_fields, first_looks
from review.desk import DOOR, IMAGES, Deciding, Desk, Watching
from review.fields import FieldView, Sight, field_views, page_of
from review.returning import ReturnReason
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
    is_second = sheet.state is SheetState.IN_REVIEW and sheet.look > 1
    findings = _findings(case, attempt, is_second=is_second)
    standing, second = _settled(session, case)
    sight = Sight(desk.visitor.language, IMAGES, _suspects(findings), standing, second)
    views = field_views(case, sight)
    asked, rest = _sorted(case, views, is_second=is_second)
    return DOOR.page(
        request,
        "second_look.html" if is_second and is_mine else "sheet.html",
        422 if attempt is not NO_ATTEMPT else 200,
        desk=desk,
        case=case,
        attempt=attempt,
        is_mine=is_mine,
        is_parked=sheet.state is SheetState.PARKED,
        asked_of_supervisor=_asked_of_supervisor(case),
        may_claim=_may_claim(case, desk),
        seconds_left=_seconds(sheet.claimed_until, desk.at),
        holder=None if is_mine else holder_name(session, sheet),
        findings=findings,
        heavy={f.code for f in errors_of(findings)},
        to_explain=unexplained(findings, {}),
        first=asked,
        rest=rest,
        sums=_live_sums(case, attempt.values or standing or machine_values(case)),
        return_reasons=list(ReturnReason),
        images=IMAGES,
        page_of=page_of,
        unsent=unsent_among(session, [saved(p.photo.id) for p in case.pages]),
        is_unreachable=bool(unreachable(session, [sheet.unit_id])),
    )


@dataclass(frozen=True, slots=True)
class LiveSum:
    """A sum with the terms of either side, for the arithmetic while one types."""

    sum: Sum
    written: str
    parts: str


def _live_sums(case: Case, values: Mapping[str, int]) -> list[LiveSum]:
    pairs = zip(sums(case, values), case.form.identities, strict=True)
    return [LiveSum(s, *(" ".join(side) for side in sides_of(i))) for s, i in pairs]


def _findings(case: Case, attempt: Attempt, *, is_second: bool) -> tuple[Finding, ...]:
    if attempt.findings is not None:
        return attempt.findings
    if is_second:
        # They rest on the first answer, which nobody may see before the second is given.
        return ()
    if case.sheet.state is SheetState.CONFIRMED:
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
    if case.sheet.state is SheetState.CONFIRMED:
        return counts_of(session, case.sheet), {}
    if case.sheet.state is not SheetState.PARKED or not first_looks(case):
        return None, {}
    seconds = [d for d in case.decisions if d.kind is DecisionKind.SECOND_LOOK]
    return first_looks(case)[-1].values, seconds[-1].values if seconds else {}


def _sorted(
    case: Case, views: list[FieldView], *, is_second: bool
) -> tuple[list[FieldView], list[FieldView]]:
    """Return the fields in hand and the others."""
    if is_second:
        asked = asked_fields(case)
        return [v for v in views if v.key in asked], []
    return [v for v in views if v.doubts], [v for v in views if not v.doubts]


def _suspects(findings: tuple[Finding, ...]) -> frozenset[str]:
    few = (f.fields for f in errors_of(findings) if len(f.fields) <= _FEW)
    return frozenset(key for keys in few for key in keys)


def _asked_of_supervisor(case: Case) -> str | None:
    """Return the words with which a reviewer laid the sheet aside."""
    if case.sheet.state_reason != ParkReason.BY_HAND:
        return None
    words = [d.reason for d in case.decisions if d.kind is DecisionKind.PARK]
    return words[-1] if words else None


def _is_mine(case: Case, desk: Desk) -> bool:
    sheet = case.sheet
    in_time = sheet.claimed_until is not None and desk.at < sheet.claimed_until
    return desk.decides and in_time and sheet.claimed_by == desk.looker.person_id


def _may_claim(case: Case, desk: Desk) -> bool:
    if case.sheet.state is SheetState.PARKED:
        return desk.looker.role in CLEARERS
    return desk.decides and case.sheet.state is SheetState.IN_REVIEW


def _seconds(until: datetime | None, at: datetime) -> int:
    return max(0, int((until - at).total_seconds())) if until else 0
