"""A small network that reads strips of ink: its file, and running it on one thread."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ocr.errors import WeightsError

WEIGHTS: Final = files("ocr").joinpath("weights")
"""Where the shipped networks lie."""

Strip = NDArray[np.uint8]
"""Ink of a strip (rows, columns), 0 paper to 255 darkest stroke."""
Scores = NDArray[np.float32]
"""Scores of one strip: (classes, columns)."""


@dataclass(frozen=True, slots=True)
class StripNetwork:
    """A loaded network; strips are filled up with paper to one of `widths` to go in together."""

    session: onnxruntime.InferenceSession
    widths: tuple[int, ...]
    batch: int
    """Most strips in one run, which bounds the memory."""

    def scores(self, strips: Sequence[Strip]) -> list[Scores]:
        """Return the scores of each strip, in the order given."""
        out: list[Scores] = [np.empty((0, 0), np.float32)] * len(strips)
        wanted = [self.width_for(strip) for strip in strips]
        for width in sorted(set(wanted)):
            fitting = [i for i, one in enumerate(wanted) if one == width]
            for start in range(0, len(fitting), self.batch):
                chosen = fitting[start : start + self.batch]
                views = on_paper([strips[i] for i in chosen], width)
                (result,) = self.session.run(None, {"views": views})
                for i, one in zip(chosen, result, strict=True):
                    out[i] = one
        return out

    def width_for(self, strip: Strip) -> int:
        """Return the narrowest width that holds a strip."""
        return next(w for w in self.widths if strip.shape[1] <= w)


@dataclass(frozen=True, slots=True)
class CalibratedNetwork:
    """A loaded network and the temperature that calibrates it."""

    network: StripNetwork
    temperature: float

    def scores(self, strips: Sequence[Strip]) -> list[Scores]:
        """Return the scores (classes, columns) of each strip of ink, in the order given."""
        return self.network.scores(strips)


def load_calibrated(
    folder: Traversable, name: str, widths: tuple[int, ...], batch: int
) -> CalibratedNetwork:
    """Return the network `name`.onnx of a folder with the temperature of its description.

    Raises:
        WeightsError: see `load`.
    """
    network, said = load(folder, name, widths, batch)
    return CalibratedNetwork(network, float(said["temperature"]))


def load(
    folder: Traversable, name: str, widths: tuple[int, ...], batch: int
) -> tuple[StripNetwork, Mapping[str, Any]]:
    """Return the network `name`.onnx of a folder, with its description `name`.json.

    Raises:
        WeightsError: a file is missing, or the weights are not those of their description.
    """
    try:
        model = folder.joinpath(f"{name}.onnx").read_bytes()
        said = json.loads(folder.joinpath(f"{name}.json").read_text("utf-8"))
    except FileNotFoundError as error:
        raise WeightsError(f"the reader of {name} lacks {error.filename}") from error
    if hashlib.sha256(model).hexdigest() != said["sha256"]:
        raise WeightsError(f"the weights of the {name} are not those of their description")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return StripNetwork(session, widths, batch), said


def on_paper(strips: Sequence[Strip], width: int) -> NDArray[np.float32]:
    """Return strips as the network's input (n, 1, rows, width): ink 0-1 in the middle of paper."""
    batch = np.zeros((len(strips), 1, strips[0].shape[0], width), np.uint8)
    for i, strip in enumerate(strips):
        start = (width - strip.shape[1]) // 2
        batch[i, 0, :, start : start + strip.shape[1]] = strip
    return np.divide(batch, 255, dtype=np.float32)
