"""From confirmed sheets to public numbers: both ballots, in order, under the cap.

Every function works inside the caller's transaction, so that a unit's state, its place in the
order, its public numbers and the running totals change together or not at all.
"""

from datetime import datetime
from math import floor
from typing import Final

from sqlmodel import Session, col, select

from models.states.constituency import CONSTITUENCY, ConstituencyEvent, ConstituencyState
from models.states.unit import UNIT, UnitEvent, UnitState
from models.store import audit, releases, totals
from models.store.rows import saved
from models.tables.election import Election
from models.tables.geography import Constituency, ReportingUnit
from models.tables.results import Release
from models.tables.sheets import Sheet
from models.values.ballots import UnitKind
from results import correction

ACTOR: Final = "results"
CAP_SHARE: Final = 0.95
"""R603; the election's setting `cap_share` may say otherwise."""

ONE_BALLOT: Final = "one_ballot"
"""A unit that consolidation released with one of its ballots."""

CAP: Final = "cap"
NO_PHOTO: Final = "no_photo"
"""Why a unit is withheld until its constituency is consolidated."""

_OPEN: Final = (ConstituencyState.LIVE, ConstituencyState.CAPPED)
_UNCAPPED: Final = (ConstituencyState.CONSOLIDATED, ConstituencyState.CERTIFIED)


def on_confirmed(session: Session, sheet: Sheet, at: datetime) -> None:
    """Take note that a sheet was confirmed; its counts and its state are written already.

    The last expected sheet makes the unit complete: it takes its number and is released as far as
    the cap allows. A unit that is public already is corrected instead.

    Raises:
        IllegalMove: the unit is suspended, or has an order for a recount or a new vote.
    """
    session.flush()
    unit = session.get_one(ReportingUnit, sheet.unit_id)
    constituency = releases.hold_constituency(session, unit.constituency_id)
    session.refresh(unit)  # another reviewer may have moved it before the lock was ours
    if not _is_complete(session, unit):
        _move(unit, UnitEvent.CONFIRM_ONE)
        return
    _move(unit, UnitEvent.CONFIRM_LAST)
    release = releases.release_of(session, saved(unit.id))
    if release is None:
        release = releases.take_slot(session, constituency, unit, at)
    if release.released_at is None:
        _release_constituency(session, constituency, at)
    else:
        _settle(session, unit, release, at)


def on_recalled(session: Session, sheet: Sheet, at: datetime) -> None:
    """Take note that a confirmed sheet was recalled; a public unit stays public, marked."""
    session.flush()
    unit = session.get_one(ReportingUnit, sheet.unit_id)
    release = releases.release_of(session, saved(unit.id))
    _move(unit, UnitEvent.RECALL)
    unit.state_reason = None
    if release is None or release.released_at is None:
        return
    release.is_rechecked = True
    _note(session, unit, at, "recheck", {"sheet": sheet.id})


def release_due(session: Session, at: datetime) -> int:
    """Open publication when its time has come and release what may be public; return how many."""
    election = session.exec(select(Election)).first()
    if election is None or at < election.publication_opens_at:
        return 0
    for constituency in session.exec(
        select(Constituency).where(col(Constituency.state) == ConstituencyState.CLOSED)
    ):
        constituency.state = CONSTITUENCY.after(constituency.state, ConstituencyEvent.OPEN)
    session.flush()
    return sum(
        _release_constituency(session, releases.hold_constituency(session, constituency_id), at)
        for constituency_id in releases.with_waiting_units(session)
    )


def is_due(session: Session, at: datetime) -> bool:
    """Tell whether `release_due` would find anything to do; asks without locking."""
    election = session.exec(select(Election)).first()
    if election is None or at < election.publication_opens_at:
        return False
    closed = select(Constituency.id).where(col(Constituency.state) == ConstituencyState.CLOSED)
    return session.exec(closed).first() is not None or releases.are_left_behind(
        session, _OPEN, _UNCAPPED
    )


def cap_of(constituency: Constituency, election: Election) -> int:
    """Return how many polling units may be public before consolidation (R603)."""
    share = float(election.settings.get("cap_share", CAP_SHARE))
    # A share such as 0.95 has no exact binary form; 0.95 × 20 must be 19, not 18.
    return floor(round(share * constituency.expected_units, 6))


def _is_complete(session: Session, unit: ReportingUnit) -> bool:
    confirmed = {s.ballot for s in releases.confirmed_sheets(session, saved(unit.id))}
    expected = releases.expected_ballots(session, saved(unit.id))
    return bool(expected) and expected <= confirmed


def _release_constituency(session: Session, constituency: Constituency, at: datetime) -> int:
    election = session.exec(select(Election)).one()
    if at < election.publication_opens_at:
        return 0
    if constituency.state is ConstituencyState.CLOSED:
        constituency.state = CONSTITUENCY.after(constituency.state, ConstituencyEvent.OPEN)
    if constituency.state not in (*_OPEN, *_UNCAPPED):
        return 0
    cap = cap_of(constituency, election)
    constituency_id = saved(constituency.id)
    public = releases.released_units(session, constituency_id, UnitKind.POLLING_UNIT)
    slots = releases.recalled_slots(session, constituency_id)
    released = 0
    for release, unit in releases.waiting(session, constituency_id):
        kept = sum(slot < release.sequence for slot in slots)
        held_by = _held_by(session, constituency, unit, free=cap - public - kept)
        if held_by is not None:
            _withhold(unit, held_by)
            continue
        _publish_unit(session, unit, release, at)
        public += unit.kind is UnitKind.POLLING_UNIT
        released += 1
    if constituency.state is ConstituencyState.LIVE and public >= cap:
        constituency.state = CONSTITUENCY.after(constituency.state, ConstituencyEvent.REACH_CAP)
    session.flush()
    return released


def _held_by(
    session: Session, constituency: Constituency, unit: ReportingUnit, *, free: int
) -> str | None:
    if constituency.state in _UNCAPPED:
        return None
    if not releases.have_photos(session, releases.confirmed_sheets(session, saved(unit.id))):
        return NO_PHOTO
    if unit.kind is UnitKind.POLLING_UNIT and free <= 0:
        return CAP
    return None


def _withhold(unit: ReportingUnit, reason: str) -> None:
    if unit.state is not UnitState.WITHHELD:
        _move(unit, UnitEvent.WITHHOLD)
    unit.state_reason = reason


def _publish_unit(session: Session, unit: ReportingUnit, release: Release, at: datetime) -> None:
    _move(unit, UnitEvent.RELEASE)
    unit.state_reason = None
    release.released_at = at
    for sheet in releases.confirmed_sheets(session, saved(unit.id)):
        counts = releases.counts_of(session, sheet)
        correction.show(session, sheet, None, counts)
        totals.add(session, unit, sheet.ballot, counts)
    _note(session, unit, at, "release", {"sequence": release.sequence})


def _settle(session: Session, unit: ReportingUnit, release: Release, at: datetime) -> None:
    correction.correct(session, unit, at)
    release.is_rechecked = False
    session.flush()


def _move(unit: ReportingUnit, event: UnitEvent) -> None:
    unit.state = UNIT.after(unit.state, event)


def _note(
    session: Session, unit: ReportingUnit, at: datetime, action: str, after: dict[str, object]
) -> None:
    audit.append(session, at=at, actor=ACTOR, action=action, subject=f"unit:{unit.id}", after=after)
