"""The trained network of digits and its calibration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Final

from ocr.digits.alphabet import Script
from ocr.strip_network import WEIGHTS, Scores, Strip, StripNetwork, load

NAME: Final = "digits"
MODEL_FILE: Final = f"{NAME}.onnx"
DESCRIPTION_FILE: Final = f"{NAME}.json"

WIDTHS: Final = (32, 48, 64, 96, 128, 160)
BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class Network:
    """A loaded network with the temperature that calibrates it for each script."""

    network: StripNetwork
    temperature: Mapping[Script, float]

    def scores(self, views: Sequence[Strip]) -> list[Scores]:
        """Return for each view (32 rows, up to 160 columns of ink) its scores (20, columns)."""
        return self.network.scores(views)


def load_network(folder: Traversable) -> Network:
    """Return the network that lies in `folder` with its description.

    Raises:
        WeightsError: a file is missing, or the weights are not those of their description.
    """
    network, said = load(folder, NAME, WIDTHS, BATCH)
    return Network(network, {Script(name): float(t) for name, t in said["temperature"].items()})


@cache
def shipped_network() -> Network:
    """Return the network that the project ships, loaded once per process.

    Raises:
        WeightsError: see `load_network`.
    """
    return load_network(WEIGHTS)
