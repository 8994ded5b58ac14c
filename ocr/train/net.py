"""The strip reader's network: a small convolutional net with CTC output."""

from typing import Final

import torch
from torch import Tensor, nn

from ocr.digits.alphabet import CLASSES
from ocr.train.layers import block

CHANNELS: Final = (32, 64, 96, 128, 160)


class StripNet(nn.Module):
    """Views (n, 1, 32, width) of ink 0-1 become class scores (n, 21, width / 4)."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d, e = CHANNELS
        self.features = nn.Sequential(
            nn.Conv2d(1, a, 5, stride=2, padding=2, bias=False),
            nn.BatchNorm2d(a),
            nn.ReLU(inplace=True),
            block(a, b),
            nn.MaxPool2d(2),
            block(b, c),
            block(c, c),
            nn.MaxPool2d((2, 1)),
            block(c, d),
            nn.MaxPool2d((2, 1)),
            block(d, e, (2, 1), (0, 0)),
        )
        self.context = nn.Sequential(
            block(e, e, (1, 5), (0, 2)), nn.Dropout(0.15), block(e, e, (1, 5), (0, 2))
        )
        self.score = nn.Conv2d(e, CLASSES, 1)

    def forward(self, views: Tensor) -> Tensor:
        """Return the class scores (n, 21, columns) before the softmax."""
        seen = self.features(views)
        scores: Tensor = self.score(self.context(seen) + seen)
        return scores.squeeze(2)


def parameter_count(net: nn.Module) -> int:
    """Return how many numbers the net has learned."""
    return sum(p.numel() for p in net.parameters())


def averaged(net: nn.Module, decay: float = 0.998) -> torch.optim.swa_utils.AveragedModel:
    """Return a running mean of the net's weights, which reads better than the last ones."""
    mean = torch.optim.swa_utils.get_ema_multi_avg_fn(decay)
    return torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=mean, use_buffers=True)
