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
from ocr.train.glyphs import load_banks
from ocr.train.loop import Plan, Reporter, device, learn, train
from ocr.train.net import StripNet, parameter_count
from ocr.train.samples import Source, drawn_banks
from ocr.train.small import small_model

STEPS: Final = 12_000
"""Batches of the first round."""

POLISH: Final = 4000
"""Batches of the second round."""

POLISH_RATE: Final = 1.5e-3
"""Highest learning rate of the second round."""

BATCH: Final = 64
PART_FILE: Final = "digits.part"
"""The weights so far: `--start` goes on from them, with `--polish 0` without learning."""

RANGES: Final = 16
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
    start: Path | None
    seed: int
    threads: int
    held_out: int


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
    source = Source(load_banks(task.data, "train"), drawn_banks())
    unseen = Source(load_banks(task.data, "held out"))
    begun = time.monotonic()
    net = _net(task, source)
    minutes = (time.monotonic() - begun) / 60
    task.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), task.out / PART_FILE)
    ranges = islice(batches(source, BATCH, task.seed + 2), RANGES)
    model = small_model(onnx_bytes(net), (batch.views for batch in ranges))
    sha256 = write_model(model, task.out / MODEL_FILE)
    scores = _calibrate(task, unseen, sha256)
    run = Run(
        sha256,
        len(model),
        parameter_count(net),
        (task.steps, task.polish),
        BATCH,
        seed=task.seed,
        minutes=minutes,
        place=f"{task.threads} thread(s) of a {device().type.upper()}",
    )
    (task.out / CARD_FILE).write_text(card_text(run, scores), "utf-8")
    return scores


def _net(task: Task, source: Source) -> torch.nn.Module:
    """Return the net after both rounds; the second begins from the mean that the first left."""
    keep = Reporter(task.out / PART_FILE)
    net = _first_round(task, source, keep)
    if not task.polish:
        return net
    data = batches(source, BATCH, task.seed + 1, beside=True)
    return learn(net, Plan(task.polish, POLISH_RATE, task.seed), data, keep)


def _first_round(task: Task, source: Source, keep: Reporter) -> torch.nn.Module:
    if task.start is None:
        return train(
            Plan(task.steps, seed=task.seed), batches(source, BATCH, task.seed, beside=True), keep
        )
    net = StripNet()
    net.load_state_dict(torch.load(task.start))
    return net.eval()


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
    parser.add_argument("--start", type=Path, help="weights of the first round, to skip it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--held-out", type=int, default=HELD_OUT)
    return Task(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main())
