"""One sheet of each kind on which everything agrees, to break at one place."""

from dataclasses import replace

from models.checks.engine import PaperFacts, SheetFacts, SoFar, Thresholds, check_sheet
from models.values.findings import Finding, Severity
from models.values.forms import form_by_code

POLLING = SheetFacts(
    form=form_by_code("ส.ส. 5/18"),
    counts={
        "on_roll": 600,
        "came": 400,
        "allocated": 580,
        "used": 400,
        "good": 370,
        "invalid": 12,
        "no_vote": 18,
        "remaining": 180,
        "row:1": 200,
        "row:2": 30,
        "row:4": 130,
        "row:5": 10,
        "total": 370,
    },
    numbers=(1, 2, 4, 5),
    struck_off=frozenset({3}),
    registered=600,
)
COUNTING_SET = SheetFacts(
    form=form_by_code("ส.ส. 5/17"),
    counts={
        "envelopes": 302,
        "ballots_found": 300,
        "received": 300,
        "good": 280,
        "invalid": 8,
        "no_vote": 12,
        "row:1": 200,
        "row:2": 80,
        "total": 280,
    },
    numbers=(1, 2),
)
SO_FAR = SoFar.of([POLLING.counts] * 25)


def with_counts(facts: SheetFacts, **values: int | None) -> SheetFacts:
    """Change counts; `row_4` stands for the key `row:4`."""
    changed = {k.replace("row_", "row:"): v for k, v in values.items()}
    return replace(facts, counts={**facts.counts, **changed})


def on_paper(**facts: object) -> SheetFacts:
    return replace(POLLING, paper=replace(PaperFacts(), **facts))


def sibling(**values: int) -> SheetFacts:
    """The same unit's other ballot, which differs in some counts."""
    other = {**POLLING.counts, "row:1": 3, "row:2": 300, "row:4": 60, "row:5": 7, **values}
    return replace(POLLING, sibling=other)


def codes(facts: SheetFacts, limits: Thresholds | None = None) -> dict[str, Severity]:
    return {f.code: f.severity for f in check_sheet(facts, limits or Thresholds())}


def finding(facts: SheetFacts, code: str) -> Finding:
    return next(f for f in check_sheet(facts) if f.code == code)
