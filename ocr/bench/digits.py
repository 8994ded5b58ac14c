"""The strip reader alone, on digit sets that training never saw."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ocr.bench.rates import Rate
from ocr.digits import Script, read_strips
from ocr.digits.reader import LOOKS, Look
from ocr.train.calibrate import held_out, value_of
from ocr.train.errors import DataSetError
from ocr.train.glyphs import load_banks
from ocr.train.samples import Source

Strip = NDArray[np.uint8]

SETS: Final = (
    ("real cheque amounts (ORAND-CAR-A)", "arabic_orand_car_a.parquet"),
    ("real Kenyan count rows", "real_kenya_form34a.parquet"),
)
LONGEST: Final = 5
LOOSE: Final = (Look(0.0, 1.3), Look(0.0, 1.1))
"""Views of strips that have paper around them already."""

SURE: Final = 0.99
HELD_OUT: Final = 1500
HELD_OUT_SEED: Final = 2026
"""Another seed than the one whose strips chose the temperatures."""


@dataclass(frozen=True, slots=True)
class StripScore:
    """How strips of a set were read: exact, exact among the sure ones, process CPU a strip."""

    name: str
    exact: Rate
    sure: Rate
    ms: float


def score_sets(folder: Path) -> list[StripScore]:
    """Return the score of every set that lies in `folder`."""
    scores = [
        _score(name, list(_strips(folder / file)), Script.ARABIC, LOOSE)
        for name, file in SETS
        if (folder / file).is_file()
    ]
    return scores + _held_out(folder)


def _held_out(folder: Path) -> list[StripScore]:
    """Return the scores of strips composed of digits by writers whom training never saw."""
    try:
        source = Source(load_banks(folder, "held out"))
    except DataSetError:
        return []
    scores = []
    for script in Script:
        strips = held_out(source, script, HELD_OUT, HELD_OUT_SEED)
        pairs = [(one.strip, value_of(one)) for one in strips]
        scores.append(_score(f"composed of held-out {script.value} digits", pairs, script, LOOKS))
    return scores


def _score(
    name: str, pairs: Sequence[tuple[Strip, int]], script: Script, looks: Sequence[Look]
) -> StripScore:
    start = time.process_time()
    readings = read_strips([strip for strip, _ in pairs], script, looks)
    spent = (time.process_time() - start) * 1000 / max(1, len(pairs))
    right = [r.value == truth for r, (_, truth) in zip(readings, pairs, strict=True)]
    sure = [bool(r.candidates) and r.candidates[0][1] >= SURE for r in readings]
    return StripScore(name, Rate.of(right), Rate.of(_where(right, sure)), spent)


def _where(right: Sequence[bool], chosen: Sequence[bool]) -> list[bool]:
    return [ok for ok, wanted in zip(right, chosen, strict=True) if wanted]


def _strips(path: Path) -> Iterator[tuple[Strip, int]]:
    table = pq.read_table(path, columns=["png", "label"])
    for png, label in zip(table["png"].to_pylist(), table["label"].to_pylist(), strict=True):
        if not (label.isdigit() and len(label) <= LONGEST):
            continue
        strip = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
        if strip is not None:
            yield whitened(strip.astype(np.uint8)), int(label)


def whitened(strip: Strip) -> Strip:
    """Return a strip on even white paper; it stays as loosely cut as its set has it."""
    kernel = np.ones((15, 15), np.uint8)
    paper = cv2.blur(cv2.morphologyEx(strip, cv2.MORPH_CLOSE, kernel), (25, 25))
    return np.clip(strip * (245.0 / np.maximum(paper, 60)), 0, 245).astype(np.uint8)
