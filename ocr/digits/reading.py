"""What the strip reader says about one strip."""

from dataclasses import dataclass

from ocr.digits.alphabet import Script


@dataclass(frozen=True, slots=True)
class StripReading:
    """The numbers that may stand in a strip.

    `candidates` holds (value, probability), best first; `other` is the probability that it is
    none of them. `text` is the likeliest string as written, leading noughts included ("" when
    nothing was seen).
    """

    candidates: tuple[tuple[int, float], ...]
    other: float
    script: Script
    text: str

    @property
    def value(self) -> int | None:
        """Return the likeliest number, or None where no digit was seen."""
        return self.candidates[0][0] if self.candidates else None
