"""How often each rule fires on the per-unit counts of one constituency (docs/rule-rates.md)."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Final, TypeAlias

from models.checks.engine import SheetFacts, SoFar, Thresholds, check_sheet
from models.values.ballots import Ballot, Stream
from models.values.fields import MAX_COUNT, row_key
from models.values.findings import Finding
from models.values.forms import forms_for

Counts: TypeAlias = Mapping[str, int | None]
Sheets: TypeAlias = dict[tuple[str, ...], Counts]

HEAD: Final = ("rule", "severity", "ballot", "sheets", "fired", "95 %", "on sheets that add up")

_NAMES: Final = {
    "on_roll": ("on_roll", "eligible"),
    "came": ("came", "turnout"),
    "allocated": ("allocated", "ballots_alloc"),
    "used": ("used", "ballots_used"),
    "good": ("good", "ballots_valid"),
    "invalid": ("invalid", "ballots_spoiled"),
    "no_vote": ("no_vote", "ballots_no_vote"),
    "remaining": ("remaining", "ballots_remain"),
}
"""Our names for a count and the names that published files give it."""
_ROW: Final = re.compile(r"[vp](\d+)")
_SUMS: Final = {"R301", "R302", "R303"}
_OFTEN_BLANK: Final = {"on_roll", "came"}
_Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class Rate:
    """How often one rule fired at one weight on one ballot."""

    code: str
    severity: str
    ballot: Ballot
    sheets: int
    fired: int
    clean: int
    fired_clean: int

    def cells(self) -> tuple[str, ...]:
        """Return the line of the table, in the order of `HEAD`."""
        low, high = interval(self.fired, self.sheets)
        share = f"{self.fired} ({100 * self.fired / self.sheets:.1f} %)"
        clean = f"{self.fired_clean} of {self.clean}"
        limits = f"{100 * low:.1f}-{100 * high:.1f} %"
        return self.code, self.severity, self.ballot.value, str(self.sheets), share, limits, clean


def interval(part: int, whole: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share."""
    share, square = part / whole, _Z * _Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    half = _Z * sqrt(share * (1 - share) / whole + square / (4 * whole**2)) / (1 + square / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


def measure(constituency: Path, party_list: Path | None = None) -> tuple[Rate, ...]:
    """Return the rate of every rule that fired, by ballot and code.

    Each sheet is held against the statistics of all others of its constituency, and against its
    sibling ballot where both files hold the unit.
    """
    both = {Ballot.CONSTITUENCY: read_sheets(constituency)}
    if party_list is not None:
        both[Ballot.PARTY_LIST] = read_sheets(party_list)
    return tuple(rate for ballot in both for rate in _rates(ballot, both))


def read_sheets(path: Path) -> Sheets:
    """Return the counts of each unit by amphoe, tambon and number; what is no count is None."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {_unit(row): _counts(row) for row in csv.DictReader(file)}


def _unit(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("amphoe", "tambon", "unit"))


def _counts(row: Mapping[str, str]) -> Counts:
    heads = {
        name: _number(row[known])
        for name, columns in _NAMES.items()
        for known in columns
        if known in row
    }
    found = ((_ROW.fullmatch(column), text) for column, text in row.items())
    return heads | {row_key(int(m.group(1))): _number(text) for m, text in found if m}


def _number(text: str) -> int | None:
    whole = text.strip().removesuffix(".0")
    return int(whole) if whole.isascii() and whole.isdigit() and int(whole) <= MAX_COUNT else None


def _rates(ballot: Ballot, both: Mapping[Ballot, Sheets]) -> Iterator[Rate]:
    sheets = both[ballot]
    other = next((s for b, s in both.items() if b is not ballot), {})
    found = {unit: _check(ballot, sheets, unit, other.get(unit)) for unit in sheets}
    clean = {u for u, counts in sheets.items() if _adds_up(counts, found[u])}
    fired = Counter((f.code, f.severity.value) for u in found for f in _once(found[u]))
    kept = Counter((f.code, f.severity.value) for u in clean for f in _once(found[u]))
    for (code, severity), times in sorted(fired.items()):
        yield Rate(code, severity, ballot, len(sheets), times, len(clean), kept[(code, severity)])


def _once(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """A rule that fires for two rows of a sheet still makes one sheet remarkable."""
    return tuple({(f.code, f.severity): f for f in found}.values())


def _adds_up(counts: Counts, found: tuple[Finding, ...]) -> bool:
    needed = [v for key, v in counts.items() if key not in _OFTEN_BLANK]
    return None not in needed and not any(f.code in _SUMS for f in found)


def _check(
    ballot: Ballot, sheets: Sheets, unit: tuple[str, ...], sibling: Counts | None
) -> tuple[Finding, ...]:
    counts = sheets[unit]
    facts = SheetFacts(
        form=forms_for(ballot, Stream.ELECTION_DAY)[0],
        counts=counts,
        numbers=tuple(sorted(int(m.group(1)) for k in counts if (m := re.match(r"row:(\d+)", k)))),
        sibling=sibling,
        so_far=SoFar.of([c for u, c in sheets.items() if u != unit]),
    )
    return check_sheet(facts, Thresholds())
