"""Samples put together by width, so that little of a batch is empty paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.digits.view import HEIGHT
from ocr.train.beside import made
from ocr.train.samples import Sample, Source, sample

POOL: Final = 8192
"""Samples made at a time."""

USES: Final = 3
"""How often each is shown, in different company and at different places."""

STEP: Final = 16
"""Widths are rounded up to a multiple of this."""

Pool = Sequence[Sample]


@dataclass(frozen=True, slots=True)
class Batch:
    """Views (n, 1, 32, width) of ink 0-1 and their classes, joined, with their lengths."""

    views: NDArray[np.float32]
    classes: NDArray[np.int64]
    lengths: NDArray[np.int64]


def batches(source: Source, size: int, seed: int, *, beside: bool = False) -> Iterator[Batch]:
    """Yield batches without end; the same seed gives the same batches.

    `beside` makes the next samples in a second process while the last ones are learned.
    """
    rng = np.random.default_rng(seed)
    for pool in made(partial(_pool, source, seed), beside=beside):
        for _ in range(USES):
            yield from _arranged(pool, size, rng)


def _pool(source: Source, seed: int, number: int) -> Pool:
    rng = np.random.default_rng((seed, number))
    return [sample(source, rng) for _ in range(POOL)]


def _arranged(pool: Pool, size: int, rng: np.random.Generator) -> Iterator[Batch]:
    widths = np.array([s.view.shape[1] for s in pool]) + rng.uniform(0, 12, len(pool))
    order = np.argsort(widths)
    starts = np.arange(0, len(pool) - size + 1, size)
    for start in rng.permutation(starts):
        yield together([pool[i] for i in order[start : start + size]], rng)


def together(samples: Pool, rng: np.random.Generator) -> Batch:
    """Return one batch; each view stands at a random place on empty paper."""
    widest = max(s.view.shape[1] for s in samples)
    width = -(-widest // STEP) * STEP
    views = np.zeros((len(samples), 1, HEIGHT, width), np.float32)
    for i, one in enumerate(samples):
        start = int(rng.integers(width - one.view.shape[1] + 1))
        strength = rng.uniform(0.8, 1.05) / 255.0
        views[i, 0, :, start : start + one.view.shape[1]] = one.view * strength
    classes = np.array([c for s in samples for c in s.classes], np.int64)
    return Batch(views, classes, np.array([len(s.classes) for s in samples], np.int64))
