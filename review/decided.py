"""What people decided about a confirmed sheet; what the machine doubted before is history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.states.sheet import SheetState
from models.store.cases import Case
from models.tables.sheets import Decision, DecisionKind, SheetFinding
from review.checking import machine_values
from review.fields import FieldView
from review.history import people_who_counted

SETTLED = frozenset({SheetState.CONFIRMED, SheetState.RECALLED})
"""People decided, whatever may follow."""


@dataclass(frozen=True, slots=True)
class Decided:
    """How a sheet was confirmed: by how many people, when, and where they saw it otherwise."""

    people: int
    at: datetime | None
    corrected: int
    """Numbers that are not what the machine read."""
    doubted: Sequence[FieldView]
    """Fields that were doubtful before people decided."""
    findings: Sequence[SheetFinding]
    """What the sheet broke when it was confirmed, each with what explains it."""


def decided_on(case: Case, counts: Mapping[str, int], views: Sequence[FieldView]) -> Decided | None:
    """Return how a sheet was confirmed; None while nobody has, or while it is looked at anew."""
    if case.sheet.state not in SETTLED or not counts:
        return None
    read = machine_values(case)
    return Decided(
        people=len({decision.person_id for decision in _standing(case)}),
        at=case.sheet.confirmed_at,
        corrected=sum(value != read.get(key) for key, value in counts.items()),
        doubted=[view for view in views if view.doubts],
        findings=case.findings,
    )


def settled(views: Sequence[FieldView]) -> list[FieldView]:
    """Return fields without what was doubtful before people decided."""
    return [replace(view, doubts=()) for view in views]


def _standing(case: Case) -> Sequence[Decision]:
    """Return the looks that the numbers rest on: those since the last recall before them."""
    recalls = [d.id or 0 for d in case.decisions if d.kind is DecisionKind.RECALL]
    if recalls and case.sheet.state is SheetState.RECALLED:
        recalls.pop()  # its numbers rest on the looks before that one
    since = recalls[-1] if recalls else 0
    return [d for d in people_who_counted(case) if (d.id or 0) > since]
