"""How people slip when they copy or add a number: the written one differs from the true one."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from ocr.joint.paper_errors import paper_errors

Floats = NDArray[np.float64]


@cache
def _kernel(size: int) -> NDArray[np.complex128]:
    """Return the transform of the usual shifts, over twice the domain."""
    shifts = np.zeros(2 * size)
    for shift, share in paper_errors().shifts.items():
        if shift < size:
            shifts[shift] += share / 2
            shifts[-shift] += share / 2
    return np.fft.rfft(shifts)


def with_slips(density: Floats, chance: float) -> Floats:
    """Return what is written when a slip of probability `chance` is made (it works both ways).

    Args:
        density: (numbers,) probability or likelihood of each true number.
        chance: probability that the written number is not the true one.
    """
    size = density.size
    moved = np.fft.irfft(np.fft.rfft(density, 2 * size) * _kernel(size), 2 * size)[:size]
    anywhere = (1 - sum(paper_errors().shifts.values())) * density.sum() / size
    written: Floats = (1 - chance) * density + chance * (np.maximum(moved, 0.0) + anywhere)
    return written
