"""The digits of a cell alone: a strip of clean paper as the reader of digits wants it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page.images import Grey
from ocr.page.ink import PAPER

STRIP_HEIGHT = 32
"""Strips are at least this high: the digits reader wants no fewer pixels."""

_PEN_ROUND = np.ones((5, 5), np.uint8)


def strip_of(white: Grey, digits: NDArray[np.bool_], box: tuple[int, int, int, int]) -> Grey:
    """Return the digits alone on clean paper, at least `STRIP_HEIGHT` high."""
    x0, y0, x1, y1 = box
    pad = 2
    part = np.full((y1 - y0 + 2 * pad, x1 - x0 + 2 * pad), PAPER, np.uint8)
    own = np.zeros(part.shape, np.uint8)
    own[pad:-pad, pad:-pad] = digits
    away = cv2.dilate(own, _PEN_ROUND) == 0
    top, left = max(0, y0 - pad), max(0, x0 - pad)
    bottom, right = min(white.shape[0], y1 + pad), min(white.shape[1], x1 + pad)
    inner = part[top - y0 + pad : bottom - y0 + pad, left - x0 + pad : right - x0 + pad]
    inner[:] = white[top:bottom, left:right]
    np.putmask(part, away, PAPER)
    scale = STRIP_HEIGHT / part.shape[0]
    if scale <= 1:
        return part
    size = max(1, round(part.shape[1] * scale)), STRIP_HEIGHT
    return cv2.resize(part, size, interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)


def strip_before(
    white: Grey, own: NDArray[np.bool_], box: tuple[int, int, int, int], start: int
) -> Grey:
    """Return the strip of the digits before a slash that begins at column `start` of the box."""
    rest = own[:, : max(1, start - 1)]
    rows = np.flatnonzero(rest.any(axis=1))
    columns = np.flatnonzero(rest.any(axis=0))
    top, bottom, right = int(rows[0]), int(rows[-1]) + 1, int(columns[-1]) + 1
    part = rest[top:bottom, :right]
    return strip_of(white, part, (box[0], box[1] + top, box[0] + right, box[1] + bottom))
