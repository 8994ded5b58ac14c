"""The model card: what the weights were learned from, how well they read, and their limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ocr.train.calibrate import Score
from ocr.train.datasets import TRAINING_SETS

CARD_FILE: Final = "MODEL_CARD.md"

_TEXT: Final = """# Strip reader: model card

`digits.onnx` reads handwritten numbers of one to five digits, Arabic or Thai, from a cleaned strip
of a count form. Written by `make train DATA=dir`; do not edit.

- SHA-256 of the weights: `{sha256}` ({size:,} bytes, {parameters:,} parameters)
- Training: two rounds of {steps} batches of {batch}, seed {seed}, {minutes:.0f} minutes on {place};
  each ends with the mean of its last weights
- Input `views` (n, 1, 32, width): ink 0-1, height 32; output `scores` (n, 21, width / 4) for CTC:
  0-9 (0 and ๐ are one class), ๑-๙, blank, struck-out figure
- Weights in seven and sums in eight bits, ranges measured on training strings

## Learned from
| set | origin | licence | sha256 |
|---|---|---|---|
{sets}
| `ocr/hand`, `ocr/train` | the project's own strokes, nobody's hand | Apache-2.0 | in here |

Of the two sets only the training split. Single digits are bent as on rubber, leaned, widened and
redrawn with thin and thick pens, then composed into strings with touching digits, dotted leaders,
dashes, ticks, slashes, labels, remnants of ruled lines and of neighbouring rows, cleaned and cut as
the reader cleans and cuts, blurred, shrunk and compressed. In one of twenty a struck-out figure
stands before the digits, or alone. No real count form, cheque or other string was used for
training, nor for choosing among weights: the last step of the plan is what ships.

## Results on held-out digits
Strings composed in the same way from writers that training never saw (no `ocr/hand`); exact means
every digit right. Temperatures are chosen on these strips.

| script | n | exact | at p >= 0.99: n | of them wrong | temperature | struck out, seen | alarms |
|---|---|---|---|---|---|---|---|
{results}

What it reads on real sheets, which it never saw, stands in docs/benchmarks.md (`make bench`).

## Limits
- The Thai digits come from {thai} with few writers, and no filled form with Thai digits was at
  hand: treat Thai probabilities as less sure than they say.
- Digits below about 14 pixels of height in the photo are lost; 20 and more are wanted.
- Strike-outs are simulated only: lines, crosses, zigzags and loops over a figure. Barred 7s with
  long bars look like them, so only very likely ones (0.9) are flagged, and about a third of struck
  figures with one or two thin lines are not.
- Probabilities are calibrated on composed strips. Real strips fail in other ways (a checker's tick
  read as 1, an open 4 read as 1 or 9), so the joint decision adds its own doubt to each cell.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a training left behind, for its card."""

    sha256: str
    size: int
    parameters: int
    steps: tuple[int, int]
    batch: int
    seed: int
    minutes: float
    place: str


def card_text(run: Run, scores: Sequence[Score]) -> str:
    """Return the model card."""
    sets = "\n".join(
        f"| `{s.file}` | {s.origin} | {s.licence} | `{s.sha256[:16]}…` |" for s in TRAINING_SETS
    )
    results = "\n".join(
        f"| {s.script.value} | {s.count} | {s.exact / s.count:.1%} | {s.sure} "
        f"| {s.sure_wrong} | {s.temperature:g} | {s.found} of {s.struck} "
        f"| {s.alarms} of {s.count - s.struck} |"
        for s in scores
    )
    return _TEXT.format(
        sha256=run.sha256,
        size=run.size,
        parameters=run.parameters,
        steps=" and ".join(f"{n:,}" for n in run.steps if n),
        batch=run.batch,
        seed=run.seed,
        minutes=run.minutes,
        place=run.place,
        sets=sets,
        results=results,
        thai=TRAINING_SETS[1].file,
    )
