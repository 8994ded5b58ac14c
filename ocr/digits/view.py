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


def ink_of(strip: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the ink of a grey strip (rows, columns), 0 paper to 255 darkest stroke.

    The paper is the 90th percentile of the strip and the darkest stroke its 2nd.
    """
    paper, dark = (float(v) for v in np.percentile(strip, (90, 2)))
    scale = 255.0 / max(paper - dark, _MIN_CONTRAST)
    ink: NDArray[np.float32] = (paper - strip.astype(np.float32)) * scale
    return ink.clip(0, 255).astype(np.uint8)


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
