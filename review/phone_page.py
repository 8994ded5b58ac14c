"""The phone desk: totals without a photo, units to call, calls, and photos that go elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from models.errors import NotFound, StaleEdit
from models.store import phone, reminders
from models.store.cases import case_of, choices_of, place_of
from models.store.claims import CLEARERS, sheet_in
from models.store.phone import Call, Caller
from models.store.rows import saved
from models.tables.calls import CallOutcome
from models.tables.geography import ReportingUnit
from models.values.ballots import Ballot
from models.values.dictated import numbers_in
from models.values.fields import TOTAL, row_key
from models.values.findings import Finding
from models.values.forms import Form as PaperForm
from models.values.forms import form_by_code
from pages.errors import NotAllowed
from pages.keying import field_name, number_typed, typed_in
from pages.labels import field_label
from pages.names import ballot_name, unit_name
from pages.wiring import database_of
from review.account_shapes import GRANTS
from review.desk import DOOR, Deciding, Desk, Watching
from review.errors import NotComplete
from review.moving import move_photos, unit_of_code
from review.phoning import Told, take_totals
from review.posting import Form, PostedForm, go, hand_of, words_in
from review.reminding import reminded_in

router = APIRouter(route_class=DOOR.route_class())

_NAME_KEPT: Final = 80
_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Dictation:
    """The form that totals are keyed into: unit, ballot, fields, and what was typed so far."""

    unit: ReportingUnit
    ballot: Ballot
    form: PaperForm
    keys: tuple[str, ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None
    findings: tuple[Finding, ...] = ()


@router.get("/review/phone")
def show(request: Request, desk: Watching) -> Response:
    """Show the phone desk of the person's areas."""
    with database_of(request).reading() as session:
        return _draw(request, session, desk)


@router.get("/review/phone/totals")
def ask_totals(request: Request, desk: Watching, unit: str = "", ballot: str = "") -> Response:
    """Show the fields of a unit's sheet, to be keyed from the phone."""
    with database_of(request).reading() as session:
        try:
            dictation = _dictation(session, desk, unit, ballot)
        except NotFound:
            return _draw(request, session, desk, "unknown_unit")
        return _draw_totals(request, session, desk, dictation)


@router.post("/review/phone/totals")
def key_totals(request: Request, desk: Deciding, form: PostedForm) -> Response:
    """Take totals from the phone; the next person calls back."""
    with database_of(request).writing() as session:
        dictation = _dictation(session, desk, form.get("unit", ""), form.get("ballot", ""))
        told, problem = _told(dictation, form)
        problem = problem or _take(session, desk, dictation, told, form)
        if problem is None:
            return go(request, "/review/phone")
        again, findings = problem
        shown = Dictation(dictation.unit, dictation.ballot, dictation.form, dictation.keys,
                          form, again, findings)  # fmt: skip
        return _draw_totals(request, session, desk, shown)


@router.post("/review/phone/calls")
def note_call(request: Request, desk: Deciding, form: PostedForm) -> Response:
    """Note a call to a unit."""
    outcomes = {o.value: o for o in CallOutcome}
    with database_of(request).writing() as session:
        try:
            unit = unit_of_code(session, form.get("unit", ""), desk.looker.areas)
        except NotFound:
            return _draw(request, session, desk, "unknown_unit")
        outcome = outcomes.get(form.get("outcome", ""), CallOutcome.NO_ANSWER)
        name = form.get("spoke_with", "")[:_NAME_KEPT].strip()
        call = Call(saved(unit.id), outcome, name, words_in(form).strip())
        phone.note_call(session, call, Caller(desk.looker.person_id, desk.person.key, desk.at))
    return go(request, "/review/phone#calls")


@router.post("/review/sheets/{sheet_id}/move")
def move(request: Request, desk: Deciding, form: PostedForm, sheet_id: int) -> Response:
    """Move the photos of a sheet to the unit that they belong to."""
    if desk.looker.role not in CLEARERS:
        raise NotAllowed("move")
    with database_of(request).writing() as session:
        sheet_in(session, sheet_id, desk.looker.areas, hold=True)
        to = unit_of_code(session, form.get("unit", ""), desk.looker.areas)
        move_photos(session, case_of(session, sheet_id), to, hand_of(desk, form), desk.at)
    return go(request, "/review")


