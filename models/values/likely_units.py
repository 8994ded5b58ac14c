"""Which unit the head of a form names: the likeliest ones of the register.

What stands in the head is handwriting: it may be misread, and committees write it wrong ("7" for
constituency 2). So it never names a unit for sure; numbers and names of places weighed together,
with who sent the page, say how likely each unit is. Nothing is moved on that alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from models.values.reading import HeaderValue

SENDER: Final = 0.97
"""Share of pages that are of the unit that sends them."""

DESK: Final = 0.85
"""The same where somebody sends for many units and taps which."""

MISWRITTEN: Final = 0.08
"""Share of numbers in the head that are written wrong, or read wrong however sure the reader is."""

MISNAMED: Final = 0.1
"""The same for names of places: a village instead of the tambon, a word more or less."""

_POSSIBLE: Final = 50
"""So many numbers or names a wrong one may be."""

SHOWN: Final = 3
_LEAST: Final = 0.01

CLEARLY: Final = 0.95
"""From this probability on another unit is named to those who look at the sheet (R101)."""


Names = Mapping[str, Sequence[str]]
"""The names that may stand in each part of the head: `area`, `amphoe`, `province`, `place`."""


@dataclass(frozen=True, slots=True)
class UnitHead:
    """A unit of the register and what belongs into the head of its forms, by the head's names."""

    code: str
    numbers: Mapping[str, int]
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LikelyUnit:
    """A unit's code and the probability that the form is its."""

    code: str
    chance: float

    def to_data(self) -> dict[str, object]:
        """Return the JSON form."""
        return {"code": self.code, "chance": round(self.chance, 4)}


def likely_units(
    head: Mapping[str, HeaderValue],
    units: Sequence[UnitHead],
    sender: str | None = None,
    trust: float = SENDER,
) -> tuple[LikelyUnit, ...]:
    """Return the likeliest units of a form, best first, at most three.

    Args:
        head: what was read in the head, with candidates.
        units: the sender's unit and its neighbours in the register.
        sender: the code of the unit that sent the page; None where nobody knows: then all units
            are alike before anything is read.
        trust: how likely the page is the sender's before anything is read.
    """
    asked = {name for u in units for name in (*u.numbers, *u.names)}
    others = max(1, sum(u.code != sender for u in units))
    weights = {
        u.code: (trust if u.code == sender else (1 - trust) / others) * _fits(head, u, asked)
        for u in units
    }
    whole = sum(weights.values())
    if not whole:
        return ()
    best = sorted(weights.items(), key=lambda item: -item[1])[:SHOWN]
    return tuple(LikelyUnit(code, w / whole) for code, w in best if w / whole >= _LEAST)


def _fits(head: Mapping[str, HeaderValue], unit: UnitHead, asked: Collection[str]) -> float:
    """Return how likely the head looks as it does if it is this unit's.

    A part that the register leaves open for it, though not for others, may hold anything.
    """
    fit = 1.0
    for part in asked:
        seen = head.get(part)
        if seen is None or not seen.candidates:
            continue
        if part in unit.numbers:
            chance = _chance_of(seen, str(unit.numbers[part]))
            fit *= (1 - MISWRITTEN) * chance + MISWRITTEN / _POSSIBLE
        elif part in unit.names:
            fit *= (1 - MISNAMED) * _chance_of(seen, unit.names[part]) + MISNAMED / _POSSIBLE
        else:
            fit *= 1 / _POSSIBLE
    return fit


def _chance_of(seen: HeaderValue, text: str) -> float:
    """Return the chance of a value; what the listed ones leave is shared by those that are not."""
    listed = dict(seen.candidates)
    rest = max(0.0, 1 - sum(listed.values()))
    return listed.get(text, rest / _POSSIBLE)
