"""What the networks that learn with CTC are built of."""

from torch import Tensor, nn


def block(
    inside: int,
    outside: int,
    kernel: tuple[int, int] = (3, 3),
    pad: tuple[int, int] = (1, 1),
    spread: tuple[int, int] = (1, 1),
) -> nn.Sequential:
    """Return a convolution with its norm and its bend."""
    return nn.Sequential(
        nn.Conv2d(inside, outside, kernel, padding=pad, dilation=spread, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )


class LetterNet(nn.Module):
    """Features of a strip (n, `channels`, 1, columns), then scores that see letters around."""

    def __init__(self, features: nn.Module, channels: int, classes: int) -> None:
        super().__init__()
        self.features = features
        self.near = block(channels, channels, (1, 5), (0, 2))
        self.far = block(channels, channels, (1, 5), (0, 4), (1, 2))
        self.score = nn.Conv2d(channels, classes, 1)

    def forward(self, views: Tensor) -> Tensor:
        """Return the scores (n, classes, columns) before the softmax."""
        seen = self.features(views)
        seen = self.near(seen) + seen
        scores: Tensor = self.score(self.far(seen) + seen)
        return scores.squeeze(2)
