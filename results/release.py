"""From confirmed sheets to public numbers: both ballots, in order, under the cap.

Every function works inside the caller's transaction, so that a unit's state, its place in the
order, its public numbers and the running totals change together or not at all.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import floor
from typing import Final

from sqlmodel import Session, col, select

from models.states.constituency import CONSTITUENCY, ConstituencyEvent, ConstituencyState
from models.states.unit import UNIT, UnitEvent, UnitState
from models.store import audit, objections, releases, totals
from models.store.election import thresholds
from models.store.releases import Papers
from models.store.rows import saved
from models.tables.audit import AuditEntry
from models.tables.election import Election
from models.tables.geography import Constituency, ReportingUnit
from models.tables.results import Release
from models.tables.sheets import Sheet
from models.values.ballots import Ballot, Stream, UnitKind
from results import correction

ACTOR: Final = "results"
CAP_SHARE: Final = 0.95
"""R603; the election's setting `cap_share` may say otherwise."""

ONE_BALLOT: Final = "one_ballot"
"""A unit that consolidation released with one of its ballots."""

CAP: Final = "cap"
NO_PHOTO: Final = "no_photo"
JUMP: Final = "jump"
"""Why a unit is withheld until its constituency is consolidated; `jump` by R608."""

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
    unit, constituency = hold_unit(session, sheet.unit_id)
    if not _is_complete(session, unit):
        _move(unit, UnitEvent.CONFIRM_ONE)
        return
    _move(unit, UnitEvent.CONFIRM_LAST)
    release = releases.release_of(session, saved(unit.id))
    if release is None:
        release = releases.take_slot(session, constituency, unit, at)
    if release.released_at is None:
        release_all(session, constituency, at)
    else:
        if unit.state is UnitState.COMPLETE:  # it was withdrawn, and is counted again
            _move(unit, UnitEvent.RELEASE)
        _settle(session, unit, release, at)
        objections.settle(session, saved(unit.id), at)


def on_recalled(session: Session, sheet: Sheet, at: datetime) -> None:
    """Take note that a confirmed sheet was recalled; a public unit stays public, marked."""
    session.flush()
    unit, _ = hold_unit(session, sheet.unit_id)
    release = releases.release_of(session, saved(unit.id))
    _move(unit, UnitEvent.RECALL)
    unit.state_reason = None
    if release is None or release.released_at is None:
        return
    release.is_rechecked = True
    _note(session, unit, at, "recheck", {"sheet": sheet.id})


def hold_unit(session: Session, unit_id: int) -> tuple[ReportingUnit, Constituency]:
    """Return a unit as it stands with its constituency, whose row is locked: nobody moves either.

    Whoever moves a unit holds its constituency first, and only then looks where the unit stands.
    """
    unit = session.get_one(ReportingUnit, unit_id)
    constituency = releases.hold_constituency(session, unit.constituency_id)
    session.refresh(unit)  # another person may have moved it before the lock was ours
    return unit, constituency


def release_due(session: Session, at: datetime) -> int:
    """Open publication when its time has come and release what may be public; return how many."""
    election = session.exec(select(Election)).first()
    if election is None or at < election.publication_opens_at:
        return 0
    for constituency in session.exec(
        select(Constituency).where(col(Constituency.state) == ConstituencyState.CLOSED)
    ):
        constituency.state = CONSTITUENCY.after(constituency.state, ConstituencyEvent.OPEN)
    waiting = releases.with_waiting_units(session)
    entries: list[AuditEntry] = []
    with session.no_autoflush:  # no constituency reads what another one writes
        for constituency_id in waiting:
            constituency = releases.hold_constituency(session, constituency_id)
            entries += _release_constituency(session, constituency, at)
    audit.append_all(session, entries)
    return len(entries)


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


def _release_constituency(
    session: Session, constituency: Constituency, at: datetime
) -> list[AuditEntry]:
    """Release what may be; return what has to be noted in the audit log."""
    election = session.exec(select(Election)).one()
    if at < election.publication_opens_at:
        return []
    if constituency.state is ConstituencyState.CLOSED:
        constituency.state = CONSTITUENCY.after(constituency.state, ConstituencyEvent.OPEN)
    if constituency.state not in (*_OPEN, *_UNCAPPED):
        return []
    constituency_id = saved(constituency.id)
    waiting = releases.waiting(session, constituency_id)
    papers = releases.papers_of(session, [saved(unit.id) for _, unit in waiting])
    public = releases.released_units(session, constituency_id, UnitKind.POLLING_UNIT)
    room = _Room(cap_of(constituency, election) - public, thresholds(session).largest_unit)
    slots = releases.recalled_slots(session, constituency_id)
    free = []
    for release, unit in waiting:
        kept = sum(slot < release.sequence for slot in slots)
        held_by = None
        if constituency.state not in _UNCAPPED:
            held_by = _held_by(unit, papers[saved(unit.id)], room, kept)
        if held_by is not None:
            _withhold(unit, held_by)
            continue
        free.append((unit, release))
        room.left -= unit.kind is UnitKind.POLLING_UNIT
    entries = _publish_units(session, free, papers, at)
    if constituency.state is ConstituencyState.LIVE and room.left <= 0:
        constituency.state = CONSTITUENCY.after(constituency.state, ConstituencyEvent.REACH_CAP)
    return entries


