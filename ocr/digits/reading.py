"""What the strip reader says about one strip."""

from dataclasses import dataclass
from typing import Final

from ocr.digits.alphabet import Script

STRUCK_OUT: Final = 0.9
"""Probability from which a figure counts as struck out: elaborate 7s come up to 0.8."""


@dataclass(frozen=True, slots=True)
class StripReading:
    """The numbers that may stand in a strip.

    `candidates` holds (value, probability), best first; `other` is the probability that it is
    none of them. `text` is the likeliest string as written, leading noughts included ("" when
    nothing was seen). `struck` is the probability that a struck-out figure stands beside it, or
    alone.
    """

    candidates: tuple[tuple[int, float], ...]
    other: float
    script: Script
    text: str
    struck: float = 0.0

    @property
    def value(self) -> int | None:
        """Return the likeliest number, or None where no digit was seen."""
        return self.candidates[0][0] if self.candidates else None

    @property
    def is_struck(self) -> bool:
        """Tell whether a struck-out figure stands in the strip."""
        return self.struck >= STRUCK_OUT
