"""Across the two ballots of one unit (บัตรเขย่ง): R401 to R404."""

from collections.abc import Iterator, Mapping
from typing import Final

from models.checks.breach import Breach
from models.checks.facts import SheetFacts
from models.checks.sums import name_of
from models.checks.thresholds import Thresholds
from models.values.fields import row_key, row_number
from models.values.findings import Severity

_ROWS_COMPARED: Final = 6
_TELLING_ROWS: Final = 3
_TELLING_VOTES: Final = 10
"""R404: beyond chance are at least three equal rows of ten votes or more among six equal ones."""


def breaches(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    """Yield what differs between the two ballots of the unit."""
    if facts.sibling is None:
        return
    yield from _equal(facts, facts.sibling, "R401", "on_roll")
    yield from _voters(facts, facts.sibling, limits)
    yield from _equal(facts, facts.sibling, "R403", "allocated")
    yield from _read_twice(facts, facts.sibling)


def _equal(
    facts: SheetFacts, other: Mapping[str, int | None], code: str, name: str
) -> Iterator[Breach]:
    here, there = facts.count(name), other.get(name)
    if here is not None and there is not None and here != there:
        yield Breach(code, (name,), {"here": here, "there": there})


def _voters(
    facts: SheetFacts, other: Mapping[str, int | None], limits: Thresholds
) -> Iterator[Breach]:
    """R402: who came and what was used must be the same on both ballots."""
    gaps = {}
    for name in ("came", "used", "received"):
        here, there = facts.count(name), other.get(name)
        if here is not None and there is not None and here != there:
            gaps[name] = (here, there)
    if not gaps:
        return
    name, (here, there) = max(gaps.items(), key=lambda g: (abs(g[1][0] - g[1][1]), g[0]))
    gap = abs(here - there)
    heavy = facts.is_polling_unit and gap > limits.pair_warn
    yield Breach(
        "R402",
        tuple(sorted(gaps)),
        {"name": name_of(facts.form, name), "here": here, "there": there, "gap": gap},
        Severity.ERROR if heavy else Severity.WARNING,
        parks=facts.is_polling_unit and gap > limits.pair_park,
    )


def _read_twice(facts: SheetFacts, other: Mapping[str, int | None]) -> Iterator[Breach]:
    """R404: two different ballots never give the same first rows, unless one sheet came twice."""
    numbers = sorted(n for n in (row_number(k) for k in other) if n is not None)
    theirs = [other[row_key(n)] for n in numbers][:_ROWS_COMPARED]
    ours = list(facts.rows().values())[:_ROWS_COMPARED]
    if len(ours) < _ROWS_COMPARED or ours != theirs:
        return
    telling = [v for v in ours if v is not None and v >= _TELLING_VOTES]
    if len(telling) >= _TELLING_ROWS:
        yield Breach("R404", tuple(row_key(n) for n in list(facts.rows())[:_ROWS_COMPARED]))
