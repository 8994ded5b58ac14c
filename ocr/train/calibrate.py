"""Judging and calibrating a trained network on digits that training never saw."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import numpy as np

from ocr.digits.alphabet import Script
from ocr.digits.network import Network
from ocr.digits.reader import LOOKS, readings_of, scores_of
from ocr.digits.reading import StripReading
from ocr.train.samples import Source, Written, written

TEMPERATURES: Final = (1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0, 2.5)
"""Tried from sharp to soft; the one under which the held-out numbers are likeliest wins.

None is below 1: composed strips are nearer to the training than real ones, so they may take
certainty away but not add any."""

SURE: Final = 0.99
_LEAST: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Score:
    """How well `count` held-out strips of a script were read at a temperature.

    `struck` of them bear a struck-out figure, of which `found` were seen; `alarms` were seen on
    the others.
    """

    script: Script
    temperature: float
    count: int
    exact: int
    sure: int
    sure_wrong: int
    struck: int = 0
    found: int = 0
    alarms: int = 0


def held_out(source: Source, script: Script, count: int, seed: int) -> list[Written]:
    """Return strips with digits, of held-out ones only; the same seed gives the same strips."""
    rng = np.random.default_rng(seed)
    made = (written(source, script, rng) for _ in itertools.count())
    return list(islice((one for one in made if one.digits), count))


def calibrated(network: Network, strips: Sequence[Written], script: Script) -> Score:
    """Return the score at the best temperature for strips of one script."""
    seen = scores_of([w.strip for w in strips], LOOKS, network)
    truth = [value_of(w) for w in strips]
    tried = [(t, readings_of(seen, script, t, len(LOOKS))) for t in TEMPERATURES]
    temperature, readings = min(tried, key=lambda one: _surprise(one[1], truth))
    result = score(readings, truth, script, temperature)
    seen_struck = [r.is_struck for r in readings]
    pairs = list(zip((w.struck for w in strips), seen_struck, strict=True))
    return replace(
        result,
        struck=sum(there for there, _ in pairs),
        found=sum(there and said for there, said in pairs),
        alarms=sum(said and not there for there, said in pairs),
    )


def value_of(one: Written) -> int:
    """Return the number that its digits spell."""
    return int("".join(str(d) for d in one.digits))


def score(
    readings: Sequence[StripReading], truth: Sequence[int], script: Script, temperature: float
) -> Score:
    """Return how many readings are exact, how many are sure, and how many of those are wrong."""
    right = [r.value == t for r, t in zip(readings, truth, strict=True)]
    sure = [bool(r.candidates) and r.candidates[0][1] >= SURE for r in readings]
    wrong = sum(s and not ok for s, ok in zip(sure, right, strict=True))
    return Score(script, temperature, len(truth), sum(right), sum(sure), wrong)


def _surprise(readings: Sequence[StripReading], truth: Sequence[int]) -> float:
    chances = [dict(r.candidates).get(t, 0.0) for r, t in zip(readings, truth, strict=True)]
    return -float(np.log(np.array(chances) + _LEAST).mean())
