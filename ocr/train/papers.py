"""How often people slip on paper, learned from the transcribed reports of real polling units.

`make prior DATA=dir` reads both ballots' counts of one constituency and writes rates, no counts,
into paper_errors.toml. What a slip did is seen only by the sums that it breaks, so the chance of
each count to be the one that slipped is found by expectation and maximisation.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations
from math import prod
from pathlib import Path
from typing import Final

Counts = Mapping[str, int | None]

FILES: Final = ("nst2_unit_constituency.csv", "nst2_unit_partylist.csv")
OTHER_NAMES: Final = {"eligible": "on_roll"}
STATED_TWICE: Final = ("on_roll", "came", "allocated", "used")
SHIFTS: Final = (1, 2, 3, 5, 6, 10, 20, 30, 40, 60, 80, 90, 100)

SUMS: Final = (
    (("good", "invalid", "no_vote"), ("used",)),
    (("used", "remaining"), ("allocated",)),
    (("rows",), ("good",)),
    (("came",), ("used",)),
)
_TERMS: Final = tuple(sorted({t for sides in SUMS for side in sides for t in side}))
_AT_ONCE: Final = 3
_ROUNDS: Final = 200

Breach = frozenset[int]


def main() -> None:
    """Learn from the folder named first and write the file named second."""
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    ballots = [units_of(folder / name) for name in FILES]
    sheets = [sheet for ballot in ballots for sheet in ballot.values()]
    target.write_text(page(sheets, siblings(*ballots)), "utf-8")


def units_of(path: Path) -> dict[tuple[str, ...], Counts]:
    """Return the counts of each unit report; `rows` is the sum of its rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {_unit(line): _counts(line) for line in csv.DictReader(file)}


def _unit(line: Mapping[str, str]) -> tuple[str, ...]:
    return line["amphoe"], line["tambon"], line["unit"]


def _counts(line: Mapping[str, str]) -> Counts:
    counts = {OTHER_NAMES.get(k, k): _number(line[k]) for k in line if k in {*_TERMS, "eligible"}}
    rows = [_number(v) for k, v in line.items() if k[0] == "v" and k[1:].isdigit()]
    return {**counts, "rows": sum(v for v in rows if v is not None)}


def _number(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None


def differences(sheet: Counts) -> list[int | None]:
    """Return left minus right of every sum, None where a count of it is missing."""
    out: list[int | None] = []
    for left, right in SUMS:
        values = [[sheet[t] for t in side] for side in (left, right)]
        known = [[v for v in side if v is not None] for side in values]
        out.append(sum(known[0]) - sum(known[1]) if known == values else None)
    return out


def slip_rates(breaches: Sequence[Breach]) -> dict[str, float]:
    """Return for every count how often it is the one that slipped.

    Args:
        breaches: for each sheet the sums that it breaks, by place in SUMS.
    """
    causes = {slips: _broken_by(slips) for slips in _subsets()}
    seen = Counter(breaches)
    rates = dict.fromkeys(_TERMS, 0.01)
    for _ in range(_ROUNDS):
        expected = dict.fromkeys(_TERMS, 0.0)
        for breach, count in seen.items():
            likely = {s: _chance(s, rates) for s, broken in causes.items() if broken == breach}
            whole = sum(likely.values())
            for slips, chance in likely.items():
                for term in slips:
                    expected[term] += count * chance / whole
        rates = {term: n / len(breaches) for term, n in expected.items()}
    return rates


def _subsets() -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(_TERMS, n) for n in range(_AT_ONCE + 1))


def _broken_by(slips: Sequence[str]) -> Breach:
    """Return the sums that slips break; two slips are taken never to cancel each other."""
    return frozenset(
        i for i, (left, right) in enumerate(SUMS) if any(t in (*left, *right) for t in slips)
    )


def _chance(slips: Sequence[str], rates: Mapping[str, float]) -> float:
    return prod(rates[t] if t in slips else 1 - rates[t] for t in _TERMS)


def siblings(
    one: Mapping[tuple[str, ...], Counts], two: Mapping[tuple[str, ...], Counts]
) -> dict[str, tuple[int, int]]:
    """Return for each count that both ballots state: how many units differ, of how many."""
    both = [(one[unit], two[unit]) for unit in one.keys() & two.keys()]
    out = {}
    for name in STATED_TWICE:
        pairs = [(a[name], b[name]) for a, b in both if None not in (a[name], b[name])]
        out[name] = sum(a != b for a, b in pairs), len(pairs)
    return out


def page(sheets: Sequence[Counts], differ: Mapping[str, tuple[int, int]]) -> str:
    """Return the rates as TOML; a rate is (cases + 1/2) / (n + 1), so that none is nought."""
    found = [differences(sheet) for sheet in sheets]
    whole = [[d for d in row if d is not None] for row in found if None not in row]
    breaches = [frozenset(i for i, d in enumerate(row) if d) for row in whole]
    rates = slip_rates(breaches)
    sizes = [abs(d) for row in whole for d in row if d]
    n = len(whole)
    lines = [
        "# Written by `make prior`: how often a count on paper is not the true one.",
        f'source = "{n} unit reports of one constituency, two ballots; slips of transcription in"',
        f"sheets = {n}",
        f"sheets_that_break_a_sum = {sum(1 for b in breaches if b)}",
        "",
        "[slips]",
        *(f"{term} = {(rates[term] * n + 0.5) / (n + 1):.4f}" for term in _TERMS),
        "",
        f"[shifts]  # shares of {len(sizes)} broken sums by the size of the difference",
        *(f"{size} = {(sizes.count(size) + 0.5) / (len(sizes) + 1):.4f}" for size in SHIFTS),
        "",
        f"[siblings_differ]  # of {max(of for _, of in differ.values())} units with both ballots",
        *(f"{name} = {(k + 0.5) / (of + 1):.4f}" for name, (k, of) in differ.items()),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