@dataclass
class _Room:
    """How much more a constituency may show."""

    left: int
    """Polling units under the cap."""
    largest: int
    """R608: no number of a unit can be larger."""


def _held_by(unit: ReportingUnit, papers: Papers, room: _Room, kept: int) -> str | None:
    """Return why a unit must wait for consolidation; `kept` slots before it are others'."""
    if not papers.have_photos:
        return NO_PHOTO
    if any(value > room.largest for s in papers.sheets for value in papers.numbers(s).values()):
        return JUMP
    if unit.kind is UnitKind.POLLING_UNIT and room.left - kept <= 0:
        return CAP
    return None


def _withhold(unit: ReportingUnit, reason: str) -> None:
    if unit.state is not UnitState.WITHHELD:
        _move(unit, UnitEvent.WITHHOLD)
    if unit.state_reason != reason:
        unit.state_reason = reason


def _publish_units(
    session: Session,
    units: Sequence[tuple[ReportingUnit, Release]],
    papers: Mapping[int, Papers],
    at: datetime,
) -> list[AuditEntry]:
    """Make the numbers of some units of one constituency public, and add them to its totals."""
    sums: dict[tuple[Stream, Ballot], Counter[str]] = defaultdict(Counter)
    first: dict[tuple[Stream, Ballot], ReportingUnit] = {}
    for unit, release in units:
        _move(unit, UnitEvent.RELEASE)
        unit.state_reason = None
        release.released_at = at
        for sheet in papers[saved(unit.id)].sheets:
            counts = papers[saved(unit.id)].numbers(sheet)
            place = (Stream(unit.stream), Ballot(sheet.ballot))
            sums[place].update(counts)
            first.setdefault(place, unit)
    releases.show_all(session, [papers[saved(unit.id)] for unit, _ in units])
    for place, unit in first.items():
        totals.add(session, unit, place[1], sums[place])
    return [_released(unit, release, at) for unit, release in units]


def _released(unit: ReportingUnit, release: Release, at: datetime) -> AuditEntry:
    return AuditEntry(
        at=at,
        actor=ACTOR,
        action="release",
        subject=f"unit:{unit.id}",
        after={"sequence": release.sequence},
        previous_sha256="",
        sha256="",
    )


def release_one_ballots(session: Session, constituency: Constituency, at: datetime) -> int:
    """Release what has some of its ballots in a consolidated constituency, marked; return how many.

    The caller holds the constituency.
    """
    found = releases.partly_confirmed(session, saved(constituency.id))
    papers = releases.papers_of(session, [saved(unit.id) for unit in found])
    units = [(unit, _slot(session, constituency, unit, at)) for unit in found]
    audit.append_all(session, _publish_units(session, units, papers, at))
    for unit in found:
        unit.state_reason = ONE_BALLOT
    return len(found)


def _slot(
    session: Session, constituency: Constituency, unit: ReportingUnit, at: datetime
) -> Release:
    found = releases.release_of(session, saved(unit.id))
    return found or releases.take_slot(session, constituency, unit, at)


def release_all(session: Session, constituency: Constituency, at: datetime) -> int:
    """Release what a constituency's state lets go; return how many. The caller holds it."""
    entries = _release_constituency(session, constituency, at)
    audit.append_all(session, entries)
    return len(entries)


def _settle(session: Session, unit: ReportingUnit, release: Release, at: datetime) -> None:
    correction.correct(session, unit, at)
    release.is_rechecked = False
    unit.state_reason = None
    session.flush()


def _move(unit: ReportingUnit, event: UnitEvent) -> None:
    unit.state = UNIT.after(unit.state, event)


def _note(
    session: Session, unit: ReportingUnit, at: datetime, action: str, after: dict[str, object]
) -> None:
    audit.append(session, at=at, actor=ACTOR, action=action, subject=f"unit:{unit.id}", after=after)
