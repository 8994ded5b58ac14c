"""The rule engine over a sheet on the desk: what the typed numbers break."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from models.checks.engine import SheetFacts, Thresholds, breaches, live_sums, say
from models.checks.rules import Audience
from models.checks.sums import Sum
from models.store.cases import Case
from models.tables.sheets import SheetFinding
from models.values.fields import TOTAL, row_key, row_number
from models.values.findings import Finding, Message, Severity
from models.values.forms import ROWS, Identity

_KEPT: Final = frozenset(
    {"R101", "R102", "R103", "R104", "R105", "R106", "R107", "R108", "R202"}
)  # fmt: skip
"""Found on the photos when they were read; typing numbers does not change them. What concerns the
reading itself (R109, R201, R204, R207) is what the reviewer's own look answers."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a sheet breaks, heaviest first, and whether a supervisor must see the whole unit."""

    findings: tuple[Finding, ...]
    parks: bool


def field_keys(case: Case) -> tuple[str, ...]:
    """Return the fields that a reviewer answers: the form's counts, the ballot list, the total.

    Rows of struck-off candidates, and rows that nobody stands in, count where they bear ink.
    """
    head = tuple(c.name for c in case.form.counts)
    rows = [row_key(n) for n in case.numbers]
    extra = [k for k, c in case.cells.items() if row_number(k) and k not in rows and not c.blank]
    ordered = sorted({*rows, *extra}, key=lambda k: row_number(k) or 0)
    return (*head, *ordered, TOTAL)


def machine_values(case: Case) -> dict[str, int]:
    """Return the machine's numbers for the fields of a sheet, doubtful ones included."""
    keys = field_keys(case)
    return {k: v for k in keys if k in case.cells and (v := case.cells[k].value) is not None}


def check(case: Case, values: Mapping[str, int]) -> Checked:
    """Return what the values break, together with what was found on the photos."""
    limits = Thresholds.from_settings(dict(case.settings))
    found = breaches(_facts(case, values), limits)
    fresh = [f for f in (say(b, Audience.REVIEWER) for b in found) if f is not None]
    kept = [finding_of(row) for row in case.findings if row.code in _KEPT]
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


def _facts(case: Case, values: Mapping[str, int]) -> SheetFacts:
    written = [p.reason_written for p in case.pages if p.reason_written is not None]
    return SheetFacts(
        form=case.form,
        counts={key: values.get(key) for key in field_keys(case)},
        numbers=case.numbers,
        struck_off=frozenset(c.number for c in case.choices if c.is_struck_off),
        reason_written=any(written) if written else None,
        registered=case.place.unit.on_roll,
        sibling=case.sibling,
    )
