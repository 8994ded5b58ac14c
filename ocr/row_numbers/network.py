"""The trained network of printed row numbers: which two figures, in which script."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.row_numbers.view import WIDTH, Ink
from ocr.strip_network import WEIGHTS, StripNetwork, load

NAME: Final = "row_numbers"
MODEL_FILE: Final = f"{NAME}.onnx"
DESCRIPTION_FILE: Final = f"{NAME}.json"

BATCH: Final = 64

TENS: Final = 10
"""Classes of the first figure; the first of them says that there is none."""
CLASSES: Final = 22
"""Ten for the tens, ten for the ones, two for the script (Arabic, Thai)."""

LARGEST: Final = 99

Chances = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NumberNetwork:
    """A loaded network and the temperature that calibrates it."""

    network: StripNetwork
    temperature: float

    def chances(self, inks: Sequence[Ink]) -> Chances:
        """Return the chance of every number below 100 in each picture, shape (n, 100)."""
        if not inks:
            return np.zeros((0, LARGEST + 1))
        scores = np.stack([s[:, 0] for s in self.network.scores(inks)]).astype(np.float64)
        scores /= self.temperature
        tens, ones = (_softmax(scores[:, k : k + TENS]) for k in (0, TENS))
        return np.asarray((tens[:, :, None] * ones[:, None, :]).reshape(len(inks), -1))


def _softmax(scores: Chances) -> Chances:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def load_network(folder: Traversable) -> NumberNetwork:
    """Return the network that lies in `folder` with its description.

    Raises:
        WeightsError: a file is missing, or the weights are not those of their description.
    """
    network, said = load(folder, NAME, (WIDTH,), BATCH)
    return NumberNetwork(network, float(said["temperature"]))


@cache
def shipped_network() -> NumberNetwork:
    """Return the network that the project ships, loaded once per process.

    Raises:
        WeightsError: see `load_network`.
    """
    return load_network(WEIGHTS)
