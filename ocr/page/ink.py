"""Paper made white, and ink told from paper."""

import cv2
import numpy as np

from ocr.page.images import Grey, Ints, Labels

PAPER = 245
"""Grey of clean paper after whitening."""

LIGHTEST = 205
"""Grey on whitened paper above which nothing is ink."""

_DARKEST = 120
_BLACK = 60
"""Paper is never darker than this."""
_PALER = 18
"""Pale parts of a stroke count up to this much lighter than the threshold, next to dark ones."""


def whitened(grey: Grey) -> Grey:
    """Return the picture with uneven light taken out: paper at about 245."""
    quarter = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(quarter, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    paper = np.maximum(cv2.blur(paper, (7, 7)), _BLACK)
    paper = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, paper, scale=PAPER).astype(np.uint8, copy=False)


def threshold_of(white: Grey) -> int:
    """Return the grey below which a whitened picture shows ink."""
    # Every other row shows the same greys.
    found, _ = cv2.threshold(np.ascontiguousarray(white[::2]), 0, 255, cv2.THRESH_OTSU)
    return int(min(max(found, _DARKEST), LIGHTEST))


def ink_mask(white: Grey, threshold: int) -> Grey:
    """Return ink as 1: dark pixels, and paler ones that hang together with dark ones."""
    pale = cv2.threshold(white, threshold + _PALER - 1, 1, cv2.THRESH_BINARY_INV)[1]
    count, labels = cv2.connectedComponents(pale, connectivity=8)
    where = np.flatnonzero(pale == 1)
    of = labels.ravel()[where]
    touches = np.zeros(count, np.uint8)
    touches[of[white.ravel()[where] < threshold]] = 1
    ink = np.zeros(white.size, np.uint8)
    ink[where] = touches[of]
    return ink.reshape(white.shape)


def marks_of(ink: Grey) -> tuple[Labels, Ints]:
    """Return the label of each pixel and, for labels from 1, boxes (n, 5): x, y, w, h, area."""
    count, labels = cv2.connectedComponents(np.ascontiguousarray(ink), connectivity=8)
    where = np.flatnonzero(ink.ravel() != 0)
    of = labels.ravel()[where].astype(np.int64) - 1
    ys, xs = np.divmod(where, ink.shape[1])
    # Pixels come from the top: the last of equal indices is kept.
    low, high = np.zeros((2, count - 1), np.int64)
    high[of] = ys
    low[of[::-1]] = ys[::-1]
    left, right = np.full(count - 1, ink.shape[1]), np.zeros(count - 1, np.int64)
    np.minimum.at(left, of, xs)
    np.maximum.at(right, of, xs)
    area = np.bincount(of, minlength=count - 1)
    boxes = np.column_stack([left, low, right - left + 1, high - low + 1, area])
    return labels.astype(np.int32, copy=False), boxes
