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

COLUMN: Final = 4
"""Pixels of a view per output column."""

BATCH: Final = 64
"""Most views in one run, which bounds the memory."""


@dataclass(frozen=True, slots=True)
class Description:
    """What the training left beside the weights: their hash and the temperature per script."""

    sha256: str
    temperature: Mapping[Script, float]


def weights_folder() -> Traversable:
    """Return the folder that holds the network and its description."""
    return files("ocr").joinpath("weights")


@cache
def description() -> Description:
    """Return the description of the network in use.

    Raises:
        WeightsError: the description is missing.
    """
    try:
        data = json.loads(weights_folder().joinpath(DESCRIPTION_FILE).read_text("utf-8"))
    except FileNotFoundError as error:
        raise WeightsError("the strip reader's description is missing") from error
    return Description(
        sha256=data["sha256"],
        temperature={Script(name): float(t) for name, t in data["temperature"].items()},
    )


@cache
def _session() -> onnxruntime.InferenceSession:
    try:
        model = weights_folder().joinpath(MODEL_FILE).read_bytes()
    except FileNotFoundError as error:
        raise WeightsError("the strip reader's weights are missing") from error
    if hashlib.sha256(model).hexdigest() != description().sha256:
        raise WeightsError("the strip reader's weights are not those of their description")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def scores(views: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
    """Return for each view (32 rows, up to 160 columns of ink) its scores (20, columns).

    Raises:
        WeightsError: the network's file is missing or is another one.
    """
    out: list[NDArray[np.float32]] = [np.empty((0, 0), np.float32)] * len(views)
    for width in WIDTHS:
        fitting = [i for i, view in enumerate(views) if _width_for(view) == width]
        for start in range(0, len(fitting), BATCH):
            chosen = fitting[start : start + BATCH]
            batch = _on_paper([views[i] for i in chosen], width)
            (result,) = _session().run(None, {"views": batch})
            for i, one in zip(chosen, result, strict=True):
                out[i] = one
    return out


def _width_for(view: NDArray[np.uint8]) -> int:
    return next(w for w in WIDTHS if view.shape[1] <= w)


def _on_paper(views: Sequence[NDArray[np.uint8]], width: int) -> NDArray[np.float32]:
    batch = np.zeros((len(views), 1, HEIGHT, width), np.float32)
    for i, view in enumerate(views):
        start = (width - view.shape[1]) // 2
        batch[i, 0, :, start : start + view.shape[1]] = view / np.float32(255)
    return batch
