"""What a constituency clerk writes: envelopes, orders about units, ส.ส. 6/1 with explanations."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from models.errors import NotFound
from models.states.unit import UnitEvent
from models.store import consolidation, constituencies, envelopes, releases, reports
from models.store.envelopes import Entry, Noter
from models.store.reports import Keying
from models.tables.people import Role
from models.values.ballots import Ballot
from pages.errors import NotAllowed
from pages.keying import field_name, number_typed
from pages.labels import report_label
from pages.wiring import database_of
from review.clerk_page import draw_clerk, name_of
from review.desk import DOOR, Deciding, Desk, Watching
from review.errors import NotComplete
from review.ordering import ORDERS, Order, order
from review.posting import Form, PostedForm, go, hand_of, words_in

router = APIRouter(route_class=DOOR.route_class())

_LARGEST: Final = 10_000_000
_ORIGIN_KEPT: Final = 80

Act = Callable[[Session], None]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A keying that lacks numbers: it comes back as it was typed."""

    form: Form
    missing: tuple[str, ...]


@router.post("/review/constituencies/{constituency_id}/envelopes")
def note_envelopes(
    request: Request, desk: Deciding, form: PostedForm, constituency_id: int
) -> Response:
    """Write an origin of the envelope account down."""

    def act(session: Session) -> None:
        noter = Noter(desk.looker.person_id, desk.person.key, desk.at)
        envelopes.note(session, constituency_id, _entry(form), noter)

    return _write(request, desk, constituency_id, act, "envelopes")


@router.post("/review/constituencies/{constituency_id}/orders")
def give_order(
    request: Request, desk: Deciding, form: PostedForm, constituency_id: int
) -> Response:
    """Carry out an order about a unit."""
    events = {event.value: event for event in ORDERS}

    def act(session: Session) -> None:
        event: UnitEvent | None = events.get(form.get("order", ""))
        if event is None:
            raise NotComplete(codes=("order",))
        # As whoever confirms a sheet: the constituency first, then its unit.
        releases.hold_constituency(session, constituency_id)
        unit = constituencies.unit_of_code(session, constituency_id, form.get("unit", ""))
        order(session, unit, Order(event, words_in(form)), hand_of(desk, form), desk.at)

    return _write(request, desk, constituency_id, act, "order")


@router.get("/review/constituencies/{constituency_id}/report/{ballot}")
def ask_report(request: Request, desk: Watching, constituency_id: int, ballot: Ballot) -> Response:
    """Show the blank report to key; the second person sees nothing of the first keying."""
    with database_of(request).reading() as session:
        return _draw_report(request, session, desk, (constituency_id, ballot))


@router.post("/review/constituencies/{constituency_id}/report/{ballot}")
def key_report(
    request: Request, desk: Deciding, form: PostedForm, constituency_id: int, ballot: Ballot
) -> Response:
    """Take a keying of the report: the first, the second, or of the fields that differ."""
    _only_clerks(desk)
    with database_of(request).writing() as session:
        constituencies.constituency_in(session, constituency_id, desk.looker.areas)
        which = (constituency_id, ballot)
        asked = _asked(session, which)
        typed = {k: _large(form.get(field_name(k), "")) for k in asked}
        missing = tuple(k for k, v in typed.items() if v is None)
        if missing:
            return _draw_report(request, session, desk, which, Unfinished(form, missing))
        values = {k: v for k, v in typed.items() if v is not None}
        keying = Keying(desk.looker.person_id, desk.person.key, values, desk.at)
        report = reports.report_of(session, constituency_id, ballot)
        if report is None or "anew" in form:
            reports.key_first(session, constituency_id, ballot, keying)
        else:
            reports.key_again(session, constituency_id, ballot, keying)
    return go(request, f"/review/constituencies/{constituency_id}#report-{ballot.value}")


@router.post("/review/constituencies/{constituency_id}/report/{ballot}/explain")
def explain_report(
    request: Request, desk: Deciding, form: PostedForm, constituency_id: int, ballot: Ballot
) -> Response:
    """Write down why the report differs from the sum (R611)."""

    def act(session: Session) -> None:
        report = reports.report_of(session, constituency_id, ballot)
        if report is None:
            raise NotFound("report")
        why = {k.removeprefix("why:"): w[:500] for k, w in form.items() if k.startswith("why:")}
        known = {k: w for k, w in why.items() if k in report.first_values and w.strip()}
        keying = Keying(desk.looker.person_id, desk.person.key, {}, desk.at)
        reports.explain(session, report, keying, known)

    return _write(request, desk, constituency_id, act, f"report-{ballot.value}")


def _write(request: Request, desk: Desk, constituency_id: int, act: Act, part: str) -> Response:
    _only_clerks(desk)
    with database_of(request).writing() as session:
        constituencies.constituency_in(session, constituency_id, desk.looker.areas)
        try:
            act(session)
        except NotComplete:
            return draw_clerk(request, session, desk, constituency_id, part.partition("-")[0])
        except NotFound:
            return draw_clerk(request, session, desk, constituency_id, "unknown_unit")
    return go(request, f"/review/constituencies/{constituency_id}#{part}")


def _only_clerks(desk: Desk) -> None:
    if desk.looker.role is not Role.CLERK:
        raise NotAllowed("clerk")


def _entry(form: Form) -> Entry:
    origin = form.get("origin", "").strip()[:_ORIGIN_KEPT]
    received, opened = _large(form.get("received", "")), _large(form.get("opened", ""))
    posted_text = form.get("posted", "").strip()
    posted = _large(posted_text) if posted_text else None
    found = {b.value: _large(form.get(f"found:{b.value}", "")) for b in Ballot}
    is_whole = origin and received is not None and opened is not None
    if not is_whole or (posted_text and posted is None) or (opened or 0) > (received or 0):
        raise NotComplete(codes=("envelopes",))
    known = {b: n for b, n in found.items() if n is not None}
    return Entry(origin, posted, received or 0, opened or 0, known)


def _large(text: str) -> int | None:
    """Return a count of a whole constituency; it may be longer than one of a sheet."""
    plain = text.strip().replace(",", "")
    small = number_typed(plain)
    if small is not None:
        return small
    is_number = plain.isascii() and plain.isdigit() and len(plain) < len(str(_LARGEST))
    return int(plain) if is_number else None


def _asked(session: Session, which: tuple[int, Ballot]) -> tuple[str, ...]:
    report = reports.report_of(session, *which)
    differ = reports.disputed(report) if report else ()
    return differ or consolidation.keys_of(session, *which)


def _draw_report(
    request: Request,
    session: Session,
    desk: Desk,
    which: tuple[int, Ballot],
    unfinished: Unfinished | None = None,
) -> Response:
    found = constituencies.constituency_in(session, which[0], desk.looker.areas)
    report = reports.report_of(session, *which)
    asked = _asked(session, which)
    typed: Form = unfinished.form if unfinished else {}
    fields = [
        (k, field_name(k), report_label(k, desk.visitor.language), typed.get(field_name(k), ""))
        for k in asked
    ]
    return DOOR.page(
        request,
        "report.html",
        422 if unfinished else 200,
        desk=desk,
        name=name_of(session, found, desk),
        constituency=found,
        ballot=which[1],
        fields=fields,
        missing=unfinished.missing if unfinished else (),
        step="first" if report is None else "again" if report.second_by else "second",
        may_key=desk.looker.role is Role.CLERK
        and (report is None or reports.may_key(report, desk.looker.person_id)),
    )
