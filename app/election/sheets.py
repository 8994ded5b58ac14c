"""Which sheets the election expects of each reporting unit."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from app.election.cells import Value
from app.election.errors import Fault
from app.election.folder import Folder, Row, line_of
from app.election.shapes import BALLOTS, CONSTITUENCIES, SHEETS, UNITS
from models.values.ballots import Stream
from models.values.findings import Message
from models.values.forms import form_by_code

Plan: TypeAlias = Mapping[tuple[Value, Value], Mapping[Value, Row]]
"""(stream, province or None) → ballot → row of sheets.csv."""


def plan_of(folder: Folder) -> Plan:
    """Return which sheets are expected of a stream, by province where it has forms of its own."""
    plan: dict[tuple[Value, Value], dict[Value, Row]] = {}
    for row in folder.rows(SHEETS):
        plan.setdefault((row["stream"], row["province"]), {})[row["ballot"]] = row
    return plan


def expected_of(plan: Plan, unit: Row, province: Value) -> tuple[Row, ...]:
    """Return the rows of sheets.csv that a unit owes, one for each of its ballots."""
    owed = {**plan.get((unit["stream"], None), {}), **plan.get((unit["stream"], province), {})}
    chosen = ballots_of(unit)
    return tuple(row for ballot, row in owed.items() if not chosen or ballot in chosen)


def ballots_of(unit: Row) -> frozenset[str]:
    """Return the ballots that a unit's own cell names; empty for all."""
    named = str(unit["ballots"] or "")
    return frozenset(part.strip() for part in named.split("|") if part.strip())


def sheet_faults(folder: Folder) -> Iterator[Fault]:
    """Yield forms that nobody described, ballots that are not held, units that owe nothing."""
    held = {row["ballot"] for row in folder.rows(BALLOTS)}
    for row in folder.rows(SHEETS):
        fault = _row_fault(row, held)
        if fault is not None:
            yield Fault(SHEETS.file, line_of(row), *fault)
    plan = plan_of(folder)
    provinces = {r["code"]: r["province"] for r in folder.rows(CONSTITUENCIES)}
    for unit in folder.rows(UNITS):
        owed = expected_of(plan, unit, provinces[unit["constituency"]])
        missing = ballots_of(unit) - {str(r["ballot"]) for r in owed}
        if missing or not owed:
            reason = Message(
                "ไม่มีแบบสำหรับหน่วยนี้ใน sheets.csv", "sheets.csv has no form for this unit"
            )
            yield Fault(UNITS.file, line_of(unit), "ballots" if missing else "stream", reason)


def _row_fault(row: Row, held: set[Value]) -> tuple[str, Message] | None:
    if row["ballot"] not in held:
        return "ballot", Message("ไม่มีบัตรนี้ใน ballots.csv", "ballots.csv does not hold this ballot")
    try:
        form = form_by_code(str(row["form_code"]), str(row["form_variant"] or ""))
    except KeyError:
        return "form_code", Message("ไม่มีแบบนี้ใน models/forms", "no such form is described")
    # Overseas sets report on the forms of the stream that they are counted with.
    stream = row["stream"]
    stream = Stream.OUT_AND_OVERSEAS if stream is Stream.OVERSEAS else stream
    if form.ballot is not row["ballot"] or form.stream is not stream:
        return "form_code", Message(
            "แบบนี้เป็นของบัตรหรือช่องทางอื่น", "this form is for another ballot or stream"
        )
    return None
