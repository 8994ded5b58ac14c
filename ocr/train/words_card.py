"""Judging the network of number words on fresh strips, its temperature, and its model card."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ocr.strip_network import CalibratedNetwork, Scores
from ocr.train.words_wear import WordSample
from ocr.words.chances import best_words, chances_of, columns_of
from ocr.words.tokens import NUMBER_WORDS

CARD_FILE: Final = "WORDS_CARD.md"

TEMPERATURES: Final = (0.8, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5, 3.0)
"""Tried from sharp to soft; the one under which the words written are likeliest wins."""

SURE: Final = 0.95
_LEAST: Final = 1e-9

_TEXT: Final = """# Reader of number words: model card

`words.onnx` reads counts written in Thai words (ศูนย์ to พัน) from a strip of a count form, given
the numbers that may stand there. Written by `python -m ocr.train.words`; do not edit.

- SHA-256 of the weights: `{sha256}` ({size:,} bytes)
- Training: {steps:,} batches of {batch} in this sitting{start};
  seed {seed}, {minutes:.0f} minutes
- Input `views` (n, 1, 48, width): ink 0-1 at half page scale; output `scores`
  (n, 20, width / 4) for CTC over whole words: ศูนย์-เก้า, เอ็ด, ยี่, สิบ, ร้อย, พัน, ถ้วน, คะแนน, บัตร,
  คน, blank
- Weights in seven and sums in eight bits, ranges measured on drawn strips
- Best temperature on drawn strips: {temperature:g}; the one in use stands in `words.json`

## Learned from
Words drawn anew for every batch: by the project's own strokes (`ocr/hand`, nobody's hand) made
hasty, joined, displaced and uneven, and by {fonts} faces of Thai fonts under strong elastic
distortion, with leaders, brackets, ruled lines, slashes and the ink of other rows around. The
fonts are those of the package fonts-thai-tlwg (GPL with font exception, and free licences) and
handwriting-like faces under the SIL Open Font License (Charm, Charmonman, Itim, Kodchasan, Mali,
Sriracha, Srisakdi); none of them ships with the project. No real count form was used.

## Results on fresh strips of the same kind
n = {count}; all words right {exact:.1%}; {sure_count} at p >= {sure}, {sure_wrong} of them wrong.
What the words add on real sheets stands in docs/benchmarks.md (`make bench`).

## Limits
- Very cursive hands merge letters as no drawn word does; the joint decision therefore treats clear
  words as wrong in one of several cells (`ocr.joint.spelled`).
- Counts above 9,999 are not spelled. English words and figures in the brackets are not read.
"""


@dataclass(frozen=True, slots=True)
class WordScore:
    """How well `count` fresh strips were read at the best temperature."""

    temperature: float
    count: int
    exact: int
    sure: int
    sure_wrong: int


@dataclass(frozen=True, slots=True)
class WordRun:
    """What a training left behind, for its card."""

    sha256: str
    size: int
    steps: int
    batch: int
    seed: int
    minutes: float
    start: str
    fonts: int


def judged(network: CalibratedNetwork, samples: Sequence[WordSample]) -> WordScore:
    """Return the score at the temperature under which the words written are likeliest."""
    scores = network.scores([s.ink for s in samples])
    written = [tuple(t for t in s.tokens if t < NUMBER_WORDS) for s in samples]
    temperature = min(TEMPERATURES, key=lambda t: _surprise(scores, written, t))
    columns = columns_of(scores, temperature)
    best = [best_words(one) for one in columns]
    chances = chances_of(columns, range(len(best)), best)
    right = [b == w for b, w in zip(best, written, strict=True)]
    sure = [chance >= SURE for chance in chances.tolist()]
    wrong = sum(s and not r for s, r in zip(sure, right, strict=True))
    return WordScore(temperature, len(samples), sum(right), sum(sure), wrong)


def card_text(run: WordRun, score: WordScore) -> str:
    """Return the model card."""
    return _TEXT.format(
        sha256=run.sha256,
        size=run.size,
        steps=run.steps,
        batch=run.batch,
        seed=run.seed,
        minutes=run.minutes,
        start=run.start,
        fonts=run.fonts,
        temperature=score.temperature,
        count=score.count,
        exact=score.exact / score.count,
        sure=SURE,
        sure_count=score.sure,
        sure_wrong=score.sure_wrong,
    )


def _surprise(
    scores: Sequence[Scores], written: Sequence[tuple[int, ...]], temperature: float
) -> float:
    columns = columns_of(scores, temperature)
    chances = chances_of(columns, range(len(written)), written)
    return -float(np.log(chances + _LEAST).mean())
