"""Types of the arrays that travel through the reading of a page."""

from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Grey: TypeAlias = NDArray[np.uint8]
"""A grey image, (rows, columns), uint8, 0 black to 255 white; or a mask of 0 and 255."""

Picture: TypeAlias = NDArray[np.integer[Any] | np.floating[Any]]
"""What OpenCV hands back where its types do not say more."""

Floats: TypeAlias = NDArray[np.float64]
"""Coordinates or measures, float64."""

Labels: TypeAlias = NDArray[np.int32]
"""Which connected mark of ink a pixel belongs to, 0 for none."""

Ints: TypeAlias = NDArray[np.int64]
"""Labels or counts, int64."""

Matrix: TypeAlias = NDArray[np.float64]
"""A 3 x 3 homography on (x, y, 1)."""

_SMALLEST = 8


def grey_levels(picture: Grey, *shares: float) -> list[int]:
    """Return the greys below which these shares of a picture lie: percentiles, but counted."""
    counts = cv2.calcHist([np.ascontiguousarray(picture)], [0], None, [256], [0, 256])
    below = np.cumsum(counts.ravel())
    return [int(np.searchsorted(below, share * below[-1])) for share in shares]


def median(values: Ints | Floats) -> float:
    """Return the median of a few values: numpy's takes thirty times as long."""
    ordered = sorted(values.tolist())
    return float(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def line_through(x: Ints | Floats, y: Ints | Floats) -> tuple[float, float]:
    """Return slope and start of the line nearest to points: `polyfit` takes ten times as long.

    Points above one another give a level line.
    """
    middle_x, middle_y = float(x.mean()), float(y.mean())
    off = x - middle_x
    spread = float(off @ off)
    slope = float(off @ (y - middle_y)) / spread if spread > 0 else 0.0
    return slope, middle_y - slope * middle_x


def shrunk(picture: Grey, longest: int) -> Grey:
    """Return a picture made smaller until its longer side has so many pixels.

    Halving first costs a fraction of shrinking by an odd number at once.
    """
    while max(picture.shape) >= 2 * longest:
        height, width = (side // 2 for side in picture.shape)
        even = picture[: 2 * height, : 2 * width]
        half = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)
        picture = half.astype(np.uint8, copy=False)
    scale = min(1.0, longest / max(picture.shape))
    size = [max(_SMALLEST, round(side * scale)) for side in reversed(picture.shape)]
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
