"""When the units of a country hand in: a steep rise after the count, then a long tail."""

from math import exp
from typing import Final

PEAK: Final = 3.2
"""The busiest minute over the average one: 120 photos a second where the night has 37.5."""

_FALL: Final = 0.0846
"""Share of the night in which the tail falls by e; with it the peak is `PEAK`."""


def arrivals(units: int, minutes: int) -> list[int]:
    """Return how many of the units hand in in each minute of the night; their sum is `units`."""
    weights = [_rate((minute + 0.5) / minutes) for minute in range(minutes)]
    whole, so_far, counts, given = sum(weights), 0.0, [], 0
    for weight in weights:
        so_far += weight
        due = round(units * so_far / whole)
        counts.append(due - given)
        given = due
    return counts


def _rate(share: float) -> float:
    return share**2 * exp(-share / _FALL)
