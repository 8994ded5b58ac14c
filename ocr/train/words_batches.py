"""Strips of words put together by width, so that little of a batch is empty paper."""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import cv2
import numpy as np

from ocr.train.batches import Batch
from ocr.train.words_wear import WordSample
from ocr.words.view import HEIGHT, Ink

POOL: Final = 6144
"""Strips kept at a time."""

FRESH: Final = 768
"""Strips drawn anew after each round over the pool."""

STEP: Final = 16
"""Widths are rounded up to a multiple of this."""


class StripSource(Protocol):
    """What draws strips."""

    def sample(self, rng: np.random.Generator) -> WordSample:
        """Return one strip in which something stands."""


def word_batches(source: StripSource, size: int, seed: int) -> Iterator[Batch]:
    """Yield batches without end; the same seed gives the same batches."""
    rng = np.random.default_rng(seed)
    pool = [source.sample(rng) for _ in range(2 * FRESH)]
    while True:
        fresh = [source.sample(rng) for _ in range(FRESH)]
        pool = [*pool, *fresh][-POOL:]
        yield from _arranged(pool, size, rng)


def _arranged(pool: Sequence[WordSample], size: int, rng: np.random.Generator) -> Iterator[Batch]:
    widths = np.array([s.ink.shape[1] for s in pool]) + rng.uniform(0, 16, len(pool))
    order = np.argsort(widths)
    for start in rng.permutation(np.arange(0, len(pool) - size + 1, size)):
        yield word_batch([pool[i] for i in order[start : start + size]], rng)


def word_batch(samples: Sequence[WordSample], rng: np.random.Generator) -> Batch:
    """Return one batch; each strip stands at a random place on empty paper."""
    inks = [_resized(s.ink, rng) for s in samples]
    widest = max(ink.shape[1] for ink in inks)
    width = -(-widest // STEP) * STEP
    views = np.zeros((len(samples), 1, HEIGHT, width), np.float32)
    for i, ink in enumerate(inks):
        start = int(rng.integers(width - ink.shape[1] + 1))
        views[i, 0, :, start : start + ink.shape[1]] = ink * (rng.uniform(0.75, 1.05) / 255.0)
    tokens = np.array([t for s in samples for t in s.tokens], np.int64)
    return Batch(views, tokens, np.array([len(s.tokens) for s in samples], np.int64))


def _resized(ink: Ink, rng: np.random.Generator) -> Ink:
    """Return a strip a little wider or narrower, higher or lower, up or down."""
    wide, tall = rng.uniform(0.88, 1.14), rng.uniform(0.9, 1.12)
    width = max(16, round(ink.shape[1] * wide))
    up = float(HEIGHT * (1 - tall) * rng.uniform(0.5, 1.0) + rng.uniform(-1, 1))
    matrix = np.asarray([[wide, 0, 0], [0, tall, up]], np.float32)
    return cv2.warpAffine(ink, matrix, (width, HEIGHT)).astype(np.uint8, copy=False)
