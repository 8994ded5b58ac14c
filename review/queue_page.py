"""The calm page between two sheets: what is mine, what waits, what lies aside, what I did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from fastapi import APIRouter, Request, Response
from sqlmodel import Session, col, func, select

from models.states.sheet import SheetState
from models.store.cases import Place, place_of
from models.store.claims import CLEARERS, holder_name
from models.store.lanes import SHOWN, Filter, Lane, counts_of_lanes, sheets_in_lane
from models.store.people import Areas
from models.store.queue import claim_next, sheets_where, waiting_count, waiting_for
from models.store.reminders import owed_count
from models.tables.geography import ReportingUnit
from models.tables.sheets import Decision, DecisionKind, Sheet
from models.values.ballots import Ballot
from pages.doors import see_other
from pages.names import ballot_name, constituency_name, unit_name
from pages.wiring import database_of
from review.desk import DOOR, Deciding, Desk, Watching

router = APIRouter(route_class=DOOR.route_class())

_CODE_KEPT: Final = 32

_LOOKS: Final = (DecisionKind.CONFIRM, DecisionKind.CORRECT, DecisionKind.SECOND_LOOK)


@dataclass(frozen=True, slots=True)
class Row:
    """A sheet in a list."""

    sheet_id: int
    unit: str
    constituency: str
    ballot: str
    since: datetime
    is_second: bool
    holder: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class LaneView:
    """A lane that holds something: how many sheets, and the first of them."""

    lane: Lane
    count: int
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Lists:
    """Everything on the queue page."""

    mine: list[Row]
    waiting: list[Row]
    waiting_count: int
    held: list[Row]
    lanes: list[LaneView]
    missing: int
    """Units of which nothing came; they are called from the phone desk."""
    done: int
    done_last_hour: int
    squares: list[tuple[str, str]]


@router.get("/review")
def queue(
    request: Request, desk: Watching, lane: str = "", ballot: str = "", unit: str = ""
) -> Response:
    """Show the queue of the person's areas: all of it, or one lane, ballot or unit."""
    known = [b for b in Ballot if b.value == ballot]
    only = Filter(known[0] if known else None, unit.strip()[:_CODE_KEPT])
    chosen = [one for one in Lane if one.value == lane] or list(Lane)
    with database_of(request).reading() as session:
        lists = _lists(session, desk, only, chosen)
    return DOOR.page(
        request,
        "queue.html",
        desk=desk,
        lists=lists,
        only=only,
        chosen_lane=lane if len(chosen) == 1 else "",
        ballots=[Ballot.CONSTITUENCY, Ballot.PARTY_LIST],
    )


@router.post("/review/next")
def next_sheet(request: Request, desk: Deciding) -> Response:
    """Claim the next sheet and go there; with nothing waiting, back to the queue."""
    with database_of(request).writing() as session:
        claim = claim_next(session, desk.looker, desk.at)
    return see_other(f"/review/sheets/{claim.sheet_id}" if claim else "/review?empty=1")


@router.get("/review/next")
def begin_again() -> Response:
    """Send somebody who reloads the asking back to the queue."""
    return see_other("/review")


def _lists(session: Session, desk: Desk, only: Filter, chosen: list[Lane]) -> Lists:
    areas, at, me = desk.looker.areas, desk.at, desk.looker.person_id
    in_review = col(Sheet.state) == SheetState.IN_REVIEW
    is_held = col(Sheet.claimed_until) >= at
    narrow = only.conditions()
    queued = waiting_for(desk.looker, at)
    waiting = sheets_where(session, areas, queued, *narrow) if desk.decides else []
    others = sheets_where(session, areas, in_review, is_held, col(Sheet.claimed_by) != me, *narrow)
    mine = sheets_where(session, areas, is_held, col(Sheet.claimed_by) == me)
    mine_ids = {sheet.id for sheet, _ in mine}
    free = [pair for pair in waiting if pair[0].id not in mine_ids]
    return Lists(
        mine=_rows(session, desk, mine),
        waiting=_rows(session, desk, free),
        waiting_count=_waiting_count(session, desk, mine),
        held=_rows(session, desk, others),
        lanes=_lanes(session, desk, only, chosen),
        missing=owed_count(session, areas),
        done=_done(session, me, at - timedelta(hours=14)),
        done_last_hour=_done(session, me, at - timedelta(hours=1)),
        squares=_squares(session, areas) if desk.looker.role in CLEARERS else [],
    )


def _lanes(session: Session, desk: Desk, only: Filter, chosen: list[Lane]) -> list[LaneView]:
    areas = desk.looker.areas
    counts = counts_of_lanes(session, areas, only)
    return [
        LaneView(
            lane, counts[lane], _rows(session, desk, sheets_in_lane(session, areas, lane, only))
        )
        for lane in chosen
        if counts[lane]
    ]


def _waiting_count(
    session: Session, desk: Desk, mine: Iterable[tuple[Sheet, ReportingUnit]]
) -> int:
    """Return how many sheets wait beside those in hand."""
    if not desk.decides:
        return 0
    in_hand = sum(sheet.state is SheetState.IN_REVIEW for sheet, _ in mine)
    return waiting_count(session, desk.looker, desk.at) - in_hand


def _rows(session: Session, desk: Desk, pairs: Iterable[tuple[Sheet, ReportingUnit]]) -> list[Row]:
    return [_row(session, desk, s, place_of(session, s.unit_id)) for s, _ in list(pairs)[:SHOWN]]


def _row(session: Session, desk: Desk, sheet: Sheet, place: Place) -> Row:
    language = desk.visitor.language
    is_held = sheet.claimed_until is not None and sheet.claimed_until >= desk.at
    return Row(
        sheet_id=sheet.id or 0,
        unit=unit_name(place, language),
        constituency=constituency_name(place, language),
        ballot=ballot_name(sheet.ballot, language),
        since=sheet.queued_at or sheet.created_at,
        is_second=sheet.look > 1,
        holder=holder_name(session, sheet) if is_held else None,
        reason=sheet.state_reason,
    )


def _done(session: Session, person_id: int, since: datetime) -> int:
    query = select(func.count(col(Decision.id))).where(
        Decision.person_id == person_id,
        col(Decision.kind).in_(_LOOKS),
        col(Decision.created_at) >= since,
    )
    return session.exec(query).one()


def _squares(session: Session, areas: Areas) -> list[tuple[str, str]]:
    """Return code and state of every unit of the areas, for a supervisor's overview."""
    query = (
        select(ReportingUnit.code, ReportingUnit.state)
        .where(areas.holds())
        .order_by(col(ReportingUnit.code))
    )
    return [(code, str(state)) for code, state in session.exec(query)]
