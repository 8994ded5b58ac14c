"""Reading cut strips: several views of each, one script for all, calibrated probabilities."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ocr.digits.alphabet import BLANK, Script, digit_classes
from ocr.digits.network import description, scores
from ocr.digits.reading import StripReading
from ocr.digits.strings import string_chances
from ocr.digits.view import ink_of, view_of

Strip = NDArray[np.uint8]
Scores = NDArray[np.float32]
Chances = Mapping[str, float]


class Look(NamedTuple):
    """How a strip is shown to the network: paper around it (share of its height), widening."""

    pad: float
    stretch: float


LOOKS: Final = (Look(0.0, 1.0), Look(0.06, 1.3))
"""Every strip is read in each of these views and the probabilities are averaged."""

KEPT: Final = 16
"""Candidates reported per strip."""

_LEAST: Final = 1e-12


def read_strips(
    strips: Sequence[Strip], script: Script | None = None, looks: Sequence[Look] = LOOKS
) -> list[StripReading]:
    """Return the readings of the strips of one form, in their order.

    Args:
        strips: grey pictures (rows, columns), dark on light, cut tight around the digits.
        script: the digits that the hand writes; None decides it from all strips together.
        looks: the views to take of each strip.

    Raises:
        WeightsError: the network's file is missing or is another one.
    """
    if not strips:
        return []
    inks = [ink_of(strip) for strip in strips]
    views = [view_of(ink, look.pad, look.stretch) for ink in inks for look in looks]
    seen = scores(views)
    script = script or script_of(seen)
    each = string_chances(_columns(seen, script))
    step = len(looks)
    return [_reading(each[i : i + step], script) for i in range(0, len(each), step)]


def script_of(seen: Sequence[Scores]) -> Script:
    """Return the script that the strips of one form are written in.

    Compares how much of what was seen is left when only one script's digits are allowed;
    Arabic where both fit, as on every form seen so far.
    """
    left = dict.fromkeys(Script, 0.0)
    for one in seen:
        chances = _softmax(one.T.astype(np.float64))
        for script in Script:
            allowed = [*digit_classes(script), BLANK]
            left[script] += float(np.log(chances[:, allowed].sum(1) + _LEAST).sum())
    return Script.THAI if left[Script.THAI] > left[Script.ARABIC] else Script.ARABIC


def _columns(seen: Sequence[Scores], script: Script) -> NDArray[np.float64]:
    """Return (views, columns, 11) probabilities of the script's digits and the blank."""
    allowed = [*digit_classes(script), BLANK]
    temperature = description().temperature[script]
    longest = max(one.shape[1] for one in seen)
    out = np.zeros((len(seen), longest, len(allowed)))
    out[:, :, -1] = 1.0
    for i, one in enumerate(seen):
        out[i, : one.shape[1]] = _softmax(one[allowed].T.astype(np.float64) / temperature)
    return out


def _softmax(values: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _reading(views: Sequence[Chances], script: Script) -> StripReading:
    """Return the mean over the views; "07" counts as 7 and "00" as 0."""
    texts: defaultdict[str, float] = defaultdict(float)
    for chances in views:
        for text, chance in chances.items():
            texts[text] += chance / len(views)
    values: defaultdict[int, float] = defaultdict(float)
    for text, chance in texts.items():
        if text:
            values[int(text)] += chance
    best = sorted(values.items(), key=lambda item: -item[1])[:KEPT]
    likeliest = max(texts, key=lambda text: texts[text], default="")
    other = max(0.0, 1.0 - sum(chance for _, chance in best))
    return StripReading(tuple(best), other, script, likeliest)
