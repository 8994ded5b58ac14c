"""What a sheet breaks of its election's own rules (rules.csv)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from models.checks.breach import Breach
from models.checks.condition import LARGEST, OTHER, REGISTERED, ROW, ROWS
from models.checks.facts import SheetFacts
from models.checks.local_rules import LocalRule
from models.checks.thresholds import Thresholds
from models.values.fields import row_key


def breaches(facts: SheetFacts, _limits: Thresholds) -> Iterator[Breach]:
    """Yield what the sheet breaks; a rule whose numbers are not all known stays silent."""
    for rule in facts.local_rules:
        if rule.ballot in {None, facts.form.ballot}:
            yield from _broken(facts, rule)


def _broken(facts: SheetFacts, rule: LocalRule) -> Iterator[Breach]:
    values = {name: _value(facts, name) for name in rule.must.names}
    if rule.must.holds(values) is False:
        keys = dict.fromkeys(key for name in rule.must.names for key in _keys(facts, name))
        words = {name: value for name, value in values.items() if value is not None}
        yield Breach(rule.code, tuple(keys), words, rule.severity, rule=rule)


def _value(facts: SheetFacts, name: str) -> int | None:
    if name.startswith(OTHER):
        return (facts.sibling or {}).get(name.removeprefix(OTHER))
    if name.startswith(ROW):
        return facts.count(row_key(int(name.removeprefix(ROW))))
    reckoned = _RECKONED.get(name)
    return reckoned(facts) if reckoned else facts.count(name)


def _largest(facts: SheetFacts) -> int | None:
    """Return the most votes of one row, None while a row is unknown."""
    votes = [v for v in facts.rows().values() if v is not None]
    return max(votes) if votes and len(votes) == len(facts.rows()) else None


_RECKONED: Final[Mapping[str, Callable[[SheetFacts], int | None]]] = {
    REGISTERED: lambda facts: facts.registered,
    ROWS: SheetFacts.rows_sum,
    LARGEST: _largest,
}


def _keys(facts: SheetFacts, name: str) -> Iterator[str]:
    """Yield the fields to highlight for a name."""
    if name in {ROWS, LARGEST}:
        yield from (row_key(n) for n in facts.rows())
    elif name.startswith(ROW):
        yield row_key(int(name.removeprefix(ROW)))
    elif name != REGISTERED and not name.startswith(OTHER):
        yield name
