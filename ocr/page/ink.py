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
    dark = cv2.threshold(white, threshold - 1, 1, cv2.THRESH_BINARY_INV)[1]
    count, labels = cv2.connectedComponents(pale, connectivity=8)
    of = labels.ravel()
    alone = np.ones(count, np.bool_)
    alone[of[dark.view(np.bool_).ravel()]] = False
    rest = np.flatnonzero(cv2.subtract(pale, dark).view(np.bool_))
    ink = pale.astype(np.uint8, copy=False)
    ink.ravel()[rest[alone[of[rest]]]] = 0
    return ink


def marks_of(ink: Grey) -> tuple[Labels, Ints]:
    """Return the label of each pixel and, for labels from 1, boxes (n, 5): x, y, w, h, area."""
    count, labels = cv2.connectedComponents(np.ascontiguousarray(ink), connectivity=8)
    where = np.flatnonzero(ink.ravel() != 0)
    # Of the pixels that stand side by side in a row only the first and the last bound a mark.
    width = ink.shape[1]
    begins = np.append(True, (np.diff(where) > 1) | (where[1:] % width == 0))[: len(where)]
    first = np.flatnonzero(begins)
    lengths = np.diff(np.append(first, len(where)))
    first = where[first]
    of = labels.ravel()[first].astype(np.int64) - 1
    ys, xs = np.divmod(first, width)
    # Pixels come from the top: the last of equal indices is kept.
    low, high = np.zeros((2, count - 1), np.int64)
    high[of] = ys
    low[of[::-1]] = ys[::-1]
    left, right = np.full(count - 1, width), np.zeros(count - 1, np.int64)
    np.minimum.at(left, of, xs)
    np.maximum.at(right, of, xs + lengths)
    area = np.bincount(of, lengths, count - 1).astype(np.int64)
    boxes = np.column_stack([left, low, right - left, high - low + 1, area])
    return labels.astype(np.int32, copy=False), boxes
