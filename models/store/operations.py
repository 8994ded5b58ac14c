"""How the night goes, centre by centre: what waits, since when, at which rate, and what differs."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.store.people import Areas
from models.tables.geography import ReportingUnit, TallyCentre
from models.tables.photos import Photo
from models.tables.sheets import Decision, DecisionKind, Sheet

_LOOKS: Final = (DecisionKind.CONFIRM, DecisionKind.CORRECT, DecisionKind.SECOND_LOOK)
_DONE: Final = (UnitState.COMPLETE, UnitState.RELEASED, UnitState.WITHHELD)
_RATE_OVER: Final = timedelta(minutes=30)
_Z: Final = 1.96
"""Standard deviations to either side that hold 95 %."""

_IN_HAND: Final = (PhotoState.RECEIVED, PhotoState.STORED, PhotoState.QUEUED)


@dataclass(frozen=True, slots=True)
class CentreNight:
    """One tally centre on the operations board."""

    centre: TallyCentre
    units: int
    complete: int
    """Units with every ballot confirmed, public or withheld."""
    begun: int
    """Units of which something came, but not all is confirmed."""
    waiting: int
    """Sheets in review, in somebody's hands or not."""
    oldest: datetime | None
    """Since when the oldest of them waits."""
    parked: int
    returned: int
    needs_human: int
    rate: float
    """Decisions an hour, over the last half hour."""

    @property
    def missing(self) -> int:
        """Units from which nothing came yet."""
        return self.units - self.complete - self.begun

    @property
    def hours_left(self) -> float | None:
        """Hours until the waiting sheets are done at the present rate; None at a standstill."""
        if not self.waiting:
            return 0.0
        return self.waiting / self.rate if self.rate else None


@dataclass(frozen=True, slots=True)
class Share:
    """A share with how many it was counted on."""

    part: int
    whole: int

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share (Wilson), None where nothing was counted."""
        if not self.whole:
            return None
        n, p, z2 = self.whole, self.part / self.whole, _Z * _Z
        middle, spread = p + z2 / (2 * n), _Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        scale = 1 + z2 / n
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def centre_nights(session: Session, areas: Areas, at: datetime) -> list[CentreNight]:
    """Return how the night goes at every centre of some areas; what is stuck stands first."""
    units = _units_by_state(session, areas)
    sheets, oldest = _sheets_by_state(session, areas)
    rates = _decisions(session, areas, at - _RATE_OVER)
    unread = _unread(session, areas)
    begun = _begun(session, areas)
    centres = session.exec(select(TallyCentre).where(col(TallyCentre.id).in_(list(units)))).all()
    nights = [
        CentreNight(
            centre=centre,
            units=sum(units[c].values()),
            complete=sum(units[c][state] for state in _DONE),
            begun=begun[c],
            waiting=sheets[c][SheetState.IN_REVIEW],
            oldest=oldest.get(c),
            parked=sheets[c][SheetState.PARKED],
            returned=sheets[c][SheetState.RETURNED],
            needs_human=unread[c],
            rate=rates[c] / (_RATE_OVER / timedelta(hours=1)),
        )
        for centre in centres
        if (c := centre.id) is not None
    ]
    return sorted(nights, key=lambda night: (night.oldest is None, night.oldest, night.centre.code))


def photos_in_hand(session: Session) -> tuple[int, datetime | None]:
    """Return how many photos wait for the reader, and since when the oldest does."""
    found = session.exec(
        select(func.count(), func.min(Photo.received_at)).where(col(Photo.state).in_(_IN_HAND))
    ).one()
    return found[0], found[1]


def blind_sample(session: Session, areas: Areas) -> Share:
    """Return on how many sheets of the blind sample the second person saw other numbers."""
    sampled = session.exec(
        select(Sheet.id)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(areas.holds(), Sheet.is_sampled)
    ).all()
    by_sheet: dict[int, list[Mapping[str, int]]] = defaultdict(list)
    looks = select(Decision.sheet_id, Decision.values).where(
        col(Decision.sheet_id).in_(sampled), col(Decision.kind).in_(_LOOKS)
    )
    for sheet_id, values in session.exec(looks.order_by(col(Decision.id))):
        by_sheet[sheet_id].append(values)
    pairs = [values[:2] for values in by_sheet.values() if len(values) > 1]
    differing = sum(any(first.get(k) != v for k, v in second.items()) for first, second in pairs)
    return Share(differing, len(pairs))


def _units_by_state(session: Session, areas: Areas) -> dict[int, Counter[UnitState]]:
    found: dict[int, Counter[UnitState]] = defaultdict(Counter)
    query = select(ReportingUnit.centre_id, ReportingUnit.state, func.count()).where(areas.holds())
    for centre, state, n in session.exec(
        query.group_by(col(ReportingUnit.centre_id), col(ReportingUnit.state))
    ):
        found[centre][UnitState(state)] = n
    return found


def _begun(session: Session, areas: Areas) -> Counter[int]:
    """Count the units of which a photo or a confirmed sheet is there, but not all is confirmed."""
    sent = select(Photo.unit_id).where(col(Photo.state) != PhotoState.REJECTED)
    query = select(ReportingUnit.centre_id, func.count()).where(
        areas.holds(),
        col(ReportingUnit.state).not_in(_DONE),
        (col(ReportingUnit.state) != UnitState.NOTHING) | col(ReportingUnit.id).in_(sent),
    )
    return Counter(dict(session.exec(query.group_by(col(ReportingUnit.centre_id))).all()))


def _sheets_by_state(
    session: Session, areas: Areas
) -> tuple[dict[int, Counter[SheetState]], dict[int, datetime]]:
    counted: dict[int, Counter[SheetState]] = defaultdict(Counter)
    oldest: dict[int, datetime] = {}
    query = (
        select(ReportingUnit.centre_id, Sheet.state, func.count(), func.min(Sheet.queued_at))
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(areas.holds())
        .group_by(col(ReportingUnit.centre_id), col(Sheet.state))
    )
    for centre, state, n, since in session.exec(query):
        counted[centre][SheetState(state)] = n
        if state == SheetState.IN_REVIEW and since is not None:
            oldest[centre] = since
    return counted, oldest


def _decisions(session: Session, areas: Areas, since: datetime) -> Counter[int]:
    query = (
        select(ReportingUnit.centre_id, func.count())
        .join(Sheet, col(Sheet.unit_id) == col(ReportingUnit.id))
        .join(Decision, col(Decision.sheet_id) == col(Sheet.id))
        .where(areas.holds(), col(Decision.created_at) >= since, col(Decision.kind).in_(_LOOKS))
        .group_by(col(ReportingUnit.centre_id))
    )
    return Counter(dict(session.exec(query).all()))


def _unread(session: Session, areas: Areas) -> Counter[int]:
    query = (
        select(ReportingUnit.centre_id, func.count())
        .join(Photo, col(Photo.unit_id) == col(ReportingUnit.id))
        .where(areas.holds(), Photo.state == PhotoState.NEEDS_HUMAN)
        .group_by(col(ReportingUnit.centre_id))
    )
    return Counter(dict(session.exec(query).all()))
