"""The trained strip reader in eight bits, as it ships: half the time, the same readings."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_static,
)

from ocr.train.batches import Batch


class _Views(CalibrationDataReader):
    """Batches from which the range of every layer is measured."""

    def __init__(self, batches: Sequence[Batch]) -> None:
        self._batches: Iterator[Batch] = iter(batches)

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        """Return the next batch as the network's input, None at the end."""
        batch = next(self._batches, None)
        return None if batch is None else {"views": batch.views}


def small_model(model: bytes, batches: Sequence[Batch]) -> bytes:
    """Return an ONNX model in eight bits, its ranges measured on `batches`.

    Weights use seven bits: processors without VNNI would overflow with eight.
    """
    with TemporaryDirectory() as folder:
        source, small = Path(folder) / "large.onnx", Path(folder) / "small.onnx"
        source.write_bytes(model)
        quantize_static(
            source,
            small,
            _Views(batches),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
        return small.read_bytes()
