"""The network with its batch normalisation folded into its convolutions, as it ships.

The last part of the training polishes it in this shape: what is trained is what reads.
"""

from collections.abc import Sequence

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn


class FoldedNet(nn.Module):
    """The same net as `StripNet`, from the weights that its export leaves."""

    def __init__(self, weights: Sequence[tuple[Tensor, Tensor]]) -> None:
        """Build the net from (kernel, bias) of its nine convolutions, in order."""
        super().__init__()
        self.convs = nn.ModuleList(_conv(i, *pair) for i, pair in enumerate(weights))
        self.dropout = nn.Dropout(0.1)

    def forward(self, views: Tensor) -> Tensor:
        """Return the class scores (n, 20, columns) of views (n, 1, 32, width)."""
        pool = nn.functional.max_pool2d
        x = pool(self._seen(1, self._seen(0, views)), 2)
        x = pool(self._seen(3, self._seen(2, x)), (2, 1))
        x = pool(self._seen(4, x), (2, 1))
        seen = self._seen(5, x)
        x = self._seen(7, self.dropout(self._seen(6, seen)))
        scores: Tensor = self.convs[8](x + seen)
        return scores.squeeze(2)

    def _seen(self, index: int, x: Tensor) -> Tensor:
        return torch.relu(self.convs[index](x))


def load_folded(model: bytes) -> FoldedNet:
    """Return the net that `export.onnx_bytes` wrote."""
    graph = onnx.load_from_string(model).graph
    arrays = {i.name: torch.tensor(numpy_helper.to_array(i)) for i in graph.initializer}
    pairs = [(arrays[n.input[1]], arrays[n.input[2]]) for n in graph.node if n.op_type == "Conv"]
    return FoldedNet(pairs)


def _conv(index: int, kernel: Tensor, bias: Tensor) -> nn.Conv2d:
    outside, inside, *size = kernel.shape
    stride = 2 if index == 0 else 1
    pad = (size[0] // 2 if size[0] > 2 else 0, size[1] // 2)
    conv = nn.Conv2d(inside, outside, tuple(size), stride=stride, padding=pad)
    conv.weight.data.copy_(kernel)
    conv.bias.data.copy_(bias)
    return conv
