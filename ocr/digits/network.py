"""The trained network of digits and its calibration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Final

import numpy as np

from ocr.digits.alphabet import CLASSES, Script
from ocr.strip_network import WEIGHTS, Scores, Strip, StripNetwork, load

NAME: Final = "digits"
MODEL_FILE: Final = f"{NAME}.onnx"
DESCRIPTION_FILE: Final = f"{NAME}.json"

SECOND: Final = "digits_second"
"""A network from another training; what two read apart is surer than what one reads twice."""

WIDTHS: Final = (32, 40, 48, 56, 64, 72, 80, 96, 112, 128, 144, 160)
BATCH: Final = 64
NEVER: Final = -30.0
"""Score of a class that is never seen."""


@dataclass(frozen=True, slots=True)
class Network:
    """A loaded network with the temperature that calibrates it for each script.

    `second` reads every other look at a strip where there is one.
    """

    network: StripNetwork
    temperature: Mapping[Script, float]
    second: StripNetwork | None = None

    def scores(self, views: Sequence[Strip], looks: int = 1) -> list[Scores]:
        """Return for each view (32 rows, up to 160 columns of ink) its scores (21, columns).

        Args:
            views: `looks` views of each strip, strip by strip.
            looks: how many views there are of a strip.
        """
        members = [self.network, self.second or self.network]
        out: list[Scores] = [np.empty((0, 0), np.float32)] * len(views)
        for look in range(looks):
            seen = members[look % 2].scores(views[look::looks])
            out[look::looks] = [_with_struck(one) for one in seen]
        return out


def _with_struck(scores: Scores) -> Scores:
    """Return scores in which a network that knows no struck-out figures never sees one."""
    known, columns = scores.shape
    if known == CLASSES:
        return scores
    return np.concatenate([scores, np.full((CLASSES - known, columns), NEVER, np.float32)])


def load_network(folder: Traversable) -> Network:
    """Return the network that lies in `folder` with its description, and the second beside it.

    Raises:
        WeightsError: a file is missing, or the weights are not those of their description.
    """
    network, said = load(folder, NAME, WIDTHS, BATCH)
    second = folder.joinpath(f"{SECOND}.json").is_file()
    return Network(
        network,
        {Script(name): float(t) for name, t in said["temperature"].items()},
        load(folder, SECOND, WIDTHS, BATCH)[0] if second else None,
    )


@cache
def shipped_network() -> Network:
    """Return the network that the project ships, loaded once per process.

    Raises:
        WeightsError: see `load_network`.
    """
    return load_network(WEIGHTS)