Problem = tuple[str, tuple[Finding, ...]]


def _take(
    session: Session, desk: Desk, dictation: Dictation, told: Told | None, form: Form
) -> Problem | None:
    if told is None:
        return "missing", ()
    hand = hand_of(desk, form)
    kept = session.begin_nested()  # of a sheet that cannot be taken nothing is kept
    try:
        _, unseen = take_totals(session, (dictation.unit, dictation.ballot), told, hand, desk.at)
    except NotComplete as refused:
        kept.rollback()
        return refused.codes[0], ()
    except StaleEdit:
        kept.rollback()
        return "there_already", ()
    if unseen:
        kept.rollback()
        return "unseen", unseen
    kept.commit()
    return None


def _told(dictation: Dictation, form: Form) -> tuple[Told | None, Problem | None]:
    name = form.get("spoke_with", "")[:_NAME_KEPT]
    seen = frozenset(form.get("seen", "").split(","))
    if message := form.get("message", "").strip():
        dictated = numbers_in(message, dictation.keys)
        if dictated is None:
            return None, ("message", ())
        return Told(dictated.values, dictation.keys, dictated.total, name, seen), None
    typed = typed_in(form, dictation.keys)
    if typed.missing:
        return None, ("missing", ())
    total = number_typed(form.get("total", ""))
    return Told(typed.values, dictation.keys, total, name, seen), None


def _dictation(session: Session, desk: Desk, code: str, ballot: str) -> Dictation:
    unit = unit_of_code(session, code, desk.looker.areas)
    known = [b for b in Ballot if b.value == ballot]
    owed = phone.owed(session, unit, known[0]) if known else None
    if owed is None:
        raise NotFound("ballot")
    paper = form_by_code(owed.form_code, owed.form_variant)
    choices = choices_of(session, unit.constituency_id, known[0])
    rows = (row_key(c.number) for c in choices if not c.is_struck_off)
    keys = (*(c.name for c in paper.counts), *rows, TOTAL)
    return Dictation(unit, known[0], paper, keys)


def _draw(request: Request, session: Session, desk: Desk, problem: str | None = None) -> Response:
    areas, language = desk.looker.areas, desk.visitor.language
    sheets = phone.keyed_sheets(session, areas)
    keyed = [
        (s, unit_name(place_of(session, saved(u.id)), language), ballot_name(s.ballot, language))
        for s, u in sheets
    ]
    to_call = [
        (m, unit_name(place_of(session, saved(m.unit.id)), language))
        for m in reminders.missing(session, areas.holds(), limit=_SHOWN)
    ]
    calls = [
        (c, unit_name(place_of(session, saved(u.id)), language), p.name)
        for c, u, p in phone.calls_in(session, areas)
    ]
    return DOOR.page(
        request,
        "phone.html",
        422 if problem else 200,
        desk=desk,
        problem=problem,
        keyed=keyed,
        from_file=phone.from_file(session, [saved(s.id) for s, _ in sheets]),
        imports=desk.looker.role in CLEARERS,
        to_call=to_call,
        to_call_count=reminders.owed_count(session, areas),
        may_remind=desk.person.role in GRANTS and reminders.is_time(session, desk.at),
        reminded=reminded_in(request),
        calls=calls,
        outcomes=list(CallOutcome),
        ballots=phone.ballots(session),
    )


def _draw_totals(request: Request, session: Session, desk: Desk, dictation: Dictation) -> Response:
    language = desk.visitor.language
    fields = [(k, field_name(k), field_label(dictation.form, k, language)) for k in dictation.keys]
    return DOOR.page(
        request,
        "totals.html",
        422 if dictation.problem else 200,
        desk=desk,
        dictation=dictation,
        name=unit_name(place_of(session, saved(dictation.unit.id)), language),
        fields=fields,
        seen=",".join(sorted({f.code for f in dictation.findings})),
    )
