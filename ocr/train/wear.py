"""From clean ink to the strip that the reader would have cut out of a photo of it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.train.glyphs import Ink
from ocr.train.strings import Figure

Grey = NDArray[np.uint8]
"""A grey picture, 0 black to 255 white, rows by columns."""

PAPER = 245.0
_INK = 70
_TALL = 0.3
"""Marks of this share of the digits' height pass the cleaning more often than lower ones."""
_KEPT_TALL, _KEPT_LOW, _UNCLEAN = 0.85, 0.12, 0.15


def worn_strip(figure: Figure, marks: Ink, rng: np.random.Generator) -> Grey:
    """Return a strip of the figure and what stands around it: cleaned, cut tight, photographed."""
    ink, (left, top, right, bottom) = _cleaned(figure, marks, rng)
    return _photographed(ink[top:bottom, left:right], rng)


def _cleaned(
    figure: Figure, marks: Ink, rng: np.random.Generator
) -> tuple[Ink, tuple[int, int, int, int]]:
    """Return what the reader's cleaning leaves, and where it cuts.

    Marks that hang together with the digits stay, of the others mostly the tall ones.
    """
    height = figure.box[3] - figure.box[1]
    ink = np.maximum(figure.ink, marks)
    box = figure.box
    if marks.any():
        on = (ink > _INK).astype(np.uint8)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(on, connectivity=8)
        share = np.where(stats[:, 3] >= _TALL * height, _KEPT_TALL, _KEPT_LOW)
        kept = (rng.random(count) < share) | (rng.random() < _UNCLEAN)
        kept[np.unique(labels[figure.ink > _INK])] = True
        kept[0] = True
        ink = np.where(kept[labels], ink, 0).astype(np.uint8)
        boxes = stats[1:][kept[1:]]
        if len(boxes):
            low, high = boxes[:, :2].min(0), (boxes[:, :2] + boxes[:, 2:4]).max(0)
            box = (int(low[0]), int(low[1]), int(high[0]), int(high[1]))
    return ink, _cut(ink.shape, box, figure.box, rng)


def _cut(
    shape: tuple[int, ...],
    box: tuple[int, int, int, int],
    digits: tuple[int, int, int, int],
    rng: np.random.Generator,
) -> tuple[int, int, int, int]:
    """Return the cut: tight around what is left, never far from the digits, a little unsure."""
    height = digits[3] - digits[1]
    reach = rng.uniform(0.2, 2.0, 2) * height
    spread = rng.uniform(0.1, 0.45, 2) * height
    pad = rng.uniform(0.01, 0.1 if rng.random() < 0.75 else 0.3, 4) * height
    left = max(box[0], digits[0] - reach[0]) - pad[0]
    top = max(box[1], digits[1] - spread[0]) - pad[1]
    right = min(box[2], digits[2] + reach[1]) + pad[2]
    bottom = min(box[3], digits[3] + spread[1]) + pad[3]
    return (
        max(0, round(left)),
        max(0, round(top)),
        min(shape[1], round(right)),
        min(shape[0], round(bottom)),
    )


def _photographed(ink: Ink, rng: np.random.Generator) -> Grey:
    """Return the ink on whitened paper as a camera or a scanner gives it, 14 to 52 pixels high."""
    grey = PAPER - ink.astype(np.float32) * float(rng.uniform(0.35, 0.95))
    chances = rng.random(6)
    if chances[0] < 0.15:
        grey = PAPER - (PAPER - grey) * _texture(ink.shape, rng)
    if chances[1] < 0.6:
        grey = cv2.GaussianBlur(grey, (0, 0), _blur(rng)).astype(np.float32)
    tall = rng.uniform(13, 24) if chances[2] < 0.3 else rng.uniform(24, 52)
    scale = float(tall) / ink.shape[0]
    size = (max(5, round(ink.shape[1] * scale)), max(8, round(ink.shape[0] * scale)))
    grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    if chances[3] < 0.2:
        grey -= _ground(grey.shape, rng)
    if chances[4] < 0.5:
        grey += rng.standard_normal(grey.shape, np.float32) * float(rng.uniform(0, 7))
    seen = np.clip(grey, 0, PAPER).astype(np.uint8)
    if chances[5] < 0.2:
        seen = _compressed(seen, rng)
    return _bared(seen, rng) if rng.random() < 0.7 else seen


def _blur(rng: np.random.Generator) -> float:
    return float(rng.uniform(0.4, 1.3) if rng.random() < 0.7 else rng.uniform(1.3, 2.8))


def _texture(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return where a dry pen left less ink, 0 to 1."""
    coarse = rng.normal(0, 0.3, (shape[0] // 4 + 1, shape[1] // 4 + 1)).astype(np.float32)
    spread = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.clip(1 - np.abs(spread), 0, 1).astype(np.float32)


def _ground(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return how much darker a patterned, stained or shadowed paper is."""
    rows, columns = shape
    stain = rng.normal(0, rng.uniform(2, 14), (3, 6)).astype(np.float32)
    dark = cv2.resize(stain, (columns, rows), interpolation=cv2.INTER_CUBIC)
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    for _ in range(int(rng.integers(0, 3))):
        turn, pitch = rng.uniform(0, np.pi), rng.uniform(0.6, 2.2)
        wave = np.sin(pitch * (np.cos(turn) * x + np.sin(turn) * y) + rng.uniform(0, 6))
        dark = dark + wave * np.float32(rng.uniform(3, 22))
    return np.maximum(dark, 0).astype(np.float32)


def _compressed(grey: Grey, rng: np.random.Generator) -> Grey:
    _, packed = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 92))])
    seen = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
    return grey if seen is None else seen.astype(np.uint8)


def _bared(white: Grey, rng: np.random.Generator) -> Grey:
    """Return the strip as cleaning leaves it: nothing away from the strokes."""
    level = PAPER - rng.uniform(0.15, 0.45) * (PAPER - int(white.min()))
    near = cv2.dilate((white < level).astype(np.uint8), np.ones((5, 5), np.uint8))
    white[near == 0] = int(PAPER)
    return white
