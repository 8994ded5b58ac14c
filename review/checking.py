"""The rule engine over a sheet on the desk: what the typed numbers break."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from models.checks.engine import live_sums, say
from models.checks.rules import Audience
from models.checks.sums import Sum
from models.store.case_facts import case_breaches, field_keys, machine_values
from models.store.cases import Case
from models.tables.sheets import SheetFinding
from models.values.findings import Finding, Message, Severity
from models.values.forms import ROWS, Identity

_KEPT: Final = frozenset(
    {"R101", "R102", "R103", "R104", "R105", "R106", "R107", "R108", "R202"}
)  # fmt: skip
"""Found on the photos when they were read; typing numbers does not change them. What concerns the
reading itself (R109, R201, R204, R207) is what the reviewer's own look answers."""


__all__ = [
    "Checked",
    "check",
    "field_keys",
    "finding_of",
    "machine_values",
    "sides_of",
    "sums",
]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a sheet breaks, heaviest first, and whether a supervisor must see the whole unit."""

    findings: tuple[Finding, ...]
    parks: bool


def check(case: Case, values: Mapping[str, int]) -> Checked:
    """Return what the values break, together with what was found on the photos."""
    found = case_breaches(case, values)
    fresh = [f for f in (say(b, Audience.REVIEWER) for b in found) if f is not None]
    known = [finding_of(row) for row in case.findings if row.code in _KEPT]
    kept = [f for f in known if f not in fresh]
    ordered = sorted((*fresh, *kept), key=lambda f: (list(Severity).index(f.severity), f.code))
    return Checked(tuple(ordered), any(b.parks for b in found))


def sums(case: Case, values: Mapping[str, int]) -> tuple[Sum, ...]:
    """Return every identity of the form, worked out for the values."""
    return live_sums(case.form, values, case.numbers)


def sides_of(identity: Identity) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is written and what is added up, as `live_sums` turns an identity."""
    left, right = identity.left, identity.right
    return (right, left) if len(left) > len(right) or left == (ROWS,) else (left, right)


def finding_of(row: SheetFinding) -> Finding:
    """Return a stored finding as a value."""
    return Finding(row.code, row.severity, tuple(row.fields), Message(**row.message))
