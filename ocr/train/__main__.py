"""`python -m ocr.train --data DIR --out DIR`: learn the strip reader and write its files."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import cv2
import torch

from ocr.digits.alphabet import Script
from ocr.digits.network import DESCRIPTION_FILE, MODEL_FILE, load_network
from ocr.train.batches import batches
from ocr.train.calibrate import Score, calibrated, held_out
from ocr.train.card import CARD_FILE, Run, card_text
from ocr.train.errors import TrainError
from ocr.train.export import onnx_bytes, write_model
from ocr.train.folded import load_folded
from ocr.train.glyphs import load_banks
from ocr.train.loop import Plan, device, learn, train
from ocr.train.net import parameter_count
from ocr.train.samples import Source
from ocr.train.small import small_model

STEPS: Final = 4000
"""Batches of the first part, with a high learning rate and batch normalisation."""

HORIZON: Final = 20_000
"""Steps over which the first part's learning rate would fall; it ends before."""

POLISH: Final = 3200
"""Batches of the second part, in the shape that ships, with a rate that falls to nothing."""

POLISH_RATE: Final = 1e-3
"""Learning rate from which the second part falls."""

BATCH: Final = 128
KEEP_EVERY: Final = 1000
"""Steps between two looks at the weights so far."""

LARGE_FILE: Final = "digits_large.onnx.part"
"""The net before it is put into eight bits; `--start` goes on from it."""

RANGES: Final = 12
"""Batches from which the ranges of the eight bits are measured."""

HELD_OUT: Final = 3000
"""Held-out strips per script for the temperature and the model card."""


@dataclass(frozen=True, slots=True)
class Task:
    """What the command line asks for."""

    data: Path
    out: Path
    steps: int
    polish: int
    rate: float
    start: Path | None
    seed: int
    threads: int
    held_out: int


@dataclass(frozen=True, slots=True)
class Reporter:
    """Tells how training goes and keeps the weights so far, for a look before the end."""

    out: Path

    def __call__(self, step: int, loss: float, net: torch.nn.Module) -> None:
        """Report one step."""
        sys.stdout.write(f"step {step:6d}  loss {loss:.4f}\n")
        sys.stdout.flush()
        if step % KEEP_EVERY == 0:
            self.out.mkdir(parents=True, exist_ok=True)
            write_model(onnx_bytes(net), self.out / f"{step:06d}.onnx.part")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, export, calibrate and describe; return the exit code."""
    task = _task(arguments)
    torch.set_num_threads(task.threads)
    cv2.setNumThreads(1)
    try:
        make(task)
    except TrainError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def make(task: Task) -> Sequence[Score]:
    """Write the weights, their description and the model card; return the held-out scores.

    Raises:
        DataSetError: a digit set is missing or is another file.
    """
    source = Source(load_banks(task.data, "train"))
    unseen = Source(load_banks(task.data, "held out"), hand=False)
    begun = time.monotonic()
    large = _learned(task, source)
    minutes = (time.monotonic() - begun) / 60
    task.out.mkdir(parents=True, exist_ok=True)
    write_model(large, task.out / LARGE_FILE)
    ranges = list(islice(batches(source, BATCH // 2, task.seed + 2), RANGES))
    model = small_model(large, (batch.views for batch in ranges))
    sha256 = write_model(model, task.out / MODEL_FILE)
    scores = _calibrate(task, unseen, sha256)
    run = Run(
        sha256,
        len(model),
        parameter_count(load_folded(large)),
        (task.steps, task.polish),
        BATCH,
        seed=task.seed,
        minutes=minutes,
        place=f"{task.threads} thread(s) of a {device().type.upper()}",
    )
    (task.out / CARD_FILE).write_text(card_text(run, scores), "utf-8")
    return scores


def _learned(task: Task, source: Source) -> bytes:
    """Return the polished net; with no batches to polish for, the first part's as it is."""
    first = task.start.read_bytes() if task.start else _first_part(task, source)
    if not task.polish:
        return first
    plan = Plan(task.polish, task.rate, task.seed)
    data = batches(source, BATCH, task.seed + 1)
    return onnx_bytes(learn(load_folded(first), plan, data, Reporter(task.out / "polish")))


def _first_part(task: Task, source: Source) -> bytes:
    plan = Plan(task.steps, seed=task.seed, horizon=max(task.steps, HORIZON))
    net = train(plan, batches(source, BATCH, task.seed), Reporter(task.out / "first"))
    return onnx_bytes(net)


def _calibrate(task: Task, unseen: Source, sha256: str) -> list[Score]:
    _describe(task.out, sha256, dict.fromkeys(Script, 1.0))
    network = load_network(task.out)
    scores = [
        calibrated(network, held_out(unseen, script, task.held_out, task.seed), script)
        for script in Script
    ]
    _describe(task.out, sha256, {s.script: s.temperature for s in scores})
    return scores


def _describe(out: Path, sha256: str, temperature: dict[Script, float]) -> None:
    said = {"sha256": sha256, "temperature": {s.value: t for s, t in temperature.items()}}
    (out / DESCRIPTION_FILE).write_text(json.dumps(said, indent=1) + "\n", "utf-8")


def _task(arguments: Sequence[str] | None) -> Task:
    parser = argparse.ArgumentParser(prog="python -m ocr.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the digit sets")
    parser.add_argument("--out", type=Path, required=True, help="where the weights go")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--polish", type=int, default=POLISH)
    parser.add_argument("--rate", type=float, default=POLISH_RATE, help="highest, of the polish")
    parser.add_argument("--start", type=Path, help="weights of the first part, to skip it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--held-out", type=int, default=HELD_OUT)
    return Task(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main())
