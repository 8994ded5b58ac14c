"""Where every unit of a constituency stands, in the words that the public sees."""

from collections import defaultdict
from collections.abc import Collection
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.results import Release
from models.tables.sheets import Sheet


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


def whereabouts(
    unit: ReportingUnit, release: Release | None, sheets: Collection[SheetState]
) -> Whereabouts:
    """Return where a unit stands by its state, its release and the states of its sheets."""
    if unit.state is UnitState.RELEASED and release and release.is_rechecked:
        return Whereabouts.RECHECKED
    if unit.state is not UnitState.NOTHING:
        return _BY_UNIT[unit.state]
    if SheetState.RETURNED in sheets:
        return Whereabouts.RETURNED
    if SheetState.PARKED in sheets:
        return Whereabouts.PARKED
    return Whereabouts.IN_REVIEW if sheets else Whereabouts.NOT_IN


def open_sheets(session: Session, constituency_id: int) -> dict[int, set[SheetState]]:
    """Return the states of the sheets of each unit; superseded ones are no longer there."""
    wanted = (
        select(Sheet.unit_id, Sheet.state)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(
            ReportingUnit.constituency_id == constituency_id,
            col(Sheet.state) != SheetState.SUPERSEDED,
        )
    )
    found: dict[int, set[SheetState]] = defaultdict(set)
    for unit_id, state in session.exec(wanted):
        found[unit_id].add(SheetState(state))
    return found


def releases_of(session: Session, constituency_id: int) -> dict[int, Release]:
    """Return the place in the order of each unit of a constituency that has one."""
    wanted = select(Release).where(Release.constituency_id == constituency_id)
    return {release.unit_id: release for release in session.exec(wanted)}


def units_of(session: Session, constituency_id: int) -> list[ReportingUnit]:
    """Return the units of a constituency: polling units by area and number, then sets."""
    wanted = (
        select(ReportingUnit)
        .where(ReportingUnit.constituency_id == constituency_id)
        .order_by(col(ReportingUnit.kind).desc(), col(ReportingUnit.code))
    )
    return [unit for unit in session.exec(wanted) if saved(unit.id)]
