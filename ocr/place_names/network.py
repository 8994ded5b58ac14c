"""The trained network of letters and its calibration."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Final

from ocr.strip_network import WEIGHTS, Scores, StripNetwork, load
from ocr.words.view import WIDTHS, Ink

NAME: Final = "place_names"
MODEL_FILE: Final = f"{NAME}.onnx"
DESCRIPTION_FILE: Final = f"{NAME}.json"

BATCH: Final = 8


@dataclass(frozen=True, slots=True)
class PlaceNetwork:
    """A loaded network and the temperature that calibrates it."""

    network: StripNetwork
    temperature: float

    def scores(self, inks: Sequence[Ink]) -> list[Scores]:
        """Return for each strip of ink (48 rows) its scores (classes, columns)."""
        return self.network.scores(inks)


def load_network(folder: Traversable) -> PlaceNetwork:
    """Return the network that lies in `folder` with its description.

    Raises:
        WeightsError: a file is missing, or the weights are not those of their description.
    """
    network, said = load(folder, NAME, WIDTHS, BATCH)
    return PlaceNetwork(network, float(said["temperature"]))


@cache
def shipped_network() -> PlaceNetwork:
    """Return the network that the project ships, loaded once per process.

    Raises:
        WeightsError: see `load_network`.
    """
    return load_network(WEIGHTS)
