"""The trained network of number words with weights and sums of eight bits: half the time."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)

from ocr.strip_network import on_paper
from ocr.words.view import Ink, width_for


class _Views(CalibrationDataReader):
    """Strips from which the range of every layer is measured."""

    def __init__(self, inks: Sequence[Ink]) -> None:
        self._inks: Iterator[Ink] = iter(inks)

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        """Return the next strip as the network's input, None at the end."""
        ink = next(self._inks, None)
        return None if ink is None else {"views": on_paper([ink], width_for(ink))}


def small_model(model: bytes, inks: Sequence[Ink]) -> bytes:
    """Return an ONNX model in eight bits, its ranges measured on `inks`.

    Weights use seven bits: processors without VNNI would overflow with eight.
    """
    with TemporaryDirectory() as folder:
        source, small = Path(folder) / "large.onnx", Path(folder) / "small.onnx"
        source.write_bytes(model)
        quantize_static(
            source,
            small,
            _Views(inks),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            calibrate_method=CalibrationMethod.MinMax,
        )
        return small.read_bytes()
