"""Running totals over the rows: forward-backward over the sum of the votes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ocr.joint.evidence import Evidence

Floats = NDArray[np.float64]


def forward(rows: Sequence[Evidence], size: int) -> list[Floats]:
    """Return the density of the sum of the first 0, 1, ... rows, over the numbers below `size`."""
    start = np.zeros(size)
    start[0] = 1.0
    totals = [start]
    for row in rows:
        totals.append(_added(totals[-1], row))
    return totals


def backward(rows: Sequence[Evidence], of_sum: Floats) -> list[Floats]:
    """Return for each running total how well the rows after it reach `of_sum` (likelihood)."""
    reached = [of_sum]
    for row in reversed(rows):
        reached.append(_taken(reached[-1], row))
    return reached[::-1]


def row_likelihoods(before: Floats, after: Floats, row: Evidence) -> tuple[Floats, float]:
    """Return how well each candidate of a row fits the sums, and how well any value does.

    Args:
        before: density of the running total before the row.
        after: likelihood of the running total after the row.
        row: the row; its own probabilities are not used.
    """
    size = before.size
    fits = np.array([before[: size - v] @ after[v:] for v in row.values])
    return fits, float(before @ _tail_sums(after)) / size


def _added(total: Floats, row: Evidence) -> Floats:
    size = total.size
    out: Floats = np.cumsum(total) * (row.other / size)
    for value, chance in zip(row.values, row.chances, strict=True):
        out[value:] += chance * total[: size - value]
    return out


def _taken(after: Floats, row: Evidence) -> Floats:
    size = after.size
    out: Floats = _tail_sums(after) * (row.other / size)
    for value, chance in zip(row.values, row.chances, strict=True):
        out[: size - value] += chance * after[value:]
    return out


def _tail_sums(values: Floats) -> Floats:
    sums: Floats = np.cumsum(values[::-1])[::-1]
    return sums
