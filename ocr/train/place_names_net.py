"""The network that reads letters of place names: a small convolutional net with CTC output."""

from typing import Final

from torch import Tensor, nn

from ocr.place_names.letters import CLASSES

CHANNELS: Final = (20, 32, 48, 72, 96)


def _block(
    inside: int,
    outside: int,
    kernel: tuple[int, int] = (3, 3),
    pad: tuple[int, int] = (1, 1),
    spread: tuple[int, int] = (1, 1),
) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, kernel, padding=pad, dilation=spread, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )


class PlaceNet(nn.Module):
    """Views (n, 1, 48, width) of ink 0-1 become scores of letters (n, classes, width / 2)."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d, e = CHANNELS
        self.features = nn.Sequential(
            nn.Conv2d(1, a, 5, stride=2, padding=2, bias=False),
            nn.BatchNorm2d(a),
            nn.ReLU(inplace=True),
            nn.Conv2d(a, b, 3, stride=(2, 1), padding=1, bias=False),
            nn.BatchNorm2d(b),
            nn.ReLU(inplace=True),
            _block(b, c),
            nn.MaxPool2d((2, 1)),
            _block(c, d),
            nn.MaxPool2d((2, 1)),
            _block(d, e, (3, 3), (0, 1)),
        )
        self.near = _block(e, e, (1, 5), (0, 2))
        self.far = _block(e, e, (1, 5), (0, 4), (1, 2))
        self.score = nn.Conv2d(e, CLASSES, 1)

    def forward(self, views: Tensor) -> Tensor:
        """Return the scores of letters (n, classes, columns) before the softmax."""
        seen = self.features(views)
        seen = self.near(seen) + seen
        scores: Tensor = self.score(self.far(seen) + seen)
        return scores.squeeze(2)
