"""What the reading of a sheet must keep to: R201 to R208."""

from collections.abc import Iterator
from itertools import pairwise
from math import log

from models.checks.breach import Breach, Word
from models.checks.facts import SheetFacts
from models.checks.sums import name_of
from models.checks.thresholds import Thresholds
from models.values.fields import MAX_COUNT, is_count, row_key

_LEAST_SHARE = 0.002
"""A share below this is taken for this: one stray vote must not decide about a shift."""
_LEAST_GOOD = 30
"""Below so many good ballots a shifted table cannot be told from an odd one."""


def misshapen(facts: SheetFacts) -> Iterator[Breach]:
    """R208: yield every value that has not the shape of a count."""
    for key, value in sorted(facts.counts.items()):
        if value is not None and not is_count(value):
            words: dict[str, Word] = {
                "name": name_of(facts.form, key),
                "value": value,
                "most": MAX_COUNT,
            }
            yield Breach("R208", (key,), words)


def breaches(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    """Yield what is wrong between paper, machine and list."""
    yield from _words(facts)
    yield from _row_numbers(facts)
    yield from _chain(facts)
    yield from _shift(facts, limits)
    yield from _witness(facts)
    yield from _struck_off(facts)
    yield from _cost(facts, limits)


def _words(facts: SheetFacts) -> Iterator[Breach]:
    """R201: digits and words are two witnesses of one number."""
    for key, spoken in sorted(facts.words.items()):
        value = facts.counts.get(key)
        if value is not None and value != spoken:
            words: dict[str, Word] = {
                "name": name_of(facts.form, key),
                "value": value,
                "words": spoken,
            }
            yield Breach("R201", (key,), words)


def _row_numbers(facts: SheetFacts) -> Iterator[Breach]:
    """R202: rows are known by their printed number, never by their place alone."""
    listed = set(facts.numbers) | facts.struck_off
    if not listed:
        return
    stray = tuple(n for n, v in facts.rows().items() if n not in listed and v)
    printed = facts.paper.printed_rows
    missing: tuple[int, ...] = ()
    doubled: tuple[int, ...] = ()
    if printed is not None:
        missing = tuple(sorted(set(facts.numbers) - set(printed)))
        doubled = tuple(sorted({b for a, b in pairwise(printed) if b <= a}))
    if stray or missing or doubled:
        fields = tuple(row_key(n) for n in sorted({*stray, *missing, *doubled}))
        words: dict[str, Word] = {
            "missing": _numbers(missing),
            "doubled": _numbers(doubled),
            "stray": _numbers(stray),
        }
        yield Breach("R202", fields, words)


def _numbers(found: tuple[int, ...]) -> str:
    return ", ".join(str(n) for n in found) or "–"


def _chain(facts: SheetFacts) -> Iterator[Breach]:
    """R203: a row holds no more than the good ballots, they no more than the used ones, …."""
    good, used = facts.count("good"), facts.count(facts.used_name)
    allocated = facts.count("allocated")
    odd = []
    if good is not None:
        odd += [row_key(n) for n, v in facts.rows().items() if v is not None and v > good]
        odd += ["good"] if odd else []
    if good is not None and used is not None and good > used:
        odd += ["good", facts.used_name]
    if used is not None and allocated is not None and used > allocated:
        odd += [facts.used_name, "allocated"]
    if odd:
        yield Breach("R203", tuple(dict.fromkeys(odd)), {"name": name_of(facts.form, odd[0])})


def _shift(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    """R204: a table moved by one row must not fit the print or the constituency better."""
    if facts.paper.unsure_rows:
        yield Breach("R204", tuple(sorted(facts.paper.unsure_rows)))
        return
    so_far = facts.so_far
    votes = [v for n, v in facts.rows().items() if n in facts.numbers]
    known = [v for v in votes if v is not None]
    if so_far is None or so_far.units < limits.units_needed or len(known) != len(votes):
        return
    if sum(known) < _LEAST_GOOD or len(known) < 3:  # noqa: PLR2004 - two rows have no shift
        return
    shares = [max(so_far.shares.get(n, 0.0), _LEAST_SHARE) for n in sorted(facts.numbers)]
    as_read = _likelihood(known, shares)
    down = _likelihood([*known[1:], known[0]], shares)
    up = _likelihood([known[-1], *known[:-1]], shares)
    if max(down, up) - as_read > limits.shift_nats * sum(known):
        yield Breach("R204", tuple(row_key(n) for n in sorted(facts.numbers)))


def _likelihood(votes: list[int], shares: list[float]) -> float:
    return sum(v * log(s) for v, s in zip(votes, shares, strict=True))


def _witness(facts: SheetFacts) -> Iterator[Breach]:
    """R205: a value that the machine stands by and a person contradicts needs a second look."""
    for key, stood_by in sorted(facts.accepted.items()):
        value = facts.counts.get(key)
        if value is not None and value != stood_by:
            words: dict[str, Word] = {
                "name": name_of(facts.form, key),
                "value": value,
                "machine": stood_by,
            }
            yield Breach("R205", (key,), words)


def _struck_off(facts: SheetFacts) -> Iterator[Breach]:
    """R206: ballots for a struck-off number are invalid ballots, not votes."""
    for number in sorted(facts.struck_off):
        votes = facts.counts.get(row_key(number))
        if votes:
            yield Breach("R206", (row_key(number),), {"number": number, "value": votes})


def _cost(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    """R207: bending digits until the sums agree invents votes."""
    cost = facts.paper.identity_cost
    if cost is not None and cost > limits.identity_nats:
        yield Breach("R207", ())
