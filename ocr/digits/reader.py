"""Reading cut strips: several views of each, one script for all, calibrated probabilities."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ocr.digits.alphabet import Script
from ocr.digits.columns import Scores, columns_of, script_of, struck_chances
from ocr.digits.network import Network, shipped_network
from ocr.digits.reading import StripReading
from ocr.digits.strings import string_chances
from ocr.digits.view import ink_of, view_of

Strip = NDArray[np.uint8]
Chances = Mapping[str, float]


class Look(NamedTuple):
    """How a strip is shown to the network: paper around it (share of its height), widening."""

    pad: float
    stretch: float


LOOKS: Final = (Look(0.06, 1.6), Look(0.1, 1.3))
"""Every strip is read in each of these views and the probabilities are averaged.

The first is read by the one network, the second by the other."""

KEPT: Final = 16
"""Candidates reported per strip."""


def read_strips(
    strips: Sequence[Strip],
    script: Script | None = None,
    looks: Sequence[Look] = LOOKS,
    network: Network | None = None,
) -> list[StripReading]:
    """Return the readings of the strips of one form, in their order.

    Args:
        strips: grey pictures (rows, columns), dark on light, cut tight around the digits.
        script: the digits that the hand writes; None decides it from all strips together.
        looks: the views to take of each strip.
        network: the network to read with, by default the one that the project ships.

    Raises:
        WeightsError: the shipped network is missing or is another one.
    """
    if not strips:
        return []
    network = network or shipped_network()
    seen = scores_of(strips, looks, network)
    script = script or script_of(seen)
    return readings_of(seen, script, network.temperature[script], len(looks))


def scores_of(strips: Sequence[Strip], looks: Sequence[Look], network: Network) -> list[Scores]:
    """Return the network's scores of every look at every strip, strip by strip."""
    inks = [ink_of(strip) for strip in strips]
    return network.scores([view_of(ink, *look) for ink in inks for look in looks], len(looks))


def readings_of(
    seen: Sequence[Scores], script: Script, temperature: float, looks: int
) -> list[StripReading]:
    """Return the readings from the scores of `looks` views of each strip."""
    each = string_chances(columns_of(seen, script, temperature))
    struck = struck_chances(seen)
    return [
        _reading(each[i : i + looks], script, max(struck[i : i + looks]))
        for i in range(0, len(each), looks)
    ]


def _reading(views: Sequence[Chances], script: Script, struck: float) -> StripReading:
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
    return StripReading(tuple(best), other, script, likeliest, struck, texts.get("", 0.0))
