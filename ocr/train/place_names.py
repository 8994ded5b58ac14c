"""`python -m ocr.train.place_names --out DIR`: learn letters of place names and write the files."""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import torch

from ocr.place_names.letters import BLANK
from ocr.train.loop import Plan, Reporter, learn
from ocr.train.place_names_card import Sitting, ship
from ocr.train.place_names_net import PlaceNet
from ocr.train.place_names_text import Names, names_in
from ocr.train.place_names_wear import PlaceSource
from ocr.train.words_batches import word_batches

STEPS: Final = 6000
BATCH: Final = 48
RATE: Final = 2.5e-3
FRESH: Final = 1500
"""Fresh strips for the temperature and the model card."""

PRINTS: Final = Path("/usr/share/fonts/truetype/tlwg")
_WRITTEN: Final = ("Charm", "Itim", "Kodchasan", "Mali", "Purisa", "Sriracha", "Srisakdi")
"""Families whose faces look written."""


@dataclass(frozen=True, slots=True)
class Task:
    """What the command line asks for."""

    out: Path
    names: Path | None
    fonts: list[Path]
    steps: int
    rate: float
    start: Path | None
    seed: int
    threads: int
    fresh: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, export, calibrate and describe; return the exit code."""
    task = _task(arguments)
    torch.set_num_threads(task.threads)
    cv2.setNumThreads(1)
    task.out.mkdir(parents=True, exist_ok=True)
    source = source_of(task)
    torch.manual_seed(task.seed)
    net = PlaceNet()
    if task.start:
        net.load_state_dict(torch.load(task.start))
    begun = time.monotonic()
    plan = Plan(task.steps, task.rate, task.seed, report_every=50, blank=BLANK)
    keep = Reporter(task.out / "place_names.part")
    trained = learn(net, plan, word_batches(source, BATCH, task.seed), keep) if task.steps else net
    torch.save(trained.state_dict(), keep.file)
    minutes = (time.monotonic() - begun) / 60
    start = ", going on from an earlier sitting" if task.start else ""
    ship(
        trained.eval(),
        source,
        Sitting(task.out, task.steps, BATCH, task.seed, task.fresh, minutes, start),
    )
    return 0


def source_of(task: Task) -> PlaceSource:
    """Return what draws the strips: with the names and the faces that the command line gives."""
    faces = sorted({path for folder in task.fonts for path in folder.rglob("*.ttf")})
    hands = [path for path in faces if path.name.startswith(_WRITTEN)]
    prints = [path for path in faces if path.is_relative_to(PRINTS)]
    return PlaceSource(Names(names_in(task.names) if task.names else ()), hands, prints)


def _task(arguments: Sequence[str] | None) -> Task:
    parser = argparse.ArgumentParser(prog="python -m ocr.train.place_names", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="where the weights go")
    parser.add_argument("--names", type=Path, help="folder of tables of provinces and their parts")
    parser.add_argument("--fonts", type=Path, nargs="*", default=[PRINTS], help="folders of faces")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--start", type=Path, help="weights of an earlier sitting to go on from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--fresh", type=int, default=FRESH)
    return Task(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main())
