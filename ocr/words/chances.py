"""The exact probability that a strip says given words: the sum over all alignments (CTC)."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.strip_network import Scores
from ocr.words.tokens import BLANK, NUMBER_WORDS, SUFFIXES, Spelling

Floats = NDArray[np.float64]
"""Probabilities of one strip: (columns, 16), the number words and the blank (last)."""

NOTHING: Final = NUMBER_WORDS
"""Place of the blank among the columns' probabilities."""

_SKIPPED: Final = [*SUFFIXES, BLANK]


def columns_of(scores: Sequence[Scores], temperature: float) -> Floats:
    """Return the probabilities of the number words, (strips, columns, 16), softened by a number.

    บัตร, คะแนน, คน and ถ้วน count as "nothing new": they say nothing about the number. Shorter strips
    are filled up with columns that are surely nothing: those change nothing.
    """
    values = np.concatenate(scores, axis=1).T.astype(np.float64) / temperature
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    nothing = shares[:, _SKIPPED].sum(axis=1, keepdims=True)
    widths = np.array([one.shape[1] for one in scores])
    out = np.zeros((len(scores), widths.max(), NOTHING + 1))
    out[:, :, NOTHING] = 1.0
    seen = np.arange(widths.max()) < widths[:, None]
    out[seen] = np.concatenate([shares[:, :NUMBER_WORDS], nothing], axis=1)
    return out


def chances_of(columns: Floats, strips: Sequence[int], spellings: Sequence[Spelling]) -> Floats:
    """Return the probability of each spelling in its strip, summed over all its alignments.

    Args:
        columns: (strips, columns, 16), see `columns_of`.
        strips: for each spelling the strip that is asked.
        spellings: words to look for; none of them asks how likely the strip is empty.
    """
    if not spellings:
        return np.zeros(0)
    states, steps = _states(spellings)
    # States first: what is added up at one step lies together then.
    alpha = np.zeros(states.shape)
    places = states + (NOTHING + 1) * np.asarray(strips)
    emitted = columns.transpose(1, 0, 2).reshape(columns.shape[1], -1)
    alpha[:2] = emitted[0][places[:2]]
    moved, now = np.empty_like(alpha), np.empty_like(alpha)
    for seen in emitted[1:]:
        np.copyto(moved, alpha)
        moved[1:] += alpha[:-1]
        moved[2:] += np.multiply(alpha[:-2], steps, out=now[2:])
        np.multiply(moved, np.take(seen, places, out=now, mode="clip"), out=alpha)
    last = np.array([2 * len(s) for s in spellings])
    rows = np.arange(len(spellings))
    found: Floats = alpha[last, rows] + np.where(last > 0, alpha[last - 1, rows], 0.0)
    return found


def best_words(columns: Floats) -> Spelling:
    """Return the words along the likeliest alignment."""
    path = columns.argmax(axis=1).tolist()
    return tuple(word for word, _ in groupby(path) if word != NOTHING)


def _states(spellings: Sequence[Spelling]) -> tuple[NDArray[np.int64], Floats]:
    """Return the states of each spelling, words between blanks; 1 where a blank may be skipped.

    States are (longest, spellings). Shorter spellings are filled up with blanks behind their own
    states, which never see those.
    """
    longest = max(1, *(len(s) for s in spellings))
    states = np.full((len(spellings), 2 * longest + 1), NOTHING)
    for row, spelling in zip(states, spellings, strict=True):
        row[1 : 2 * len(spelling) : 2] = spelling
    states = np.ascontiguousarray(states.T)
    steps = (states[2:] != NOTHING) & (states[2:] != states[:-2])
    return states, steps.astype(np.float64)
