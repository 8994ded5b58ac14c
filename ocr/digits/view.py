"""From a cut strip to what the network sees: ink from 0 to 255 on an empty ground.

Training and reading share this module, so that both see the same picture.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT: Final = 32
"""Height in pixels of a view."""

MAX_WIDTH: Final = 160
"""Widest view in pixels; longer strips are squeezed."""

MIN_WIDTH: Final = 16
"""Narrowest view in pixels: a thin 1 keeps a few columns around it."""

_MIN_CONTRAST: Final = 40.0
"""Least grey levels between paper and ink; below it a strip is taken as faint, not stretched."""


_PAPER, _DARK = 0.9, 0.02


def ink_of(strip: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the ink of a grey strip (rows, columns), 0 paper to 255 darkest stroke.

    The paper is the 90th percentile of the strip and the darkest stroke its 2nd.
    """
    levels = np.bincount(strip.ravel(), minlength=256).cumsum()
    dark, paper = np.searchsorted(levels, (_DARK * levels[-1], _PAPER * levels[-1])).tolist()
    scale = 255.0 / max(paper - dark, _MIN_CONTRAST)
    ink = (paper - np.arange(256)) * scale
    return cv2.LUT(strip, ink.clip(0, 255).astype(np.uint8)).astype(np.uint8)


def view_of(ink: NDArray[np.uint8], pad: float = 0.0, stretch: float = 1.0) -> NDArray[np.uint8]:
    """Return `ink` at 32 pixels of height, with `pad` (share of its height) of paper around it.

    `stretch` widens it: touching or thin digits need columns to be told apart.
    """
    margin = round(pad * ink.shape[0])
    if margin:
        ink = cv2.copyMakeBorder(
            ink, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=[0.0]
        ).astype(np.uint8)
    height, width = ink.shape
    wanted = round(width * stretch * HEIGHT / height)
    size = (min(max(wanted, MIN_WIDTH), MAX_WIDTH), HEIGHT)
    method = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR
    return cv2.resize(ink, size, interpolation=method).astype(np.uint8)
