"""The constituency clerk's page: sets and envelopes, orders about units, the report ส.ส. 6/1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from models.checks.consolidation import Difference, differences
from models.store import consolidation, constituencies, envelopes, reports
from models.store.consolidation import Waiting
from models.store.constituencies import Ordered, SetSheet
from models.store.rows import saved
from models.tables.consolidation import ConstituencyReport, EnvelopeAccount
from models.tables.geography import Constituency, Province
from models.tables.people import Role
from models.values.ballots import Ballot
from pages.labels import report_label
from pages.names import name_of_constituency
from pages.wiring import database_of
from results import stages
from review.desk import DOOR, Desk, Watching
from review.ordering import ORDERS

router = APIRouter(route_class=DOOR.route_class())


@dataclass(frozen=True, slots=True)
class ReportView:
    """A ballot's report as it stands: who still keys it, and what differs from the sum."""

    ballot: Ballot
    report: ConstituencyReport | None
    is_agreed: bool
    disputed: Sequence[str]
    may_key: bool
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class EnvelopeSums:
    """The account added up beside what the sets report."""

    posted: int | None
    received: int
    opened: int
    found: Mapping[str, int]
    in_sets: Mapping[str, int]


@router.get("/review/constituencies")
def show_all(request: Request, desk: Watching) -> Response:
    """List the constituencies of a clerk, with what each still waits for."""
    with database_of(request).reading() as session:
        own = constituencies.constituencies_in(session, desk.looker.areas)
        wishes = stages.open_wishes(session, own)
        waits = consolidation.waits_of(session, own)
        provinces = constituencies.provinces_of(session, own)
        rows = [
            (
                saved(c.id),
                name_of_constituency(c, provinces[c.province_id], desk.visitor.language),
                c.state.value,
                waits[saved(c.id)],
                wishes.get(c.code),
            )
            for c in own
        ]
    return DOOR.page(request, "constituencies.html", desk=desk, rows=rows)


@router.get("/review/constituencies/{constituency_id}")
def show(request: Request, desk: Watching, constituency_id: int) -> Response:
    """Show one constituency."""
    with database_of(request).reading() as session:
        return draw_clerk(request, session, desk, constituency_id)


def draw_clerk(
    request: Request,
    session: Session,
    desk: Desk,
    constituency_id: int,
    problem: str | None = None,
) -> Response:
    """Return the page of a constituency, with what could not be taken.

    Raises:
        NotFound: it is somebody else's.
    """
    found = constituencies.constituency_in(session, constituency_id, desk.looker.areas)
    sets: list[SetSheet] = constituencies.sets_of(session, constituency_id)
    account = envelopes.account_of(session, constituency_id)
    waits: tuple[Waiting, ...] = consolidation.waits_for(session, constituency_id)
    ordered: list[Ordered] = constituencies.ordered_units(session, constituency_id)
    ballots = sorted({s.ballot for s in sets} | {w.ballot for w in waits})
    ballots = ballots or [Ballot.CONSTITUENCY]
    return DOOR.page(
        request,
        "constituency.html",
        422 if problem else 200,
        desk=desk,
        problem=problem,
        constituency=found,
        name=name_of(session, found, desk),
        may_write=desk.looker.role is Role.CLERK,
        sets=sets,
        account=account,
        sums=_sums(session, account, sets),
        waits=waits,
        ordered=ordered,
        orders=ORDERS,
        reports=[_report(session, constituency_id, b, desk) for b in ballots],
        ballots=ballots,
        label=lambda key: report_label(key, desk.visitor.language),
    )


def name_of(session: Session, constituency: Constituency, desk: Desk) -> str:
    """Return a constituency's name in the visitor's language."""
    province = session.get_one(Province, constituency.province_id)
    return name_of_constituency(constituency, province, desk.visitor.language)


def _report(session: Session, constituency_id: int, ballot: Ballot, desk: Desk) -> ReportView:
    report = reports.report_of(session, constituency_id, ballot)
    is_agreed = report is not None and reports.is_agreed(report)
    sums = consolidation.sums_of(session, constituency_id, ballot) if is_agreed else {}
    return ReportView(
        ballot=ballot,
        report=report,
        is_agreed=is_agreed,
        disputed=reports.disputed(report) if report else (),
        may_key=desk.looker.role is Role.CLERK
        and (report is None or reports.may_key(report, desk.looker.person_id)),
        differences=differences(report.first_values, sums) if report and is_agreed else (),
    )


def _sums(
    session: Session, account: Sequence[EnvelopeAccount], sets: Sequence[SetSheet]
) -> EnvelopeSums:
    posted = [r.posted for r in account]
    found: dict[str, int] = {}
    for row in account:
        for ballot, number in row.ballots_found.items():
            found[ballot] = found.get(ballot, 0) + number
    return EnvelopeSums(
        posted=None if None in posted else sum(p for p in posted if p is not None),
        received=sum(r.received for r in account),
        opened=sum(r.opened for r in account),
        found=found,
        in_sets=envelopes.in_sets(session, [s.sheet for s in sets if s.sheet]),
    )
