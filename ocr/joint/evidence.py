"""What one cell says about its number, before any sum is looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.values.fields import row_number
from models.values.reading import CellScan, Ink
from ocr.joint.spelled import Candidates, with_words

Floats = NDArray[np.float64]

MISREAD: Final = 0.01
"""Share of cells in which the reader is surely wrong however sure it is (ticks, strike-outs)."""

STRUCK_OUT_TRUST: Final = 0.8
"""A struck-out cell keeps this share of what its reading says."""

DASH_IS_ZERO: Final = 0.995
BLANK_IS_ZERO: Final = 0.9
"""A row left blank usually means no votes; only the sums can say so."""

SMALLEST_DOMAIN: Final = 1024
LARGEST_DOMAIN: Final = 16_384
"""Numbers from here on are left out of the sums (a polling unit has about 1,000 voters)."""

_PLAUSIBLE: Final = 0.5
_ROOM: Final = 1.4
_LEAST_LIKELY: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Evidence:
    """Candidate values of a cell with their probabilities; the rest may be any value at all."""

    key: str
    values: tuple[int, ...]
    chances: tuple[float, ...]

    @property
    def other(self) -> float:
        """Return the probability that it is none of the candidates."""
        return max(0.0, 1.0 - sum(self.chances))

    def of(self, value: int) -> float:
        """Return the probability of a candidate, 0 for another value."""
        return dict(zip(self.values, self.chances, strict=True)).get(value, 0.0)

    def density(self, size: int) -> Floats:
        """Return the probability of every number below `size`."""
        out = np.full(size, self.other / size)
        out[list(self.values)] += self.chances
        return out


def evidence_of(cell: CellScan, size: int) -> Evidence:
    """Return what `cell` says about numbers below `size`."""
    if cell.ink is Ink.DASH:
        return Evidence(cell.key, (0,), (DASH_IS_ZERO,))
    if cell.ink is Ink.BLANK:
        return _of_blank(cell)
    kept = [(v, p) for v, p in witnessed(cell) if v < size and p > _LEAST_LIKELY]
    return Evidence(cell.key, tuple(v for v, _ in kept), tuple(p for _, p in kept))


def witnessed(cell: CellScan) -> Candidates:
    """Return the candidates of a cell with digits, weighed with its words where there are any."""
    trust = (1 - MISREAD) * (STRUCK_OUT_TRUST if "struck_out" in cell.flags else 1.0)
    return with_words(cell, tuple((v, p * trust) for v, p in cell.candidates))


def _of_blank(cell: CellScan) -> Evidence:
    if row_number(cell.key) is None:
        return Evidence(cell.key, (), ())
    return Evidence(cell.key, (0,), (BLANK_IS_ZERO,))


def domain_size(cells: Iterable[CellScan]) -> int:
    """Return how many numbers the sums are looked at over: a power of two with room to spare.

    One number that is far larger than all others is a misreading and does not count.
    """
    listed: Sequence[CellScan] = list(cells)
    best = [(c.key, *max(c.candidates, key=lambda v: v[1])) for c in listed if c.candidates]
    likely = sorted(value for _, value, chance in best if chance >= _PLAUSIBLE)
    rows = [value for key, value, chance in best if chance >= _PLAUSIBLE and row_number(key)]
    second = likely[-2] if len(likely) > 1 else max(likely, default=0)
    largest_row = max(rows, default=0)
    needed = _ROOM * max(second, sum(rows) - largest_row) + 100
    size = SMALLEST_DOMAIN
    while size < needed and size < LARGEST_DOMAIN:
        size *= 2
    return size
