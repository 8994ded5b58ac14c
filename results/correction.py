"""A published number changes only by a named correction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlmodel import Session

from models.store import audit, corrections, releases, totals
from models.store.corrections import Change
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.results import Correction, PublishedCount
from models.tables.sheets import Sheet
from models.values.ballots import Ballot

NO_REASON: Final = "ตรวจสอบใหม่แล้วแก้ไข · corrected after a recheck"
"""Stands in public where the people who corrected left no reason of their own."""


def correct(
    session: Session, unit: ReportingUnit, at: datetime, reason: str | None = None
) -> list[Correction]:
    """Bring a public unit's numbers to those of its confirmed sheets; return the corrections.

    Each number that changes gets one row in the public log; running totals move by exactly the
    differences. Numbers that stay only learn which sheet they come from now.
    """
    sheets = {s.ballot: s for s in releases.confirmed_sheets(session, saved(unit.id))}
    public = releases.published_counts(session, saved(unit.id))
    reason = reason or corrections.reason_for(session, saved(unit.id)) or NO_REASON
    entered = []
    for ballot, sheet in sheets.items():
        rows = {row.key: row for row in public if row.ballot is ballot}
        changes = list(_changes(session, ballot, rows, sheet))
        for change in changes:
            _apply(session, unit, rows.get(change.key), change)
            entered.append(corrections.add(session, unit, change, at, reason))
        for row in rows.values():
            row.sheet_id = saved(sheet.id)
        moved = {c.key: (c.new or 0) - (c.old or 0) for c in changes}
        totals.add(session, unit, ballot, moved)
    _note(session, unit, at, entered)
    return entered


def _changes(
    session: Session, ballot: Ballot, rows: dict[str, PublishedCount], sheet: Sheet
) -> Iterable[Change]:
    counts = releases.counts_of(session, sheet)
    for key in sorted(rows.keys() | counts.keys()):
        row = rows.get(key)
        old, new = (None if row is None else row.value), counts.get(key)
        if old != new:
            yield Change(ballot, key, old, new, None if row is None else row.sheet_id, sheet.id)


def _apply(
    session: Session, unit: ReportingUnit, row: PublishedCount | None, change: Change
) -> None:
    if row is None and change.new is not None:
        session.add(
            PublishedCount(
                unit_id=saved(unit.id),
                ballot=change.ballot,
                key=change.key,
                value=change.new,
                sheet_id=saved(change.new_sheet_id),
            )
        )
    elif row is not None and change.new is None:
        session.delete(row)
    elif row is not None and change.new is not None:
        row.value = change.new


def _note(session: Session, unit: ReportingUnit, at: datetime, entered: list[Correction]) -> None:
    if not entered:
        return
    session.flush()
    audit.append(
        session,
        at=at,
        actor="results",
        action="correct",
        subject=f"unit:{unit.id}",
        before={f"{c.ballot}:{c.key}": c.old_value for c in entered},
        after={f"{c.ballot}:{c.key}": c.new_value for c in entered},
    )
