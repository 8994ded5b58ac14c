"""What the unit's other ballot states of the counts that stand on both its sheets."""

from typing import Final

from sqlmodel import Session, col, select

from models.states.sheet import SheetState
from models.store import sheets
from models.store.rows import saved
from models.tables.sheets import Count, Sheet
from models.values.reading import Cell, Stated

STATED_TWICE: Final = ("on_roll", "came", "allocated", "used")

_DOUBTFUL: Final = 0.9
"""At most so much weighs a number that the machine itself does not stand by."""


def stated_by_sibling(session: Session, sheet: Sheet) -> dict[str, Stated]:
    """Return the other ballot's counts: as confirmed, or as read; nothing before it was read."""
    stated: dict[str, Stated] = {}
    for expected in sheets.expected_of(session, sheet.unit_id):
        other = sheets.newest(session, sheet.unit_id, expected.ballot)
        if expected.ballot is not sheet.ballot and other is not None:
            stated |= _confirmed(session, other) or _read(session, other)
    return stated


def _confirmed(session: Session, sheet: Sheet) -> dict[str, Stated]:
    if sheet.state is not SheetState.CONFIRMED:
        return {}
    wanted = select(Count.key, Count.value).where(Count.sheet_id == sheet.id)
    rows = session.exec(wanted.where(col(Count.key).in_(STATED_TWICE)))
    return {key: Stated(value, 1.0) for key, value in rows}


def _read(session: Session, sheet: Sheet) -> dict[str, Stated]:
    reading = sheets.newest_reading(session, saved(sheet.id))
    raw = reading.cells if reading else {}
    cells = {key: Cell.from_data(raw[key]) for key in STATED_TWICE if key in raw}
    return {
        key: Stated(cell.value, _chance(cell))
        for key, cell in cells.items()
        if cell.value is not None
    }


def _chance(cell: Cell) -> float:
    return cell.confidence if cell.accepted else min(_DOUBTFUL, cell.confidence)
