"""The constituency's running shares: a faint hint at a candidate's count, never a witness.

Units of one constituency vote alike, so a row that may be 71 or 11 is likelier the one that its
candidate's share elsewhere expects. But units differ as well, and a wrong number that looks usual
is the hardest to see: the hint is bounded, it chooses among what digits and words may say only,
and nothing is accepted that would not be accepted without it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp, lgamma
from typing import Final

from models.values.fields import TOTAL, row_number
from models.values.reading import CellScan, Ink, RunningShares
from ocr.joint.acceptance import Judged
from ocr.joint.evidence import Evidence
from ocr.joint.judging import SUPPORT

BOUND: Final = 10.0
"""At most so many times likelier may the shares make one candidate against another."""

UNITS_ALIKE: Final = 15.0
"""How alike units are, as votes that would scatter so (beta-binomial): the least of four sets of
real reports (15 to 50 by candidate, 50 to 150 by party)."""

UNSURE: Final = 0.5
"""No number that shares chose is told as surer than this."""

DOUBTFUL: Final = 0.9
"""A row that is at least so sure without the shares does not hear them."""

_FEWEST_VOTES: Final = 0.5
"""What a row without a vote elsewhere is taken to have."""


def with_shares(
    evidence: Mapping[str, Evidence],
    seen: Mapping[str, CellScan],
    judged: Mapping[str, Judged],
    shares: RunningShares,
) -> dict[str, Evidence]:
    """Return what the cells say once their rows' shares were heard.

    Only doubtful rows with digits hear them; others, and sheets of which nobody knows
    how many votes they hold, stay as they are. What is none of a row's candidates keeps its weight.
    """
    votes = _votes(judged)
    whole = sum(n for key, n in shares.counts.items() if row_number(key) is not None)
    if votes is None or not whole:
        return dict(evidence)
    return {
        key: _leaning(own, _share(key, shares.counts, whole), votes)
        if _may_lean(seen[key], judged[key])
        else own
        for key, own in evidence.items()
    }


def with_swayed(
    plain: Mapping[str, Judged],
    leaning: Mapping[str, Judged],
    evidence: Mapping[str, Evidence],
    seen: Mapping[str, CellScan],
) -> dict[str, Judged]:
    """Return the numbers with those rows changed that shares chose otherwise; none is accepted.

    Args:
        plain: the numbers without the shares; all that is accepted stays as it is there.
        leaning: the numbers with them.
        evidence: what the cells say alone.
        seen: the scan of each cell.
    """
    out = dict(plain)
    for key, own in plain.items():
        other = leaning[key]
        if other.value is None or other.value == own.value or not _may_lean(seen[key], own):
            continue
        digits = evidence[key].of(other.value)
        if digits >= SUPPORT:
            chance = min(other.chance, UNSURE)
            out[key] = replace(own, value=other.value, chance=chance, digits=digits, swayed=True)
    return out


def _may_lean(cell: CellScan, judged: Judged) -> bool:
    is_written_row = row_number(cell.key) is not None and cell.ink is Ink.DIGITS
    return is_written_row and not judged.accepted() and judged.chance < DOUBTFUL


def _votes(judged: Mapping[str, Judged]) -> int | None:
    """Return how many votes the sheet holds, by the surest of its statements."""
    stated = [judged[key] for key in (TOTAL, "good") if key in judged]
    known = [j for j in stated if j.value]
    best = max(known, key=lambda j: (j.accepted(), j.chance), default=None)
    return best.value if best else None


def _share(key: str, counts: Mapping[str, int], whole: int) -> float:
    return min(0.99, max(counts.get(key, 0), _FEWEST_VOTES) / whole)


def _leaning(own: Evidence, share: float, votes: int) -> Evidence:
    """Return a row's candidates moved towards its share, by `BOUND` at most against each other."""
    fits = _bounded([_usual(value, votes, share) for value in own.values])
    moved = [chance * fit for chance, fit in zip(own.chances, fits, strict=True)]
    whole = sum(moved)
    if whole <= 0:
        return own
    kept = sum(own.chances) / whole
    return replace(own, chances=tuple(chance * kept for chance in moved))


def _bounded(logs: Sequence[float]) -> list[float]:
    top = max(logs, default=0.0)
    return [max(1 / BOUND, exp(log - top)) for log in logs]


def _usual(value: int, votes: int, share: float) -> float:
    """Return the log of how usual `value` of `votes` is for a candidate of this share."""
    n = max(value, votes)
    a, b = share * UNITS_ALIKE, (1 - share) * UNITS_ALIKE
    ways = lgamma(n + 1) - lgamma(value + 1) - lgamma(n - value + 1)
    return ways + lgamma(value + a) + lgamma(n - value + b) - lgamma(n + a + b)
