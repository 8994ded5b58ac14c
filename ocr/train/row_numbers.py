"""`python -m ocr.train.row_numbers --out DIR`: learn printed row numbers and write the files."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import nn

from ocr.row_numbers.network import DESCRIPTION_FILE, MODEL_FILE, load_network
from ocr.row_numbers.view import HEIGHT, WIDTH
from ocr.train.export import onnx_bytes, write_model
from ocr.train.net import averaged
from ocr.train.row_numbers_card import CARD_FILE, NumberRun, card_text, judged
from ocr.train.row_numbers_drawn import NumberSource
from ocr.train.row_numbers_net import NumberNet, number_batches, number_loss

STEPS: Final = 4000
BATCH: Final = 128
RATE: Final = 3e-3
FRESH: Final = 4000
"""Fresh numbers for the temperature and the model card."""

FOLDERS: Final = (
    Path("/usr/share/fonts/truetype/tlwg"),
    Path("/usr/share/fonts/truetype/dejavu"),
    Path(__file__).parents[2] / "pages" / "static" / "vendor",
)
HELD_OUT: Final = ("Waree", "Norasi")
"""Families that training never sees; the card says how they are read."""


@dataclass(frozen=True, slots=True)
class Task:
    """What the command line asks for."""

    out: Path
    steps: int
    seed: int
    threads: int
    fresh: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, export, calibrate and describe; return the exit code."""
    task = _task(arguments)
    torch.set_num_threads(task.threads)
    task.out.mkdir(parents=True, exist_ok=True)
    known, strange = _faces()
    begun = time.monotonic()
    net = learn(task, NumberSource(known))
    model = onnx_bytes(net, HEIGHT, WIDTH)
    sha256 = write_model(model, task.out / MODEL_FILE)
    _describe(task.out, sha256, 1.0)
    rng = np.random.default_rng(task.seed + 1_000_003)
    scores = [
        judged(load_network(task.out), [NumberSource(faces).sample(rng) for _ in range(task.fresh)])
        for faces in (known, strange)
    ]
    _describe(task.out, sha256, max(score.temperature for score in scores))
    minutes = (time.monotonic() - begun) / 60
    run = NumberRun(sha256, len(model), task.steps, BATCH, task.seed, minutes, len(known))
    (task.out / CARD_FILE).write_text(card_text(run, *scores), "utf-8")
    return 0


def learn(task: Task, source: NumberSource) -> nn.Module:
    """Return a trained net: the mean of its last weights."""
    torch.manual_seed(task.seed)
    net = NumberNet().train()
    mean = averaged(net).eval()
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=task.steps)
    batches = number_batches(source, BATCH, task.seed)
    for step, batch in zip(range(1, task.steps + 1), batches, strict=False):
        loss = number_loss(net, batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        mean.update_parameters(net)
        if step % 100 == 0:
            sys.stdout.write(f"step {step:6d}  loss {loss.item():.4f}\n")
            sys.stdout.flush()
    return mean.module.eval()


def _faces() -> tuple[list[Path], list[Path]]:
    """Return the faces to learn from and the ones kept back."""
    found = sorted(p for folder in FOLDERS for p in folder.glob("*.ttf") if "Math" not in p.name)
    strange = [p for p in found if p.name.startswith(HELD_OUT)]
    return [p for p in found if p not in strange], strange


def _describe(out: Path, sha256: str, temperature: float) -> None:
    said = {"sha256": sha256, "temperature": temperature}
    (out / DESCRIPTION_FILE).write_text(json.dumps(said, indent=1) + "\n", "utf-8")


def _task(arguments: Sequence[str] | None) -> Task:
    parser = argparse.ArgumentParser(prog="python -m ocr.train.row_numbers", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="where the weights go")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--fresh", type=int, default=FRESH)
    return Task(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main())
