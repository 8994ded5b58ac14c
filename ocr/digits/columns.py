"""From the network's scores to probabilities per column, within one script."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.digits.alphabet import BLANK, STRUCK, Script, digit_classes

Scores = NDArray[np.float32]
"""Scores of one view: (21 classes, columns)."""

_LEAST: Final = 1e-12


def script_of(seen: Sequence[Scores]) -> Script:
    """Return the script that the strips of one form are written in.

    Compares how much of what was seen is left when only one script's digits are allowed;
    Arabic where both fit, as on every form seen so far.
    """
    chances = _softmax(_joined(seen))
    left = {
        script: float(np.log(chances[_allowed(script)].sum(axis=0) + _LEAST).sum())
        for script in Script
    }
    return Script.THAI if left[Script.THAI] > left[Script.ARABIC] else Script.ARABIC


def columns_of(seen: Sequence[Scores], script: Script, temperature: float) -> NDArray[np.float64]:
    """Return (views, columns, 11) probabilities of the script's digits and of nothing new.

    A struck-out figure is nothing new: none of its digits counts. Views with fewer columns than
    the widest are filled up with columns in which there is surely nothing.
    """
    widths = [one.shape[1] for one in seen]
    chances = _softmax(_joined(seen)[_allowed(script)] / temperature).T
    chances[:, -2] += chances[:, -1]
    out = np.zeros((len(seen), max(widths), chances.shape[1] - 1))
    out[:, :, -1] = 1.0
    out[np.arange(max(widths)) < np.array(widths)[:, None]] = chances[:, :-1]
    return out


def struck_chances(seen: Sequence[Scores]) -> list[float]:
    """Return for each view the probability that a struck-out figure stands in it."""
    none = 1.0 - _softmax(_joined(seen))[STRUCK]
    starts = np.cumsum([0, *(one.shape[1] for one in seen[:-1])])
    return [float(chance) for chance in 1.0 - np.multiply.reduceat(none, starts)]


def _allowed(script: Script) -> list[int]:
    return [*digit_classes(script), BLANK, STRUCK]


def _joined(seen: Sequence[Scores]) -> NDArray[np.float64]:
    """Return the columns of all views side by side, (21 classes, columns)."""
    return np.concatenate(seen, axis=1).astype(np.float64)


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(scores - scores.max(axis=0))
    shares: NDArray[np.float64] = powers / powers.sum(axis=0)
    return shares
