"""From clean ink to the strip that the reader would have cut out of a photo of it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.train.glyphs import Ink

Grey = NDArray[np.uint8]
"""A grey picture, 0 black to 255 white, rows by columns."""


def worn_strip(ink: Ink, box: tuple[int, int, int, int], rng: np.random.Generator) -> Grey:
    """Return a cleaned strip of the figure in `box`: photographed, whitened, cut tight."""
    left, top, right, bottom = _cut(ink, box, rng)
    grey = _photograph(ink[top:bottom, left:right], rng)
    return _whiten(grey, rng)


def _cut(
    ink: Ink, box: tuple[int, int, int, int], rng: np.random.Generator
) -> tuple[int, int, int, int]:
    """Return the cut: tight or grown to what stands beside the digits, and a little unsure."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    grown_left = rng.uniform(0, 1.4) * height if rng.random() < 0.3 else 0.0
    grown_right = rng.uniform(0, 2.0) * height if rng.random() < 0.4 else 0.0
    grown_down = rng.uniform(0, 0.3) * height if rng.random() < 0.25 else 0.0
    pad = rng.uniform(0.02, 0.22, 4) * height
    left, top = x0 - grown_left - pad[0], y0 - pad[1]
    right, bottom = x1 + grown_right + pad[2], y1 + grown_down + pad[3]
    return (
        max(0, round(left)),
        max(0, round(top)),
        min(ink.shape[1], round(right)),
        min(ink.shape[0], round(bottom)),
    )


def _photograph(ink: Ink, rng: np.random.Generator) -> Grey:
    """Return the ink on paper as a camera or a scanner gives it, 15 to 48 pixels high."""
    paper, pen = rng.uniform(150, 250), rng.uniform(0.4, 0.95)
    stroke = ink.astype(np.float32)
    if rng.random() < 0.2:
        stroke = stroke * _texture(ink.shape, rng)
    grey = (paper * (1 - pen / 255.0 * stroke)).astype(np.float32)
    if rng.random() < 0.6:
        grey = cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.4, 2.2)).astype(np.float32)
    scale = rng.uniform(15, 48) / ink.shape[0]
    size = (max(5, round(ink.shape[1] * scale)), max(8, round(ink.shape[0] * scale)))
    grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    if rng.random() < 0.12:
        grey = cv2.blur(grey, (int(rng.integers(2, 4)), 1)).astype(np.float32)
    noisy = grey + rng.normal(0, rng.uniform(0, 5), grey.shape)
    return _compressed(np.clip(noisy, 0, 255).astype(np.uint8), rng)


def _texture(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return where a dry pen left less ink, 0 to 1."""
    coarse = rng.normal(0, 0.3, (shape[0] // 4 + 1, shape[1] // 4 + 1)).astype(np.float32)
    spread = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.clip(1 - np.abs(spread), 0, 1).astype(np.float32)


def _compressed(grey: Grey, rng: np.random.Generator) -> Grey:
    if rng.random() > 0.5:
        return grey
    _, packed = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 92))])
    seen = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
    return grey if seen is None else seen.astype(np.uint8)


def _whiten(grey: Grey, rng: np.random.Generator) -> Grey:
    """Return the strip as cleaning leaves it: white paper, nothing away from the strokes."""
    paper = max(60.0, float(np.percentile(grey, 92)))
    white = np.clip(grey.astype(np.float32) * (245.0 / paper), 0, 255).astype(np.uint8)
    if rng.random() < 0.75:
        level = 245 - rng.uniform(0.15, 0.4) * (245 - int(white.min()))
        near = cv2.dilate((white < level).astype(np.uint8), np.ones((5, 5), np.uint8))
        white[(near == 0) & (white < 245)] = 245
    return white
