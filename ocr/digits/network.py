"""The trained network: its file, its calibration, and running it on one thread."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ocr.digits.alphabet import Script
from ocr.digits.errors import WeightsError
from ocr.digits.view import HEIGHT

MODEL_FILE: Final = "digits.onnx"
DESCRIPTION_FILE: Final = "digits.json"

WIDTHS: Final = (32, 48, 64, 96, 128, 160)
"""Views are filled up with paper to one of these widths, so that they can be read together."""

BATCH: Final = 64
"""Most views in one run, which bounds the memory."""


@dataclass(frozen=True, slots=True)
class Network:
    """A loaded network with the temperature that calibrates it for each script."""

    session: onnxruntime.InferenceSession
    temperature: Mapping[Script, float]

    def scores(self, views: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """Return for each view (32 rows, up to 160 columns of ink) its scores (20, columns)."""
        out: list[NDArray[np.float32]] = [np.empty((0, 0), np.float32)] * len(views)
        for width in WIDTHS:
            fitting = [i for i, view in enumerate(views) if _width_for(view) == width]
            for start in range(0, len(fitting), BATCH):
                chosen = fitting[start : start + BATCH]
                batch = _on_paper([views[i] for i in chosen], width)
                (result,) = self.session.run(None, {"views": batch})
                for i, one in zip(chosen, result, strict=True):
                    out[i] = one
        return out


def load_network(folder: Traversable) -> Network:
    """Return the network that lies in `folder` with its description.

    Raises:
        WeightsError: a file is missing, or the weights are not those of their description.
    """
    try:
        model = folder.joinpath(MODEL_FILE).read_bytes()
        said = json.loads(folder.joinpath(DESCRIPTION_FILE).read_text("utf-8"))
    except FileNotFoundError as error:
        raise WeightsError(f"the strip reader lacks {error.filename}") from error
    if hashlib.sha256(model).hexdigest() != said["sha256"]:
        raise WeightsError("the strip reader's weights are not those of their description")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return Network(
        onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"]),
        {Script(name): float(t) for name, t in said["temperature"].items()},
    )


@cache
def shipped_network() -> Network:
    """Return the network that the project ships, loaded once per process.

    Raises:
        WeightsError: see `load_network`.
    """
    return load_network(files("ocr").joinpath("weights"))


def _width_for(view: NDArray[np.uint8]) -> int:
    return next(w for w in WIDTHS if view.shape[1] <= w)


def _on_paper(views: Sequence[NDArray[np.uint8]], width: int) -> NDArray[np.float32]:
    batch = np.zeros((len(views), 1, HEIGHT, width), np.float32)
    for i, view in enumerate(views):
        start = (width - view.shape[1]) // 2
        batch[i, 0, :, start : start + view.shape[1]] = view / np.float32(255)
    return batch
