"""A constituency so far: robust statistics of the units already confirmed, for plausibility."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Self

from models.values.fields import row_number

_LEAST_MAD: Final = 0.005
"""Half a percent: without a floor, units that are all alike would make every other one odd."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A median and the median absolute deviation from it."""

    middle: float
    mad: float

    def above(self, value: float) -> float:
        """Return how many deviations `value` lies above the middle; negative below."""
        return (value - self.middle) / max(self.mad, _LEAST_MAD)

    @classmethod
    def of(cls, values: Sequence[float]) -> Self | None:
        """Return the spread of `values`, or None for none at all."""
        if not values:
            return None
        middle = median(values)
        return cls(middle, median(abs(v - middle) for v in values))


@dataclass(frozen=True, slots=True)
class SoFar:
    """Statistics over `units` confirmed units of one constituency, ballot and stream."""

    units: int
    turnout: Spread | None
    invalid: Spread | None
    no_vote: Spread | None
    shares: Mapping[int, float]
    """Ballot number → share of all good ballots."""

    @classmethod
    def of(cls, sheets: Sequence[Mapping[str, int | None]]) -> Self:
        """Return the statistics of the counts of some sheets; their order does not matter."""
        return cls(
            units=len(sheets),
            turnout=Spread.of(_ratios(sheets, "came", "on_roll")),
            invalid=Spread.of(_ratios(sheets, "invalid", _used(sheets))),
            no_vote=Spread.of(_ratios(sheets, "no_vote", _used(sheets))),
            shares=_shares(sheets),
        )


def _used(sheets: Sequence[Mapping[str, int | None]]) -> str:
    return "used" if any("used" in s for s in sheets) else "received"


def _ratios(sheets: Sequence[Mapping[str, int | None]], part: str, whole: str) -> list[float]:
    pairs = [(s.get(part), s.get(whole)) for s in sheets]
    return [p / w for p, w in pairs if p is not None and w]


def _shares(sheets: Sequence[Mapping[str, int | None]]) -> dict[int, float]:
    sums: dict[int, int] = {}
    for sheet in sheets:
        for key, value in sheet.items():
            number = row_number(key)
            if number is not None:
                sums[number] = sums.get(number, 0) + (value or 0)
    everything = sum(sums.values())
    return {n: v / everything for n, v in sorted(sums.items())} if everything else {}
