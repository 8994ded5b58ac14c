"""`python -m ocr.train.words --out DIR`: learn the reader of number words and write its files."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import torch

from ocr.strip_network import on_paper
from ocr.train.export import onnx_bytes, write_model
from ocr.train.loop import Plan, learn
from ocr.train.small import small_model
from ocr.train.words_batches import word_batches
from ocr.train.words_card import CARD_FILE, WordRun, WordScore, card_text, judged
from ocr.train.words_net import WordNet
from ocr.train.words_wear import WordSource
from ocr.words.network import DESCRIPTION_FILE, MODEL_FILE, load_network
from ocr.words.view import HEIGHT, width_for

STEPS: Final = 8000
BATCH: Final = 64
RATE: Final = 2e-3
KEEP_EVERY: Final = 200
"""Steps between two savings of the weights so far, from which `--start` goes on."""

FRESH: Final = 1500
"""Fresh strips for the temperature and the model card."""

COOLEST: Final = 1.5
"""Least temperature: drawn words flatter. Leaving out one place at a time, real sheets want it."""

RANGES: Final = 160
"""Strips on which the ranges of the layers are measured before the weights are made small."""

FONTS: Final = Path("/usr/share/fonts/truetype/tlwg")


@dataclass(frozen=True, slots=True)
class Task:
    """What the command line asks for."""

    out: Path
    fonts: list[Path]
    steps: int
    rate: float
    start: Path | None
    seed: int
    threads: int
    fresh: int


@dataclass(frozen=True, slots=True)
class Reporter:
    """Tells how training goes and keeps the weights so far."""

    out: Path

    def __call__(self, step: int, loss: float, net: torch.nn.Module) -> None:
        """Report one step."""
        sys.stdout.write(f"step {step:6d}  loss {loss:.4f}\n")
        sys.stdout.flush()
        if step % KEEP_EVERY == 0:
            torch.save(net.state_dict(), self.out / "words.part")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, export, calibrate and describe; return the exit code."""
    task = _task(arguments)
    torch.set_num_threads(task.threads)
    cv2.setNumThreads(1)
    task.out.mkdir(parents=True, exist_ok=True)
    make(task)
    return 0


def make(task: Task) -> WordScore:
    """Learn, then write the files of the reader; return the score on fresh strips."""
    fonts = sorted({path for folder in task.fonts for path in folder.rglob("*.ttf")})
    begun = time.monotonic()
    torch.manual_seed(task.seed)
    net = WordNet()
    if task.start:
        net.load_state_dict(torch.load(task.start))
    plan = Plan(task.steps, task.rate, task.seed, report_every=50)
    data = word_batches(WordSource(fonts), BATCH, task.seed)
    trained = learn(net, plan, data, Reporter(task.out))
    torch.save(trained.state_dict(), task.out / "words.part")
    return ship(task, trained, fonts, (time.monotonic() - begun) / 60)


def ship(task: Task, trained: torch.nn.Module, fonts: Sequence[Path], minutes: float) -> WordScore:
    """Write a trained network in eight bits, with its temperature and its card."""
    rng = np.random.default_rng(task.seed + 2_000_003)
    source = WordSource(fonts)
    inks = [source.sample(rng).ink for _ in range(RANGES)]
    model = small_model(
        onnx_bytes(trained, HEIGHT), (on_paper([ink], width_for(ink)) for ink in inks)
    )
    sha256 = write_model(model, task.out / MODEL_FILE)
    score = _calibrate(task, fonts, sha256)
    start = ", going on from an earlier sitting" if task.start else ""
    run = WordRun(
        sha256,
        len(model),
        task.steps,
        BATCH,
        task.seed,
        minutes=minutes,
        start=start,
        fonts=len(fonts),
    )
    (task.out / CARD_FILE).write_text(card_text(run, score), "utf-8")
    return score


def _calibrate(task: Task, fonts: Sequence[Path], sha256: str) -> WordScore:
    _describe(task.out, sha256, 1.0)
    rng = np.random.default_rng(task.seed + 1_000_003)
    source = WordSource(fonts)
    score = judged(load_network(task.out), [source.sample(rng) for _ in range(task.fresh)])
    _describe(task.out, sha256, max(score.temperature, COOLEST))
    return score


def _describe(out: Path, sha256: str, temperature: float) -> None:
    said = {"sha256": sha256, "temperature": temperature}
    (out / DESCRIPTION_FILE).write_text(json.dumps(said, indent=1) + "\n", "utf-8")


def _task(arguments: Sequence[str] | None) -> Task:
    parser = argparse.ArgumentParser(prog="python -m ocr.train.words", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="where the weights go")
    parser.add_argument("--fonts", type=Path, nargs="*", default=[FONTS], help="folders of faces")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--start", type=Path, help="weights of an earlier sitting to go on from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--fresh", type=int, default=FRESH)
    return Task(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main())
