"""The trained network of number words: its file, its calibration, running it on one thread."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ocr.words.errors import WeightsError
from ocr.words.view import HEIGHT, WIDTHS, Ink, width_for

MODEL_FILE: Final = "words.onnx"
DESCRIPTION_FILE: Final = "words.json"

BATCH: Final = 32
"""Most strips in one run, which bounds the memory."""

Scores = NDArray[np.float32]
"""Scores of one strip: (20 classes, columns)."""


@dataclass(frozen=True, slots=True)
class WordNetwork:
    """A loaded network and the temperature that calibrates it."""

    session: onnxruntime.InferenceSession
    temperature: float

    def scores(self, inks: Sequence[Ink]) -> list[Scores]:
        """Return for each strip of ink (48 rows) its scores."""
        out: list[Scores] = [np.empty((0, 0), np.float32)] * len(inks)
        for width in WIDTHS:
            fitting = [i for i, ink in enumerate(inks) if width_for(ink) == width]
            for start in range(0, len(fitting), BATCH):
                chosen = fitting[start : start + BATCH]
                batch = on_paper([inks[i] for i in chosen], width)
                (result,) = self.session.run(None, {"views": batch})
                for i, one in zip(chosen, result, strict=True):
                    out[i] = one
        return out


def load_network(folder: Traversable) -> WordNetwork:
    """Return the network that lies in `folder` with its description.

    Raises:
        WeightsError: a file is missing, or the weights are not those of their description.
    """
    try:
        model = folder.joinpath(MODEL_FILE).read_bytes()
        said = json.loads(folder.joinpath(DESCRIPTION_FILE).read_text("utf-8"))
    except FileNotFoundError as error:
        raise WeightsError(f"the reader of words lacks {error.filename}") from error
    if hashlib.sha256(model).hexdigest() != said["sha256"]:
        raise WeightsError("the weights of the words are not those of their description")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return WordNetwork(session, float(said["temperature"]))


@cache
def shipped_network() -> WordNetwork:
    """Return the network that the project ships, loaded once per process.

    Raises:
        WeightsError: see `load_network`.
    """
    return load_network(files("ocr").joinpath("weights"))


def on_paper(inks: Sequence[Ink], width: int) -> NDArray[np.float32]:
    """Return strips as the network's input (n, 1, 48, width): ink 0-1 in the middle of paper."""
    batch = np.zeros((len(inks), 1, HEIGHT, width), np.float32)
    for i, ink in enumerate(inks):
        start = (width - ink.shape[1]) // 2
        batch[i, 0, :, start : start + ink.shape[1]] = ink / np.float32(255)
    return batch
