"""The training itself: deterministic by seed, in bfloat16 where the machine has it."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn

from ocr.digits.alphabet import BLANK
from ocr.train.batches import Batch
from ocr.train.net import StripNet, averaged

WARM_UP: Final = 150
"""Steps in which the learning rate rises; of a short training at most a quarter."""

FALLING: Final = 0.3
"""Share of the steps, at the end, in which the learning rate falls to nothing."""
KEEP_EVERY: Final = 500
"""Steps between two savings of the weights so far."""

Report = Callable[[int, float, nn.Module], None]
"""Is given the step, the loss and the mean of the weights so far."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn: the learning rate rises, holds, then falls to nothing."""

    steps: int
    rate: float = 2e-3
    seed: int = 1
    report_every: int = 100
    blank: int = BLANK
    """The class that says that nothing new stands in a column."""

    def share(self, step: int) -> float:
        """Return the share of the full learning rate at a step."""
        left = (self.steps - step) / max(1.0, FALLING * self.steps)
        return min(1.0, (step + 1) / min(WARM_UP, self.steps / 4), max(0.0, left))


@dataclass(slots=True)
class Reporter:
    """Tells how training goes and keeps the weights so far in a file."""

    file: Path
    begun: float = field(default_factory=time.monotonic)

    def __call__(self, step: int, loss: float, net: nn.Module) -> None:
        """Report one step."""
        minutes = (time.monotonic() - self.begun) / 60
        sys.stdout.write(f"step {step:6d}  loss {loss:.4f}  {minutes:5.1f} min\n")
        sys.stdout.flush()
        if step % KEEP_EVERY == 0:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            torch.save(net.state_dict(), self.file)


def device() -> torch.device:
    """Return the GPU where there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def train(plan: Plan, batches: Iterator[Batch], report: Report) -> nn.Module:
    """Return a new net after `plan.steps` batches: the mean of its last weights."""
    torch.manual_seed(plan.seed)
    return learn(StripNet(), plan, batches, report)


def learn(net: nn.Module, plan: Plan, batches: Iterator[Batch], report: Report) -> nn.Module:
    """Return `net` after `plan.steps` more batches: the mean of its last weights."""
    place = device()
    net = net.to(place, memory_format=torch.channels_last).train()
    mean = averaged(net).eval()
    optimizer = torch.optim.AdamW(net.parameters(), plan.rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, plan.share)
    running = 0.0
    for step, batch in zip(range(1, plan.steps + 1), batches, strict=False):
        loss = _loss(net, batch, place, plan.blank)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        mean.update_parameters(net)
        running += (loss.item() - running) * max(0.01, 1 / step)
        if step % plan.report_every == 0:
            report(step, running, mean.module)
    return mean.module.eval().cpu()


def _loss(net: nn.Module, batch: Batch, place: torch.device, blank: int) -> Tensor:
    views = torch.from_numpy(batch.views).to(place, memory_format=torch.channels_last)
    with torch.autocast(place.type, torch.bfloat16):
        scores = net(views)
    chances = scores.float().permute(2, 0, 1).log_softmax(2)
    columns = torch.full((chances.shape[1],), chances.shape[0], dtype=torch.long)
    return nn.functional.ctc_loss(
        chances,
        torch.from_numpy(batch.classes).to(place),
        columns,
        torch.from_numpy(batch.lengths),
        blank=blank,
        zero_infinity=True,
    )
