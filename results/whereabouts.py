"""Where every unit of a constituency stands, in the words that the public sees."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.tables.geography import ReportingUnit
from models.tables.results import Release
from models.tables.sheets import Sheet
from models.values.ballots import Stream, UnitKind

CHUNK: Final = 5_000
"""Ids in one query: databases limit how many values a sentence may hold."""


class Whereabouts(StrEnum):
    """What the public is told of a unit."""

    COUNTED = "counted"
    """รวมแล้ว."""
    RECHECKED = "rechecked"
    """รวมแล้ว กำลังตรวจสอบใหม่."""
    WITHHELD = "withheld"
    """ตรวจแล้ว รอเปิดเผยหลังรวมผลเขต."""
    CHECKED = "checked"
    """ตรวจแล้ว รอเปิดเผย."""
    IN_REVIEW = "in_review"
    """กำลังตรวจ."""
    RETURNED = "returned"
    """ส่งกลับให้ถ่ายใหม่."""
    PARKED = "parked"
    """ได้รับแล้ว ยังไม่นับรวม."""
    NOT_IN = "not_in"
    """ยังไม่ได้รับ."""
    SUSPENDED = "suspended"
    """งดลงคะแนน นับใหม่ หรือลงคะแนนใหม่."""


ON_BOARD: Final = (Whereabouts.COUNTED, Whereabouts.RECHECKED)
"""Whereabouts of the units that are in the sums."""

_BY_UNIT: Final = {
    UnitState.RELEASED: Whereabouts.COUNTED,
    UnitState.WITHHELD: Whereabouts.WITHHELD,
    UnitState.COMPLETE: Whereabouts.CHECKED,
    UnitState.PARTLY_CONFIRMED: Whereabouts.IN_REVIEW,
    UnitState.SUSPENDED: Whereabouts.SUSPENDED,
    UnitState.RECOUNT: Whereabouts.SUSPENDED,
    UnitState.REVOTE: Whereabouts.SUSPENDED,
    UnitState.NO_COUNT: Whereabouts.SUSPENDED,
}


_U: Final = ReportingUnit
_COLUMNS: Final[tuple[Any, ...]] = (
    _U.id, _U.constituency_id, _U.centre_id, _U.code, _U.kind, _U.stream, _U.number, _U.moo,
    _U.place_th, _U.area_id, _U.amphoe_id, _U.on_roll, _U.state, _U.state_reason,
    Release.sequence, Release.released_at, Release.is_rechecked,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitNow:
    """A unit as the record has it at this moment; names of places are found in the register."""

    sheets: frozenset[SheetState]
    """States of its sheets; superseded ones are no longer there."""
    unit_id: int
    constituency_id: int
    centre_id: int
    code: str
    kind: UnitKind
    stream: Stream
    number: int
    moo: int | None
    place_th: str
    area_id: int | None
    amphoe_id: int | None
    on_roll: int | None
    state: UnitState
    state_reason: str | None
    sequence: int | None
    released_at: datetime | None
    is_rechecked: bool | None

    @property
    def where(self) -> Whereabouts:
        """Where it stands, for the public."""
        if self.state is UnitState.RELEASED and self.is_rechecked:
            return Whereabouts.RECHECKED
        if self.state is not UnitState.NOTHING:
            return _BY_UNIT[self.state]
        if SheetState.RETURNED in self.sheets:
            return Whereabouts.RETURNED
        if SheetState.PARKED in self.sheets:
            return Whereabouts.PARKED
        return Whereabouts.IN_REVIEW if self.sheets else Whereabouts.NOT_IN

    @property
    def has_record(self) -> bool:
        """Whether it is public, or was: what was withdrawn keeps the record of its numbers."""
        return self.released_at is not None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which units are asked for: single ones, and every unit of some constituencies."""

    units: Collection[int] = ()
    constituencies: Collection[int] = ()

    def conditions(self) -> Iterator[Any]:
        """Give one condition on reporting units after the other."""
        ids = sorted(self.units)
        for start in range(0, len(ids), CHUNK):
            yield col(ReportingUnit.id).in_(ids[start : start + CHUNK])
        if self.constituencies:
            yield col(ReportingUnit.constituency_id).in_(sorted(self.constituencies))


def units_now(session: Session, scope: Scope) -> dict[int, UnitNow]:
    """Return the units of a scope by id, in a few queries however many they are."""
    sheets = _open_sheets(session, scope)
    nothing = frozenset[SheetState]()
    rows = _rows(session, scope)
    return {row[0]: UnitNow(sheets.get(row[0], nothing), *row) for row in rows}


def _rows(session: Session, scope: Scope) -> Iterable[tuple[Any, ...]]:
    wanted = columns(*_COLUMNS).outerjoin(Release, col(Release.unit_id) == col(ReportingUnit.id))
    for condition in scope.conditions():
        yield from session.connection().execute(wanted.where(condition)).all()


def _open_sheets(session: Session, scope: Scope) -> dict[int, frozenset[SheetState]]:
    wanted = (
        select(Sheet.unit_id, Sheet.state)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(col(Sheet.state) != SheetState.SUPERSEDED)
    )
    found: dict[int, set[SheetState]] = defaultdict(set)
    for condition in scope.conditions():
        for unit_id, state in session.connection().execute(wanted.where(condition)).all():
            found[unit_id].add(SheetState(state))
    return {unit_id: frozenset(states) for unit_id, states in found.items()}
