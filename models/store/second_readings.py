"""What the machine reads anew on confirmed sheets, held against what people confirmed.

Where it stands by another number than the confirmed one, it asks for a recall. It asks about a
number once: what it read before, and people decided against, is settled.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from models.errors import StaleEdit
from models.states.sheet import SheetState
from models.store import recalls
from models.store.cases import form_of
from models.store.releases import counts_of
from models.store.rows import saved
from models.tables.geography import Constituency, ReportingUnit
from models.tables.sheets import Page, Sheet, SheetReading
from models.values.fields import TOTAL, row_key
from models.values.reading import Cell


def confirmed_sheets(session: Session, constituency: str = "") -> Sequence[int]:
    """Return the ids of confirmed sheets that have photos, of one constituency or of all."""
    query = select(Sheet.id).where(
        Sheet.state == SheetState.CONFIRMED,
        col(Sheet.id).in_(select(Page.sheet_id).where(col(Page.is_current))),
    )
    if constituency:
        units = select(ReportingUnit.id).join(
            Constituency, col(Constituency.id) == col(ReportingUnit.constituency_id)
        )
        query = query.where(col(Sheet.unit_id).in_(units.where(Constituency.code == constituency)))
    return [saved(number) for number in session.exec(query.order_by(col(Sheet.id)))]


def differing(
    session: Session, sheet: Sheet, cells: Mapping[str, Cell], numbers: Sequence[int]
) -> dict[str, int]:
    """Return field key → number of what is stood by now and was not confirmed.

    A doubtful number is no witness, nor is a row in which nobody stands (`numbers` is the ballot
    list). A dash where people left a line blank says the same.
    """
    confirmed, settled = counts_of(session, sheet), _stood_by_before(session, sheet)
    head = (line.name for line in form_of(session, sheet).counts)
    stood_by = stood_by_in(cells, (*head, *map(row_key, numbers), TOTAL))
    return {
        key: value
        for key, value in stood_by.items()
        if value != confirmed.get(key, 0) and (key, value) not in settled
    }


def stood_by_in(cells: Mapping[str, Cell], keys: Iterable[str]) -> dict[str, int]:
    """Return the numbers that the machine stands by in some fields."""
    found = {key: cells[key] for key in keys if key in cells}
    return {k: c.value for k, c in found.items() if c.accepted and c.value is not None}


def ask_again(
    session: Session, reading: SheetReading, read: Mapping[str, int], at: datetime
) -> bool:
    """Keep a second reading and ask for the recall of its sheet; False where one is asked for.

    Raises:
        IllegalMove: the sheet is not confirmed any more.
    """
    sheet = session.get_one(Sheet, reading.sheet_id)
    try:
        recalls.ask_as_reader(session, sheet, read, at)
    except StaleEdit:
        return False
    session.add(reading)
    session.flush()
    return True


def _stood_by_before(session: Session, sheet: Sheet) -> set[tuple[str, int]]:
    rows = session.exec(select(SheetReading.cells).where(SheetReading.sheet_id == sheet.id))
    return {
        (key, cell["value"])
        for cells in rows
        for key, cell in cells.items()
        if cell.get("accepted") and cell.get("value") is not None
    }
