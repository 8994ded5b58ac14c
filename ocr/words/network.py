"""The trained network of number words and its calibration."""

from functools import cache
from importlib.resources.abc import Traversable
from typing import Final

from ocr.strip_network import WEIGHTS, CalibratedNetwork, load_calibrated
from ocr.words.view import WIDTHS

NAME: Final = "words"
MODEL_FILE: Final = f"{NAME}.onnx"
DESCRIPTION_FILE: Final = f"{NAME}.json"

BATCH: Final = 32


def load_network(folder: Traversable) -> CalibratedNetwork:
    """Return the network that lies in `folder` with its description.

    Raises:
        WeightsError: a file is missing, or the weights are not those of their description.
    """
    return load_calibrated(folder, NAME, WIDTHS, BATCH)


@cache
def shipped_network() -> CalibratedNetwork:
    """Return the network that the project ships, loaded once per process.

    Raises:
        WeightsError: see `load_network`.
    """
    return load_network(WEIGHTS)
