"""Which unit the head of a form names: the likeliest ones of the register.

Numbers of the head are handwriting: they may be misread, and committees write them wrong ("7" for
constituency 2). So they never name a unit for sure; weighed together and with who sent the page
they say how likely each unit is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.values.reading import HeaderValue

SENDER: Final = 0.97
"""Share of pages that are of the unit that sends them."""

MISWRITTEN: Final = 0.08
"""Share of numbers in the head that are written wrong, or read wrong however sure the reader is."""

_POSSIBLE: Final = 50
SHOWN: Final = 3
_LEAST: Final = 0.01


@dataclass(frozen=True, slots=True)
class HeadNumbers:
    """A unit of the register and the numbers that belong into the head of its forms, by name."""

    code: str
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LikelyUnit:
    """A unit's code and the probability that the form is its."""

    code: str
    chance: float


def likely_units(
    head: Mapping[str, HeaderValue], units: Sequence[HeadNumbers], sender: str
) -> tuple[LikelyUnit, ...]:
    """Return the likeliest units of a form, best first, at most three.

    Args:
        head: what was read in the head, with candidates.
        units: the sender's unit and its neighbours in the register.
        sender: the code of the unit that sent the page.
    """
    others = max(1, sum(u.code != sender for u in units))
    weights = {
        u.code: (SENDER if u.code == sender else (1 - SENDER) / others) * _fits(head, u.numbers)
        for u in units
    }
    whole = sum(weights.values())
    if not whole:
        return ()
    best = sorted(weights.items(), key=lambda item: -item[1])[:SHOWN]
    return tuple(LikelyUnit(code, w / whole) for code, w in best if w / whole >= _LEAST)


def _fits(head: Mapping[str, HeaderValue], numbers: Mapping[str, int]) -> float:
    """Return how likely the head looks as it does if these numbers belong there."""
    fit = 1.0
    for name, number in numbers.items():
        seen = head.get(name)
        if seen is not None and seen.candidates:
            chance = dict(seen.candidates).get(str(number), 0.0)
            fit *= (1 - MISWRITTEN) * chance + MISWRITTEN / _POSSIBLE
    return fit
