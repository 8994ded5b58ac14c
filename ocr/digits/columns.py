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
    left = dict.fromkeys(Script, 0.0)
    for one in seen:
        chances = _softmax(one.T.astype(np.float64))
        for script in Script:
            allowed = [*digit_classes(script), BLANK, STRUCK]
            left[script] += float(np.log(chances[:, allowed].sum(1) + _LEAST).sum())
    return Script.THAI if left[Script.THAI] > left[Script.ARABIC] else Script.ARABIC


def columns_of(seen: Sequence[Scores], script: Script, temperature: float) -> NDArray[np.float64]:
    """Return (views, columns, 11) probabilities of the script's digits and of nothing new.

    A struck-out figure is nothing new: none of its digits counts. Views with fewer columns than
    the widest are filled up with columns in which there is surely nothing.
    """
    allowed = [*digit_classes(script), BLANK, STRUCK]
    longest = max(one.shape[1] for one in seen)
    out = np.zeros((len(seen), longest, len(allowed) - 1))
    out[:, :, -1] = 1.0
    for i, one in enumerate(seen):
        chances = _softmax(one[allowed].T.astype(np.float64) / temperature)
        out[i, : one.shape[1]] = chances[:, :-1]
        out[i, : one.shape[1], -1] += chances[:, -1]
    return out


def struck_chance(scores: Scores) -> float:
    """Return the probability that a struck-out figure stands in a view."""
    chances = _softmax(scores.T.astype(np.float64))[:, STRUCK]
    return float(1.0 - np.prod(1.0 - chances))


def _softmax(values: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares
