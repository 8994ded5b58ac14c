"""Paper made white, and ink told from paper."""

import cv2
import numpy as np

from ocr.page.images import Grey

PAPER = 245
"""Grey of clean paper after whitening."""

LIGHTEST = 205
"""Grey on whitened paper above which nothing is ink."""

_DARKEST = 120
_PALER = 18
"""Pale parts of a stroke count up to this much lighter than the threshold, next to dark ones."""


def whitened(grey: Grey) -> Grey:
    """Return the picture with uneven light taken out: paper at about 245."""
    quarter = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(quarter, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    paper = cv2.blur(paper, (7, 7))
    paper = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, cv2.max(paper, np.full_like(paper, 60)), scale=PAPER).astype(
        np.uint8, copy=False
    )


def threshold_of(white: Grey) -> int:
    """Return the grey below which a whitened picture shows ink."""
    found, _ = cv2.threshold(white, 0, 255, cv2.THRESH_OTSU)
    return int(min(max(found, _DARKEST), LIGHTEST))


def ink_mask(white: Grey, threshold: int) -> Grey:
    """Return ink as 1: dark pixels, and paler ones that hang together with dark ones."""
    pale = (white < threshold + _PALER).astype(np.uint8)
    dark = white < threshold
    count, labels = cv2.connectedComponents(pale, connectivity=8)
    touches = np.zeros(count, bool)
    touches[labels[dark]] = True
    touches[0] = False
    return np.asarray(touches[labels], np.uint8)
