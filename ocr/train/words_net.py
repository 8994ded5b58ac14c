"""The network that reads number words: a small convolutional net with CTC output."""

from typing import Final

from torch import nn

from ocr.train.layers import LetterNet, block
from ocr.words.tokens import CLASSES

CHANNELS: Final = (20, 48, 64, 96, 128)


class WordNet(LetterNet):
    """Views (n, 1, 48, width) of ink 0-1 become class scores (n, 20, width / 4)."""

    def __init__(self) -> None:
        a, b, c, d, e = CHANNELS
        features = nn.Sequential(
            nn.Conv2d(1, a, 5, stride=2, padding=2, bias=False),
            nn.BatchNorm2d(a),
            nn.ReLU(inplace=True),
            nn.Conv2d(a, b, 3, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(b),
            nn.ReLU(inplace=True),
            block(b, c),
            block(c, c),
            nn.MaxPool2d((2, 1)),
            block(c, d),
            nn.MaxPool2d((2, 1)),
            block(d, e, (3, 3), (0, 1)),
        )
        super().__init__(features, e, CLASSES)
