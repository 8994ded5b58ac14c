"""The probability of whole digit strings from the network's columns (CTC).

A string's probability is the sum over all its alignments with the columns, never the product of
peaks: with peaks a dropped digit (12 read as 2) looks certain. The search walks the tree of
strings digit by digit and keeps the prefixes that matter; what it keeps is summed exactly.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MAX_DIGITS: Final = 5
"""Longest string searched; R208 allows counts of five digits."""

BEAM: Final = 8
"""Prefixes kept per strip and length."""

NEGLIGIBLE: Final = 1e-6
"""Prefixes below this probability are not continued."""

DIGITS: Final = 10


class _Prefixes(NamedTuple):
    """Prefixes of one length, sorted by the strip that each stands for: (kept,) of all but sums.

    Sums are (columns + 1, kept): of row t those of the first t columns. `ended` sums the alignments
    that end with the blank, `open_` those that end with the last digit.
    """

    strip: Ints
    text: Sequence[str]
    last: Ints
    ended: Floats
    open_: Floats


def string_chances(columns: Floats) -> list[dict[str, float]]:
    """Return for each strip the strings that matter with their probabilities.

    Args:
        columns: (strips, columns, 11) probabilities of the digits 0-9 and of the blank (last);
            each column sums to 1. A column that is all blank changes nothing, so shorter strips
            are filled up with such columns.
    """
    found: list[dict[str, float]] = [{} for _ in columns]
    # Columns first: what is added up step by step lies together then.
    steps = np.ascontiguousarray(columns.transpose(1, 0, 2))
    prefixes = _root(steps)
    _collect(prefixes, found)
    for _ in range(MAX_DIGITS):
        prefixes = _grown(prefixes, steps)
        if not prefixes.strip.size:
            break
        _collect(prefixes, found)
    return found


def _root(steps: Floats) -> _Prefixes:
    length, strips, _ = steps.shape
    ended = np.ones((length + 1, strips))
    np.cumprod(steps[:, :, DIGITS], axis=0, out=ended[1:])
    nothing = np.full(strips, -1)
    return _Prefixes(np.arange(strips), [""] * strips, nothing, ended, np.zeros_like(ended))


def _grown(parents: _Prefixes, steps: Floats) -> _Prefixes:
    """Return the best prefixes one digit longer."""
    entered = _entered(parents, steps)
    parent, digit = _best(entered.sum(axis=0), parents.strip)
    strip = parents.strip[parent]
    ended, open_ = _alignments(
        entered[:, parent, digit], steps[:, strip, digit], steps[:, strip, DIGITS]
    )
    pairs = zip(parent.tolist(), digit.tolist(), strict=True)
    return _Prefixes(strip, [f"{parents.text[p]}{d}" for p, d in pairs], digit, ended, open_)


def _entered(parents: _Prefixes, steps: Floats) -> Floats:
    """Return (columns, kept, 10): the sums in which a new digit begins in a column.

    The same digit again needs a blank between.
    """
    entered: Floats = steps[:, parents.strip, :DIGITS]
    again = np.flatnonzero(parents.last >= 0)
    last = parents.last[again]
    repeated = parents.ended[:-1, again] * entered[:, again, last]
    entered *= (parents.ended[:-1] + parents.open_[:-1])[:, :, None]
    entered[:, again, last] = repeated
    return entered


def _best(weight: Floats, strips: Ints) -> tuple[Ints, Ints]:
    """Return parents and digits of the likeliest prefixes (kept, 10) of each strip.

    No string is likelier than what it begins with, so what is negligible is left out here.
    """
    flat = weight.ravel()
    matters = np.flatnonzero(flat >= NEGLIGIBLE)
    of = strips[matters // DIGITS]
    order = np.lexsort((-flat[matters], of))
    place = np.arange(len(of)) - np.searchsorted(of, of)
    parent, digit = np.divmod(matters[order[place < BEAM]], DIGITS)
    return parent, digit


def _alignments(entered: Floats, chance: Floats, blank: Floats) -> tuple[Floats, Floats]:
    """Return the sums per column of alignments ended by the blank and by the digit."""
    length, kept = entered.shape
    ended, open_ = np.zeros((2, length + 1, kept))
    for t in range(length):
        np.multiply(open_[t], chance[t], out=open_[t + 1])
        open_[t + 1] += entered[t]
        np.add(ended[t], open_[t], out=ended[t + 1])
        ended[t + 1] *= blank[t]
    return ended, open_


def _collect(prefixes: _Prefixes, found: list[dict[str, float]]) -> None:
    chances = (prefixes.ended[-1] + prefixes.open_[-1]).tolist()
    for strip, text, chance in zip(prefixes.strip.tolist(), prefixes.text, chances, strict=True):
        if chance > NEGLIGIBLE:
            found[strip][text] = chance
