"""Ways to get numbers off paper, one sheet at a time: ours, keyed once, keyed twice blindly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final, TypeAlias

from models.checks.engine import breaches, say
from models.checks.rules import Audience
from models.values.findings import Finding, Severity
from review.bench.papers import Paper
from review.bench.people import SLIP, Person, Work
from review.verdicts import Next, after_first, after_second, unexplained
from review.witnesses import Witnesses

Values: TypeAlias = dict[str, int | None]

_ROUNDS: Final = 3
"""So often a simulated reviewer goes back to the picture because a rule is broken."""
_JUMP_KEYS: Final = 3
_REASON_KEYS: Final = 3


@dataclass(frozen=True, slots=True)
class Crew:
    """The people of a centre: each draws from one source, their work is added up."""

    rng: Random
    anchored: float = SLIP
    sample_share: float = 0.02
    work: Work = field(default_factory=Work)

    def somebody(self) -> Person:
        """Return a person of the crew."""
        return Person(self.rng, self.work, self.anchored)


@dataclass(frozen=True, slots=True)
class Done:
    """What was confirmed, after how many people, and whether a supervisor had to settle it."""

    values: Values
    people: int
    parked: bool = False

    def wrong(self, paper: Paper) -> int:
        """Return how many cells differ from the paper."""
        return sum(self.values.get(k) != v for k, v in paper.truth.items())


def ours(paper: Paper, crew: Crew) -> Done:
    """One look where witnesses agree, else a second one at the disputed fields, else a third."""
    first, values = crew.somebody(), paper.shown()
    crew.work.sheets += 1
    _first_look(paper, first, values)
    findings, parks = _explained(paper, first, values)
    disputed = _disputed(paper, values)
    is_sampled = crew.rng.random() < crew.sample_share
    verdict = after_first(findings, disputed, is_sampled=is_sampled, parks=parks)
    if verdict.next is Next.CONFIRM:
        return Done(values, 1)
    if verdict.next is Next.PARK:
        return _settle(paper, crew, values, paper.keys)
    asked = [k for k in paper.keys if k in verdict.fields] or list(paper.keys)
    crew.work.sheets += 1
    crew.work.keys += len(asked)
    second = crew.somebody()
    said = {k: second.read(paper.truth[k]) for k in asked}
    differ = tuple(k for k in asked if said[k] != values.get(k))
    last = after_second(findings, looks_agree=not differ)
    if last.next is Next.CONFIRM:
        return Done(values, 2)
    return _settle(paper, crew, values, differ or tuple(asked))


def keyed_once(paper: Paper, crew: Crew) -> Done:
    """Every field keyed by one person from the picture."""
    return Done(_keyed(paper, crew), 1)


def keyed_twice(paper: Paper, crew: Crew) -> Done:
    """Every field keyed by two people blindly; what differs is read again, then by a third."""
    first, second = _keyed(paper, crew), _keyed(paper, crew)
    differ = [k for k in paper.keys if first[k] != second[k]]
    if not differ:
        return Done(first, 2)
    again = crew.somebody()
    crew.work.keys += len(differ)
    for key in differ:
        second[key] = again.read(paper.truth[key])
    left = tuple(k for k in differ if first[k] != second[k])
    if not left:
        return Done(first, 2)
    return _settle(paper, crew, first, left)


def keyed_twice_with_rules(paper: Paper, crew: Crew) -> Done:
    """The same, and the second person goes back to the picture while a rule is broken."""
    done = keyed_twice(paper, crew)
    _explained(paper, crew.somebody(), done.values)
    return done


def _keyed(paper: Paper, crew: Crew) -> Values:
    person = crew.somebody()
    crew.work.sheets += 1
    crew.work.keys += len(paper.keys)  # Tab after each field, Enter after the last
    return {k: person.read(v) for k, v in paper.truth.items()}


def _first_look(paper: Paper, person: Person, values: Values) -> None:
    """Doubtful fields are compared with their crops; the others are taken as they stand."""
    doubtful = paper.doubtful()
    last_change = 0
    for place, key in enumerate(doubtful):
        said = person.compare(values[key], paper.truth[key])
        if said != values[key]:
            last_change = place
        values[key] = said
    person.work.keys += last_change + 1  # Tab up to the last field that changes, then Enter


def _explained(paper: Paper, person: Person, values: Values) -> tuple[tuple[Finding, ...], bool]:
    """Go back to the fields that a broken rule names, until it holds or was seen."""
    seen: set[str] = set()
    for _ in range(_ROUNDS):
        findings, parks = _check(paper, values)
        fresh = {f.code for f in findings if f.severity is not Severity.INFO} - seen
        if not fresh:
            break
        seen |= fresh
        named = {k for f in findings if f.code in fresh for k in f.fields}
        for key in (k for k in paper.keys if k in named):
            said = person.compare(values[key], paper.truth[key])
            person.work.keys += _JUMP_KEYS if said != values[key] else 0
            values[key] = said
        person.work.keys += 1
    findings, parks = _check(paper, values)
    person.work.keys += _REASON_KEYS * len(unexplained(findings, {}))
    return findings, parks


def _check(paper: Paper, values: Mapping[str, int | None]) -> tuple[tuple[Finding, ...], bool]:
    found = breaches(paper.facts(values))
    said = (say(b, Audience.REVIEWER) for b in found)
    return tuple(f for f in said if f is not None), any(b.parks for b in found)


def _disputed(paper: Paper, values: Values) -> frozenset[str]:
    machine = {k: c.value for k, c in paper.cells.items() if c.accepted and c.value is not None}
    known = {k: v for k, v in values.items() if v is not None}
    return Witnesses(machine, {}).disputed(known) & {*paper.keys}


def _settle(paper: Paper, crew: Crew, values: Values, fields: tuple[str, ...]) -> Done:
    """A supervisor sees both answers beside the picture and types what stands."""
    supervisor = crew.somebody()
    crew.work.sheets += 1
    settled = {**values, **{k: supervisor.read(paper.truth[k]) for k in fields}}
    crew.work.keys += len(fields) + 1
    return Done(settled, 3, parked=True)
