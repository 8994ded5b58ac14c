"""The rule engine over a case: which fields a sheet has and what the numbers in them break."""

from collections.abc import Mapping
from typing import Final

from models.checks.breach import Breach
from models.checks.engine import PaperFacts, SheetFacts, Thresholds, breaches, say
from models.checks.local_rules import local_rules
from models.checks.rules import Audience
from models.store.cases import Case
from models.values.fields import TOTAL, row_key, row_number
from models.values.findings import Finding

_OF_THE_READING: Final = frozenset({"R109", "R201", "R204", "R207"})


def field_keys(case: Case) -> tuple[str, ...]:
    """Return the fields of a sheet: the form's counts, the ballot list, the total.

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


def case_breaches(case: Case, values: Mapping[str, int]) -> tuple[Breach, ...]:
    """Return what the values of a case break by themselves and against the other ballot."""
    limits = Thresholds.from_settings(dict(case.settings))
    return breaches(facts_of_case(case, values), limits)


def case_findings(case: Case, values: Mapping[str, int], audience: Audience) -> list[Finding]:
    """Return the same as sentences for somebody; what has none for them is left out."""
    found = (say(b, audience) for b in case_breaches(case, values))
    return [f for f in found if f is not None and f.code not in _OF_THE_READING]


def facts_of_case(case: Case, values: Mapping[str, int]) -> SheetFacts:
    """Return the facts of a sheet with `values` in its fields."""
    written = [p.reason_written for p in case.pages if p.reason_written is not None]
    return SheetFacts(
        form=case.form,
        counts={key: values.get(key) for key in field_keys(case)},
        numbers=case.numbers,
        struck_off=frozenset(c.number for c in case.choices if c.is_struck_off),
        reason_written=any(written) if written else None,
        registered=case.place.unit.on_roll,
        sibling=case.sibling,
        so_far=case.so_far,
        post=case.post,
        paper=PaperFacts(rival_values=case.late),
        local_rules=local_rules(case.settings),
    )
