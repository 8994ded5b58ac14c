"""What clerks write in the brackets: the words of a count and what goes with them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ocr.words.tokens import NUMBER_WORDS, WORDS, spellings

SUFFIX_SHARE: Final = 0.33
UNUSUAL_SHARE: Final = 0.06
"""Counts spelled in another than the usual way."""

RANDOM_SHARE: Final = 0.15
"""Words in no order at all: the network shall read them, not guess them from a grammar."""

EMPTY_SHARE: Final = 0.04
_ENDINGS: Final = ((15,), (16,), (16, 15), (17,), (17, 15), (18,))
_LENGTHS: Final = (0.34, 0.34, 0.3, 0.02)
"""Shares of counts of one to four digits."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row: their classes and the texts that are written, one for each word."""

    tokens: tuple[int, ...]
    texts: tuple[str, ...]


def random_phrase(rng: np.random.Generator) -> Phrase:
    """Return the words of a random count, sometimes with an ending, seldom none at all."""
    chance = rng.random()
    if chance < EMPTY_SHARE:
        return Phrase((), ())
    if chance < EMPTY_SHARE + RANDOM_SHARE:
        tokens = tuple(int(t) for t in rng.integers(0, NUMBER_WORDS, int(rng.integers(1, 5))))
    else:
        tokens = _spelled(rng)
    if rng.random() < SUFFIX_SHARE:
        tokens += _ENDINGS[int(rng.integers(len(_ENDINGS)))]
    return Phrase(tokens, tuple(WORDS[t] for t in tokens))


def _spelled(rng: np.random.Generator) -> tuple[int, ...]:
    ways = spellings(random_count(rng))
    unusual = len(ways) > 1 and rng.random() < UNUSUAL_SHARE
    return ways[int(rng.integers(1, len(ways))) if unusual else 0][0]


def random_count(rng: np.random.Generator) -> int:
    """Return a count in which every length and every digit is well represented."""
    length = 1 + int(rng.choice(len(_LENGTHS), p=_LENGTHS))
    digits = rng.integers(0, 10, length)
    if length > 1 and digits[0] == 0:
        digits[0] = rng.integers(1, 10)
    return int("".join(str(d) for d in digits))
