"""Counts from a file, line by line: looked up, checked by the rules, and taken as keyed totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from models.states.sheet import SheetState
from models.store import phone, sheets
from models.store.case_facts import field_keys
from models.store.cases import Case, Shared, case_unopened, decisions_of
from models.store.decisions import Hand
from models.store.people import Areas
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.sheets import Sheet
from models.values.ballots import Ballot
from models.values.fields import is_field_key
from models.values.findings import Finding
from pages.keying import BLANK_SIGNS, field_name, typed_in
from review.checking import check
from review.count_file import Fault, Line, Wrong, shown
from review.keyed_totals import Totals, heavy, key_totals
from review.twice import first_looks_in

_NOTHING: Final = BLANK_SIGNS | {"", "0", "๐"}
"""What may stand in a column that a form does not have."""
_NEEDED: Final = "good"
"""The one line of the head that no paper may leave blank."""


class Standing(StrEnum):
    """What becomes of a line once the file is confirmed."""

    READY = "ready"
    DOUBTFUL = "doubtful"
    """A rule speaks: taken only where somebody says that the paper really says so."""
    SAME = "same"
    """Taken before with the very same numbers: nothing is to be done."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file with the sheet that it means, its numbers, and what is wrong with it."""

    line: Line
    fault: Fault | None = None
    unit_id: int = 0
    ballot: Ballot | None = None
    values: Mapping[str, int] | None = None
    beside: Mapping[str, int] | None = None
    findings: tuple[Finding, ...] = ()
    is_same: bool = False

    @property
    def standing(self) -> Standing:
        """What becomes of the line."""
        if self.fault:
            return Standing.REFUSED
        if self.is_same:
            return Standing.SAME
        return Standing.DOUBTFUL if self.findings else Standing.READY


def rows_of(session: Session, areas: Areas, lines: Sequence[Line]) -> list[Row]:
    """Return every line of a file as it stands against the record; changes nothing."""
    codes = {line.key[0] for line in lines if line.fault is None}
    query = select(ReportingUnit).where(areas.holds(), col(ReportingUnit.code).in_(codes))
    units = {unit.code: unit for unit in session.exec(query)}
    cases: dict[int, Case] = {}
    shared = Shared()
    rows = [_row(session, line, units.get(line.key[0]), (cases, shared)) for line in lines]
    told = {(r.unit_id, r.ballot): r.values for r in rows if r.values}
    return [_checked(row, cases, told) for row in rows]


def take(session: Session, row: Row, origin: str, hand: Hand, at: datetime) -> None:
    """Key the sheet of a line; the second person reads every number for themselves.

    Raises:
        StaleEdit: something of the sheet came in the meantime.
    """
    assert row.values is not None and row.ballot is not None  # noqa: S101, PT018 - not refused
    unit = session.get_one(ReportingUnit, row.unit_id)
    why = f"{phone.BY_FILE}{origin}, line {row.line.number}"
    seen = frozenset(f.code for f in row.findings)
    key_totals(session, (unit, row.ballot), Totals(row.values, why, seen, row.beside), hand, at)


def _row(
    session: Session,
    line: Line,
    unit: ReportingUnit | None,
    known: tuple[dict[int, Case], Shared],
) -> Row:
    code, written = line.key
    ballot = next((b for b in Ballot if b.value == written), None)
    fault = line.fault
    if fault is None and ballot is None:
        fault = Fault(Wrong.BALLOT, "ballot", shown(written))
    if fault is None and unit is None:
        fault = Fault(Wrong.UNIT, "unit", shown(code))
    if fault is not None or unit is None or ballot is None:
        return Row(line, fault)
    owed = phone.owed(session, unit, ballot)
    if owed is None:
        return Row(line, Fault(Wrong.NOT_OWED, "ballot", written))
    cases, shared = known
    newest = sheets.newest(session, saved(unit.id), ballot)
    is_open = newest is None or newest.state is SheetState.SUPERSEDED
    # A unit that counts already is no part of what it would be compared with.
    case = cases[line.number] = case_unopened(session, owed, shared if is_open else Shared())
    values = _values(line, field_keys(case))
    if isinstance(values, Fault):
        return Row(line, values)
    row = Row(line, None, saved(unit.id), ballot, values)
    return row if is_open or newest is None else _against(session, row, newest)


def _values(line: Line, keys: Sequence[str]) -> dict[str, int] | Fault:
    for column, cell in line.cells.items():
        if is_field_key(column) and column not in keys and cell not in _NOTHING:
            return Fault(Wrong.NO_FIELD, column, shown(cell))
    typed = typed_in({field_name(k): line.cells.get(k, "") for k in keys}, keys)
    lacking = typed.missing | (typed.blank & {_NEEDED})
    for key in keys:
        if key in lacking:
            return Fault(Wrong.MISSING, key, shown(line.cells.get(key, "")))
    return dict(typed.values)


def _against(session: Session, row: Row, newest: Sheet) -> Row:
    """Tell a line that was taken before from one whose sheet came otherwise."""
    sheet_id = saved(newest.id)
    firsts = first_looks_in(decisions_of(session, sheet_id))
    has_photo = bool(sheets.current_pages(session, sheet_id))
    if not has_photo and firsts and firsts[-1].values == row.values:
        return replace(row, is_same=True)
    return Row(row.line, Fault(Wrong.THERE, "unit", row.line.key[0]))


def _checked(
    row: Row,
    cases: Mapping[int, Case],
    told: Mapping[tuple[int, Ballot | None], Mapping[str, int] | None],
) -> Row:
    """Run the rules of every other path over a line, beside the other ballot in the same file."""
    if row.values is None or row.is_same:
        return row
    others = (v for (u, b), v in told.items() if u == row.unit_id and b is not row.ballot)
    beside = next(others, None)
    case = cases[row.line.number]
    case = replace(case, sibling=case.sibling or beside)
    return replace(row, beside=beside, findings=heavy(check(case, row.values).findings))
