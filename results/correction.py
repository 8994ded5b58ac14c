"""A published number changes only by a named correction."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session

from models.store import audit, corrections, releases, totals
from models.store.corrections import Change
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.results import Correction, PublishedSheet
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
    reason = reason or corrections.reason_for(session, saved(unit.id)) or NO_REASON
    public = releases.published_sheets(session, saved(unit.id))
    entered = []
    for sheet in releases.confirmed_sheets(session, saved(unit.id)):
        counts = releases.counts_of(session, sheet)
        shown = public.get(sheet.ballot)
        changes = list(_changes(sheet, shown, counts))
        entered += [corrections.add(session, unit, change, at, reason) for change in changes]
        show(session, sheet, shown, counts)
        totals.add(session, unit, sheet.ballot, _moved(changes))
    _note(session, unit, at, "correct", entered)
    return entered


def withdraw(session: Session, unit: ReportingUnit, at: datetime, reason: str) -> list[Correction]:
    """Take all public numbers of a unit out of the sums, all ballots together (R602)."""
    entered = []
    for ballot, shown in releases.published_sheets(session, saved(unit.id)).items():
        changes = [
            Change(ballot, key, value, None, shown.sheet_id, None)
            for key, value in sorted(shown.counts.items())
        ]
        entered += [corrections.add(session, unit, change, at, reason) for change in changes]
        session.delete(shown)
        totals.add(session, unit, ballot, _moved(changes))
    _note(session, unit, at, "withdraw", entered)
    return entered


def show(
    session: Session, sheet: Sheet, shown: PublishedSheet | None, counts: Mapping[str, int]
) -> None:
    """Make a sheet's counts the public numbers of its unit and ballot."""
    if shown is None:
        shown = PublishedSheet(
            unit_id=sheet.unit_id, ballot=sheet.ballot, sheet_id=saved(sheet.id), counts={}
        )
        session.add(shown)
    shown.sheet_id = saved(sheet.id)
    shown.counts = releases.in_order(counts)


def _changes(
    sheet: Sheet, shown: PublishedSheet | None, counts: Mapping[str, int]
) -> Iterator[Change]:
    was = shown.counts if shown else {}
    old_sheet = shown.sheet_id if shown else None
    for key in sorted(was.keys() | counts.keys()):
        old, new = was.get(key), counts.get(key)
        if old != new:
            yield Change(Ballot(sheet.ballot), key, old, new, old_sheet, sheet.id)


def _moved(changes: list[Change]) -> dict[str, int]:
    return {c.key: (c.new or 0) - (c.old or 0) for c in changes}


def _note(
    session: Session, unit: ReportingUnit, at: datetime, action: str, entered: list[Correction]
) -> None:
    if not entered:
        return
    session.flush()
    audit.append(
        session,
        at=at,
        actor="results",
        action=action,
        subject=f"unit:{unit.id}",
        before={f"{c.ballot}:{c.key}": c.old_value for c in entered},
        after={f"{c.ballot}:{c.key}": c.new_value for c in entered},
    )
