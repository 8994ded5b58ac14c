"""The network of printed row numbers, and batches to teach it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ocr.row_numbers.network import CLASSES, TENS
from ocr.row_numbers.view import HEIGHT, WIDTH
from ocr.strip_network import on_paper
from ocr.train.row_numbers_drawn import NumberSource, Printed

CHANNELS: Final = (16, 32, 64)
HIDDEN: Final = 96

POOL, FRESH = 24_000, 1_500


class NumberNet(nn.Module):
    """Views (n, 1, 20, 48) of ink 0-1 become class scores (n, 22, 1)."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c = CHANNELS
        self.features = nn.Sequential(
            nn.Conv2d(1, a, 5, stride=2, padding=2, bias=False),
            nn.BatchNorm2d(a),
            nn.ReLU(inplace=True),
            nn.Conv2d(a, b, 3, padding=1, bias=False),
            nn.BatchNorm2d(b),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
            nn.Conv2d(b, c, 3, padding=1, bias=False),
            nn.BatchNorm2d(c),
            nn.ReLU(inplace=True),
            nn.MaxPool2d((1, 2)),
        )
        self.score = nn.Sequential(
            nn.Flatten(),
            nn.Dropout(0.2),
            nn.Linear(c * (HEIGHT // 4) * (WIDTH // 8), HIDDEN),
            nn.ReLU(inplace=True),
            nn.Linear(HIDDEN, CLASSES),
        )

    def forward(self, views: Tensor) -> Tensor:
        """Return the class scores before the softmax."""
        scores: Tensor = self.score(self.features(views))
        return scores.unsqueeze(2)


@dataclass(frozen=True, slots=True, eq=False)
class NumberBatch:
    """Views (n, 1, 20, 48) and what stands in them, shape (n, 3): tens, ones, script."""

    views: NDArray[np.float32]
    answers: NDArray[np.int64]


def number_batches(source: NumberSource, size: int, seed: int) -> Iterator[NumberBatch]:
    """Yield batches without end; the same seed gives the same batches."""
    rng = np.random.default_rng(seed)
    pool: list[Printed] = []
    while True:
        pool = [*pool, *(source.sample(rng) for _ in range(FRESH))][-POOL:]
        for start in range(0, len(pool) - size + 1, size):
            if start == 0:
                order = rng.permutation(len(pool))
            yield number_batch([pool[i] for i in order[start : start + size]])


def number_batch(samples: Sequence[Printed]) -> NumberBatch:
    """Return one batch of drawn numbers."""
    answers = [(s.number // 10, s.number % 10, int(s.thai)) for s in samples]
    return NumberBatch(on_paper([s.ink for s in samples], WIDTH), np.array(answers, np.int64))


def number_loss(net: nn.Module, batch: NumberBatch) -> Tensor:
    """Return how unlikely the true figures and scripts are to the net."""
    scores = net(torch.from_numpy(batch.views))[:, :, 0]
    parts = (scores[:, :TENS], scores[:, TENS : 2 * TENS], scores[:, 2 * TENS :])
    answers = torch.from_numpy(batch.answers)
    losses = [nn.functional.cross_entropy(p, answers[:, k]) for k, p in enumerate(parts)]
    return losses[0] + losses[1] + 0.3 * losses[2]
