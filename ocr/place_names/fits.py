"""How well a strip fits a name: the sum over all ways in which its letters may stand in it (CTC).

The printed labels on either side of a line reach into its strip, and people write a word before or
behind a name. So a name may begin and end anywhere, and what stands beside it costs a little.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.place_names.letters import BLANK
from ocr.strip_network import Scores

Floats = NDArray[np.float64]
"""Probabilities of one strip: (columns, classes), the blank last."""

STRANGE: Final = 0.02
"""What a column costs that bears a letter outside the name."""

NOTHING: Final = 0.97
"""From this probability on a column surely bears nothing new."""

Letters = tuple[int, ...]


def columns_of(scores: Scores, temperature: float) -> Floats:
    """Return the probabilities of the letters per column, softened by `temperature`.

    Columns that surely bear nothing new say no more than one of them: of those in a row the first
    is kept, which halves the work.
    """
    nothing = _softmax(scores.T.astype(np.float64))[:, BLANK] >= NOTHING
    kept = ~(nothing & np.concatenate([[False], nothing[:-1]]))
    return _softmax(scores.T[kept].astype(np.float64) / temperature)


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def fits(columns: Floats, names: Sequence[Letters]) -> Floats:
    """Return the logarithm of how likely the strip is, given each name; names have letters."""
    states, skips = _states(names)
    emitted = columns[:, states]
    beside = columns[:, BLANK] + STRANGE
    rows, last = np.arange(len(names)), np.array([2 * len(n) - 2 for n in names])
    alpha, tail = np.zeros(states.shape), np.zeros(len(names))
    lead, scale = 1.0, 0.0
    for seen, free in zip(emitted, beside.tolist(), strict=True):
        tail = (tail + alpha[rows, last]) * free
        moved = alpha.copy()
        moved[:, 1:] += alpha[:, :-1]
        moved[:, 2:] += alpha[:, :-2] * skips
        moved[:, 0] += lead
        alpha = moved * seen
        lead *= free
        # All are measured against the best, so that long strips do not run out of numbers.
        best = max(lead, float(alpha.max()), float(tail.max()))
        alpha, tail, lead, scale = alpha / best, tail / best, lead / best, scale + np.log(best)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(tail + alpha[rows, last]) + scale)


def best_letters(columns: Floats) -> tuple[Letters, float]:
    """Return the letters that the strip seems to bear, and the logarithm of their likelihood."""
    path = columns.argmax(axis=1)
    kept = path[np.flatnonzero(np.diff(path, prepend=-1))]
    letters = tuple(int(c) for c in kept if c != BLANK)
    return letters, float(np.log(columns.max(axis=1)).sum())


def _states(names: Sequence[Letters]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the states of each name, letters with blanks between, and where a blank is skipped.

    Shorter names are filled up with blanks behind their last letter, which nothing reaches from.
    """
    longest = max(len(n) for n in names)
    states = np.full((len(names), 2 * longest - 1), BLANK)
    for row, name in zip(states, names, strict=True):
        row[: 2 * len(name) - 1 : 2] = name
    skips = (states[:, 2:] != BLANK) & (states[:, 2:] != states[:, :-2])
    return states, skips
