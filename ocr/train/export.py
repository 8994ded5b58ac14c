"""From the trained net to the files that the reader ships."""

import copy
import hashlib
import io
import warnings
from pathlib import Path
from typing import Final

import torch
from torch import nn

from ocr.digits.view import HEIGHT

MAX_BYTES: Final = 5_000_000
"""The weights ship with the project; they stay small."""


def onnx_bytes(net: nn.Module, height: int = HEIGHT, width: int = 64) -> bytes:
    """Return the net, on the CPU and as it reads, as ONNX with free batch size and width."""
    net = copy.deepcopy(net).cpu().eval()
    out = io.BytesIO()
    with warnings.catch_warnings():
        # The tracing exporter is the one that needs no further package; it announces its age.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            net,
            (torch.zeros(2, 1, height, width),),
            out,
            input_names=["views"],
            output_names=["scores"],
            dynamic_axes={"views": {0: "n", 3: "width"}, "scores": {0: "n", 2: "columns"}},
            opset_version=17,
            dynamo=False,
        )
    return out.getvalue()


def write_model(model: bytes, path: Path) -> str:
    """Write the model and return its SHA-256."""
    path.write_bytes(model)
    return hashlib.sha256(model).hexdigest()
