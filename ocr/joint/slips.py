"""How people slip when they copy or add a number: the written one differs from the true one."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

USUAL_SLIPS: Final = {1: 0.2, 2: 0.08, 3: 0.03, 5: 0.03, 9: 0.03, 10: 0.14, 20: 0.03, 100: 0.14}
"""Share of the slips that shift a number by so much, up or down; the rest lands anywhere."""


@cache
def _kernel(size: int) -> NDArray[np.complex128]:
    """Return the transform of the usual shifts, over twice the domain."""
    shifts = np.zeros(2 * size)
    for shift, share in USUAL_SLIPS.items():
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
    anywhere = (1 - sum(USUAL_SLIPS.values())) * density.sum() / size
    written: Floats = (1 - chance) * density + chance * (np.maximum(moved, 0.0) + anywhere)
    return written
