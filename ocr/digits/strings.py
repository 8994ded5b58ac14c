"""The probability of whole digit strings from the network's columns (CTC).

A string's probability is the sum over all its alignments with the columns, never the product of
peaks: with peaks a dropped digit (12 read as 2) looks certain. The search walks the tree of
strings digit by digit and keeps the prefixes that matter; what it keeps is summed exactly.
"""

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
    """Prefixes of one length: (strips, kept) of digits, (strips, kept, columns + 1) of sums.

    `ended[..., t]` sums the alignments of the first t columns that end with the blank,
    `open_[..., t]` those that end with the last digit.
    """

    text: NDArray[np.str_]
    last: Ints
    ended: Floats
    open_: Floats

    def only(self, strips: NDArray[np.bool_]) -> "_Prefixes":
        """Return the prefixes of some strips."""
        ended, open_ = self.ended[strips], self.open_[strips]
        return _Prefixes(self.text[strips], self.last[strips], ended, open_)


def string_chances(columns: Floats) -> list[dict[str, float]]:
    """Return for each strip the strings that matter with their probabilities.

    Args:
        columns: (strips, columns, 11) probabilities of the digits 0-9 and of the blank (last);
            each column sums to 1. A column that is all blank changes nothing, so shorter strips
            are filled up with such columns.
    """
    found: list[dict[str, float]] = [{} for _ in columns]
    prefixes = _root(columns)
    strips = np.arange(len(columns))
    _collect(prefixes, strips, found)
    for _ in range(MAX_DIGITS):
        prefixes, weight = _grown(prefixes, columns)
        _collect(prefixes, strips, found)
        going = weight >= NEGLIGIBLE
        if not going.any():
            break
        prefixes = prefixes.only(going)
        columns, strips = columns[going], strips[going]
    return found


def _root(columns: Floats) -> _Prefixes:
    strips, length, _ = columns.shape
    ended = np.ones((strips, 1, length + 1))
    np.cumprod(columns[:, None, :, DIGITS], axis=2, out=ended[:, :, 1:])
    text = np.full((strips, 1), "", dtype=f"<U{MAX_DIGITS}")
    return _Prefixes(text, np.full((strips, 1), -1), ended, np.zeros_like(ended))


def _grown(parents: _Prefixes, columns: Floats) -> tuple[_Prefixes, Floats]:
    """Return the best prefixes one digit longer, and the largest probability in each strip."""
    entered = _entered(parents, columns)
    weight = entered.sum(axis=3)
    strips, kept = parents.last.shape
    flat = weight.reshape(strips, kept * DIGITS)
    keep = min(BEAM, flat.shape[1])
    best = np.argpartition(-flat, keep - 1, axis=1)[:, :keep]
    parent, digit = best // DIGITS, best % DIGITS
    row = np.arange(strips)[:, None]
    chance = columns[row, :, digit]
    blank = columns[:, None, :, DIGITS]
    ended, open_ = _alignments(entered[row, parent, digit], chance, blank)
    text = np.char.add(parents.text[row, parent], digit.astype("<U1"))
    return _Prefixes(text, digit, ended, open_), flat.max(axis=1)


def _entered(parents: _Prefixes, columns: Floats) -> Floats:
    """Return (strips, kept, 10, columns): the sums in which a new digit begins in a column.

    The same digit again needs a blank between.
    """
    before = parents.ended[..., :-1] + parents.open_[..., :-1]
    source = np.repeat(before[:, :, None, :], DIGITS, axis=2)
    row, kept = np.nonzero(parents.last >= 0)
    source[row, kept, parents.last[row, kept]] = parents.ended[row, kept, :-1]
    entered: Floats = source * columns[:, None, :, :DIGITS].transpose(0, 1, 3, 2)
    return entered


def _alignments(entered: Floats, chance: Floats, blank: Floats) -> tuple[Floats, Floats]:
    """Return the sums per column of alignments ended by the blank and by the digit."""
    shape = (*entered.shape[:2], entered.shape[2] + 1)
    ended, open_ = np.zeros(shape), np.zeros(shape)
    for t in range(entered.shape[2]):
        open_[..., t + 1] = open_[..., t] * chance[..., t] + entered[..., t]
        ended[..., t + 1] = (ended[..., t] + open_[..., t]) * blank[..., t]
    return ended, open_


def _collect(prefixes: _Prefixes, strips: Ints, found: list[dict[str, float]]) -> None:
    chances = prefixes.ended[..., -1] + prefixes.open_[..., -1]
    row, kept = np.nonzero(chances > NEGLIGIBLE)
    each = zip(
        strips[row].tolist(),
        prefixes.text[row, kept].tolist(),
        chances[row, kept].tolist(),
        strict=True,
    )
    for strip, text, chance in each:
        found[strip][text] = chance
