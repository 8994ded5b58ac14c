"""Shares with their n and a 95 % interval; a rate without them says nothing."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

_Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class Rate:
    """`right` of `count`."""

    right: int
    count: int

    @classmethod
    def of(cls, answers: Iterable[bool]) -> Self:
        """Return the share of True."""
        listed = list(answers)
        return cls(sum(listed), len(listed))

    @property
    def share(self) -> float:
        """Return the share, 0 to 1; 0 where nothing was counted."""
        return self.right / self.count if self.count else 0.0

    def interval(self) -> tuple[float, float]:
        """Return Wilson's 95 % interval; cells of one sheet err together, so it is too narrow."""
        if not self.count:
            return 0.0, 1.0
        n, p, z2 = self.count, self.share, _Z * _Z
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        reach = _Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)

    def __str__(self) -> str:
        """Return e.g. `97.3 % (291 of 299; 94.8–98.6)`."""
        if not self.count:
            return "–"
        low, high = self.interval()
        shown = f"{100 * self.share:.1f} % ({self.right} of {self.count}"
        return f"{shown}; {100 * low:.1f}–{100 * high:.1f})"
