"""Digits and words of one cell weighed together: two witnesses of the same number."""

from collections.abc import Mapping
from typing import Final

from models.values.reading import CellScan

Candidates = tuple[tuple[int, float], ...]

MISREAD_WORDS: Final = 0.1
"""Share of cells in which the reader of words is wrong however sure it is."""

CHANCE_HIT: Final = 0.02
"""How often a wrong witness supports a given candidate: what is misread falls on likely numbers."""

CLEAR_WORDS: Final = 0.98
"""Least probability of words that are said to tell a number."""

HEARD: Final = 0.2
"""Least probability of the words' likeliest number where the digits say the same."""

AGAINST: Final = 0.7
"""Least probability of another number that the words say against the digits."""

RANGE: Final = 1_000
"""Numbers among which another value than the digits' candidates may lie."""

_WORTH: Final = 1e-6
"""Candidates that stay below this are not kept."""


def with_words(cell: CellScan, digits: Candidates) -> Candidates:
    """Return the candidates of a cell after its words were heard; without words `digits` itself.

    Args:
        cell: the cell, whose `words` hold the probability of each number given the words alone.
        digits: what the digits say; what is missing to 1 is any other number.
    """
    return with_witness(digits, dict(cell.words), MISREAD_WORDS) if cell.words else digits


def with_witness(own: Candidates, said: Mapping[int, float], wrong: float) -> Candidates:
    """Return candidates after another witness of the same number was heard.

    Args:
        own: what is known already; what is missing to 1 is any other number.
        said: the probability of each number given the witness alone.
        wrong: how often the witness speaks of another number however sure it is.
    """
    other = max(0.0, 1.0 - sum(p for _, p in own))
    unsaid = max(0.0, 1.0 - sum(said.values()))
    heard = [(v, p * _support(said.get(v, 0.0), wrong)) for v, p in own]
    named = {v for v, _ in own}
    heard += [(v, other / RANGE * _support(p, wrong)) for v, p in said.items() if v not in named]
    whole = sum(p for _, p in heard) + other * _support(unsaid / RANGE, wrong)
    if whole <= 0:
        return own
    return tuple(
        sorted(
            ((v, p / whole) for v, p in heard if p > _WORTH * whole), key=_likelihood, reverse=True
        )
    )


def read_in_words(cell: CellScan) -> int | None:
    """Return the number that the words say, None where they are missing or not clear."""
    best = max(cell.words, key=_likelihood, default=None)
    return best[0] if best and best[1] >= CLEAR_WORDS else None


def says(cell: CellScan, value: int | None) -> bool | None:
    """Tell whether a cell's words say a number or clearly another; None where neither is heard."""
    best = max(cell.words, key=_likelihood, default=None)
    if best is None:
        return None
    if best[0] == value:
        return True if best[1] >= HEARD else None
    return False if best[1] >= AGAINST else None


def _support(said: float, wrong: float) -> float:
    """Return how well a witness fits a number that it gives the probability `said`."""
    return (1 - wrong) * said + wrong * CHANCE_HIT


def _likelihood(candidate: tuple[int, float]) -> float:
    return candidate[1]
