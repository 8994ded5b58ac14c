"""Judging the network of letters on fresh strips, its temperature, its files and its model card."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch

from ocr.place_names.fits import columns_of, fits
from ocr.place_names.letters import letters_of
from ocr.place_names.network import DESCRIPTION_FILE, MODEL_FILE, load_network
from ocr.strip_network import CalibratedNetwork, on_paper
from ocr.train.export import onnx_bytes, write_model
from ocr.train.place_names_wear import PlaceSource
from ocr.train.small import small_model
from ocr.train.words_wear import WordSample
from ocr.words.view import HEIGHT, width_for

CARD_FILE: Final = "PLACE_NAMES_CARD.md"

TEMPERATURE: Final = 2.7
"""How much softer the network's word is taken, chosen together with the weight of names that are
not listed (`ocr.place_names.reader`). Drawn strips want 2.0; at 2.7 no name of the 14 real sheets
was sure and wrong, whether the right one was listed or not."""

RANGES: Final = 160
"""Strips on which the ranges of the layers are measured before the weights are made small."""

RIVALS: Final = 49
"""Each name is judged against so many others."""

_TEXT: Final = """# Reader of place names: model card

`place_names.onnx` reads the letters of a place's name (marks above and below left out) from a strip
of a form's head, so that the names of a register can be judged by it. Written by
`python -m ocr.train.place_names`; do not edit.

- SHA-256 of the weights: `{sha256}` ({size:,} bytes)
- Training: {steps:,} batches of {batch} in this sitting{start}; seed {seed}, {minutes:.0f} minutes
- Input `views` (n, 1, 48, width): ink 0-1 at half page scale; output `scores`
  (n, 53, width / 2) for CTC over the letters that stand on the line, and the blank
- Weights in seven and sums in eight bits, ranges measured on drawn strips
- Temperature: {temperature:g}

## Learned from
Names drawn anew for every batch, {known:,} of them borne by provinces, amphoe and tambon
(thailand-geography-data, MIT) and as many invented syllables: by the project's own strokes
(`ocr/hand`, nobody's hand), and by {faces} faces of Thai fonts under strong elastic distortion (the
package fonts-thai-tlwg, and Charm, Charmonman, Itim, Kodchasan, Mali, Sriracha, Srisakdi under the
SIL Open Font License; none of them ships with the project), with the ends of printed labels beside
them and the lines above and below. No real count form was used.

## Results on fresh strips of the same kind
n = {count}; the name written comes first of {rivals} in {right:.1%}.
What it does on real heads stands in docs/reading.md.

## Limits
- It is no free reader: of the letters themselves it gets many wrong. It says which of the names
  that a register knows fits best, and that none does.
- Names without marks may be alike (โนนสูง, โนนสัง).
"""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What a training was asked for, for its card."""

    out: Path
    steps: int
    batch: int
    seed: int
    fresh: int
    minutes: float
    start: str


def ship(net: torch.nn.Module, source: PlaceSource, sitting: Sitting) -> None:
    """Write a trained network in eight bits, with its temperature and its card."""
    rng = np.random.default_rng(sitting.seed + 2_000_003)
    inks = [source.sample(rng).ink for _ in range(RANGES)]
    model = small_model(onnx_bytes(net, HEIGHT), (on_paper([i], width_for(i)) for i in inks))
    sha256 = write_model(model, sitting.out / MODEL_FILE)
    _describe(sitting.out, sha256)
    fresh = [source.sample(rng) for _ in range(sitting.fresh)]
    right = judged(load_network(sitting.out), fresh, source, rng)
    card = _TEXT.format(
        sha256=sha256,
        size=len(model),
        steps=sitting.steps,
        batch=sitting.batch,
        start=sitting.start,
        seed=sitting.seed,
        minutes=sitting.minutes,
        temperature=TEMPERATURE,
        known=len(source.names.known),
        faces=len(source.hands) + len(source.prints),
        count=len(fresh),
        rivals=RIVALS + 1,
        right=right,
    )
    (sitting.out / CARD_FILE).write_text(card, "utf-8")


def judged(
    network: CalibratedNetwork,
    samples: Sequence[WordSample],
    source: PlaceSource,
    rng: np.random.Generator,
) -> float:
    """Return the share of strips whose name comes first among others."""
    scores = network.scores([s.ink for s in samples])
    first = [
        int(
            fits(
                columns_of(one, network.temperature), [s.tokens, *_rivals(source, s, rng)]
            ).argmax()
        )
        for one, s in zip(scores, samples, strict=True)
    ]
    return first.count(0) / len(first)


def _rivals(
    source: PlaceSource, sample: WordSample, rng: np.random.Generator
) -> list[tuple[int, ...]]:
    """Return other names than the one that is written."""
    found: list[tuple[int, ...]] = []
    while len(found) < RIVALS:
        letters = letters_of(source.names.phrase(rng).texts[0])
        if letters and letters != sample.tokens:
            found.append(letters)
    return found


def _describe(out: Path, sha256: str) -> None:
    said = {"sha256": sha256, "temperature": TEMPERATURE}
    (out / DESCRIPTION_FILE).write_text(json.dumps(said, indent=1) + "\n", "utf-8")
