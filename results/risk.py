"""How much risk an audit of some units leaves that the published leader is not the leader on paper.

Batch comparison after P. B. Stark, "Risk-limiting post-election audits: conservative P-values from
common probability inequalities", IEEE TIFS 4(4), 2009: units are drawn with replacement, with
probability proportional to the largest error that each could hold (PPEB); an error is the maximum
relative overstatement of pairwise margins (MACRO); the P-value is that of Kaplan and Markov. Exact
fractions: everybody gets the same draws.
"""

import hashlib
import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Final

NO_VOTE: Final = "no_vote"
_SEED: Final = re.compile(r"\d{20,200}")
_HASH_SPACE: Final = 2**256


@dataclass(frozen=True, slots=True)
class Batch:
    """A unit of the audit: its published counts, and how many ballots its box held at most."""

    code: str
    counts: Mapping[str, int]
    at_most: int


@dataclass(frozen=True, slots=True)
class Contest:
    """What is audited: the leader and, for each other choice, the margin over it, above zero."""

    leader: str
    margins: Mapping[str, int]
    batches: tuple[Batch, ...]
    bounds: tuple[Fraction, ...]

    @property
    def total(self) -> Fraction:
        """The sum of all bounds (U); the larger, the more has to be drawn."""
        return sum(self.bounds, Fraction(0))


def contest_of(batches: Sequence[Batch]) -> Contest | None:
    """Return the contest over some units, None where nobody leads.

    ไม่เลือกผู้สมัครผู้ใด runs like a candidate: a leader must beat it too.
    """
    totals: dict[str, int] = {}
    for batch in batches:
        for key, votes in batch.counts.items():
            totals[key] = totals.get(key, 0) + votes
    runners = sorted((k for k in totals if k != NO_VOTE), key=lambda k: (-totals[k], k))
    if not runners:
        return None
    leader = runners[0]
    margins = {k: totals[leader] - votes for k, votes in totals.items() if k != leader}
    if not margins or min(margins.values()) <= 0:
        return None
    bounds = tuple(_bound(batch, leader, margins) for batch in batches)
    return Contest(leader, margins, tuple(batches), bounds)


def is_seed(text: str) -> bool:
    """Tell whether a text can be a seed: at least twenty digits, as of twenty ten-sided dice."""
    return _SEED.fullmatch(text) is not None


def draws(contest: Contest, seed: str, count: int) -> list[Batch]:
    """Return the units of the first `count` draws, in their order; one may come twice.

    Draw i is SHA-256 of "seed,i" as a fraction of 2^256, laid against the bounds in the order of
    the units' codes.
    """
    ends = list(accumulate(contest.bounds))
    found = []
    for number in range(1, count + 1):
        drawn = int(hashlib.sha256(f"{seed},{number}".encode()).hexdigest(), 16)
        place = Fraction(drawn, _HASH_SPACE) * contest.total
        found.append(contest.batches[bisect_right(ends, place)])
    return found


def needed(contest: Contest, limit: float) -> int:
    """Return how many draws bring the risk under the limit if every one of them agrees."""
    return math.ceil(math.log(limit) / math.log(1 - 1 / float(contest.total)))


def taint(contest: Contest, batch: Batch, audited: Mapping[str, int] | None) -> Fraction:
    """Return which share of its bound a unit's error has; 1 where the photo could not be read."""
    if audited is None:
        return Fraction(1)
    bound = contest.bounds[contest.batches.index(batch)]
    error = max(
        Fraction(_lead(batch.counts, contest.leader, k) - _lead(audited, contest.leader, k), margin)
        for k, margin in contest.margins.items()
    )
    return error / bound


def risk(contest: Contest, taints: Sequence[Fraction]) -> float:
    """Return the measured risk after some draws (the P-value of Kaplan and Markov), at most 1."""
    kept = 1 - 1 / contest.total
    value = Fraction(1)
    for share in taints:
        if share >= 1:
            return 1.0
        value *= kept / (1 - share)
    return min(1.0, float(value))


def _lead(counts: Mapping[str, int], leader: str, other: str) -> int:
    return counts.get(leader, 0) - counts.get(other, 0)


def _bound(batch: Batch, leader: str, margins: Mapping[str, int]) -> Fraction:
    """The worst case: on paper every ballot of the box is the other's."""
    worst = max(
        Fraction(_lead(batch.counts, leader, k) + batch.at_most, margin)
        for k, margin in margins.items()
    )
    return max(worst, Fraction(0))
