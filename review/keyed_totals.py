"""Totals without a photo, however they came: opened as a sheet and left to a second person."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from models.states.sheet import SheetEvent
from models.store import decisions, phone
from models.store.cases import case_of
from models.store.decisions import Hand, Word
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.sheets import DecisionKind, Sheet
from models.values.ballots import Ballot
from models.values.findings import Finding, Severity
from review.checking import check


@dataclass(frozen=True, slots=True)
class Totals:
    """The numbers of a sheet, where they come from, and the codes of rules shown before.

    `beside` are the numbers of the unit's other ballot that came with them.
    """

    values: Mapping[str, int]
    why: str
    seen: frozenset[str]
    beside: Mapping[str, int] | None = None


def key_totals(
    session: Session, place: tuple[ReportingUnit, Ballot], totals: Totals, hand: Hand, at: datetime
) -> tuple[Sheet, tuple[Finding, ...]]:
    """Key a sheet without a photo; returns it with findings that must be looked at first.

    Where there are such findings nothing is kept: the caller rolls back.

    Raises:
        StaleEdit: something of the sheet is there already.
    """
    sheet = phone.open_keyed(session, *place, at)
    case = case_of(session, saved(sheet.id))
    findings = check(replace(case, sibling=case.sibling or totals.beside), totals.values).findings
    if unseen := tuple(f for f in heavy(findings) if f.code not in totals.seen):
        return sheet, unseen
    word = Word(DecisionKind.CORRECT, totals.values, totals.why)
    decisions.write_down(session, sheet, hand, word, at)
    decisions.replace_findings(session, sheet, findings, {}, at)
    decisions.move(session, sheet, SheetEvent.KEY, look=2)
    sheet.queued_at = at
    session.flush()
    return sheet, ()


def heavy(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that somebody must look at before the numbers count."""
    return tuple(f for f in findings if f.severity is not Severity.INFO)
