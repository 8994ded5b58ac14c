"""What the strip reader says about one strip."""

from dataclasses import dataclass
from typing import Final

from ocr.digits.alphabet import Script

STRUCK_OUT: Final = 0.9
"""Probability from which a figure counts as struck out: elaborate 7s come up to 0.8."""


DASH: Final = 0.9
"""Share of the marks without a digit that stand for nought; the others are dirt on a number."""


@dataclass(frozen=True, slots=True)
class StripReading:
    """The numbers that may stand in a strip.

    `candidates` holds (value, probability), best first; `other` is the probability that it is
    none of them. `text` is the likeliest string as written, leading noughts included ("" when
    nothing was seen). `struck` is the probability that a struck-out figure stands beside it, or
    alone, `nothing` that no digit stands there.
    """

    candidates: tuple[tuple[int, float], ...]
    other: float
    script: Script
    text: str
    struck: float = 0.0
    nothing: float = 0.0

    @property
    def value(self) -> int | None:
        """Return the likeliest number, or None where no digit was seen."""
        return self.candidates[0][0] if self.candidates else None

    @property
    def is_struck(self) -> bool:
        """Tell whether a struck-out figure stands in the strip."""
        return self.struck >= STRUCK_OUT

    @property
    def or_dash(self) -> tuple[tuple[int, float], ...]:
        """Return the candidates of a count; a mark in which no digit is seen may be a dash: nought.

        Blur makes dashes too high to be told by their shape.
        """
        if self.text:
            return self.candidates
        chances = dict(self.candidates)
        chances[0] = chances.get(0, 0.0) + DASH * self.nothing
        return tuple(sorted(chances.items(), key=lambda known: -known[1]))
