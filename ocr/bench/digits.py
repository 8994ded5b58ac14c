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

Strip = NDArray[np.uint8]

SETS: Final = (
    ("real cheque amounts (ORAND-CAR-A)", "arabic_orand_car_a.parquet"),
    ("real Kenyan count rows", "real_kenya_form34a.parquet"),
)
LONGEST: Final = 5
SURE: Final = 0.99


@dataclass(frozen=True, slots=True)
class StripScore:
    """How strips of a set were read: exact, exact among the sure ones, process CPU a strip."""

    name: str
    exact: Rate
    sure: Rate
    ms: float


def score_sets(folder: Path) -> list[StripScore]:
    """Return the score of every set that lies in `folder`."""
    return [_score(name, folder / file) for name, file in SETS if (folder / file).is_file()]


def _score(name: str, path: Path) -> StripScore:
    pairs = list(_strips(path))
    start = time.process_time()
    readings = read_strips([strip for strip, _ in pairs], Script.ARABIC)
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
            yield strip.astype(np.uint8), int(label)
