"""Figures that somebody struck out, mostly with the right one beside them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.train.glyphs import Ink
from ocr.train.strings import Figure

ALONE: Final = 0.12
"""Share of struck-out figures that nothing replaces in their cell."""

NEVER_BARRED: Final = (2, 3, 5, 6, 8, 9)
"""Digits that nobody writes with a line across: one line strikes them out."""

Box = tuple[int, int, int, int]
Points = NDArray[np.int32]
Strike = Callable[[Box, np.random.Generator], list[Points]]
"""Returns the lines across a box."""


def with_struck(figure: Figure, wrong: Figure, rng: np.random.Generator) -> Figure:
    """Return `figure` written to the right of a struck-out one; only the new one counts."""
    old = struck(wrong, rng)
    x0, y0, x1, y1 = wrong.box
    gap = int(rng.uniform(0.05, 0.5) * (y1 - y0))
    ink = np.hstack([old[:, : x1 + gap], figure.ink[:, figure.box[0] - 4 :]])
    shift = x1 + gap - (figure.box[0] - 4)
    box = (x0, min(y0, figure.box[1]), figure.box[2] + shift, max(y1, figure.box[3]))
    return replace(figure, ink=np.ascontiguousarray(ink), box=box)


def struck(wrong: Figure, rng: np.random.Generator) -> Ink:
    """Return the ink of a struck-out figure."""
    ink = wrong.ink.copy()
    barred = len(wrong.digits) == 1 and wrong.digits[0] not in NEVER_BARRED
    ways = _WAYS[1:] if barred else _WAYS
    way = ways[int(rng.integers(len(ways)))]
    thick, dark = int(rng.integers(2, 6)), int(rng.integers(170, 256))
    for line in way(wrong.box, rng):
        cv2.polylines(
            ink, [line], isClosed=False, color=dark, thickness=thick, lineType=cv2.LINE_AA
        )
    return ink


def _line(box: Box, rng: np.random.Generator) -> list[Points]:
    """One line through all digits and beyond both ends, further than a bar of a 7 reaches."""
    x0, y0, x1, y1 = box
    out = rng.uniform(0.12, 0.4, 2) * (y1 - y0)
    left, right = rng.uniform(0.3, 0.7, 2) * (y1 - y0) + y0
    return [np.array([(x0 - out[0], left), (x1 + out[1], right)], np.int32)]


def _lines(box: Box, rng: np.random.Generator) -> list[Points]:
    x0, y0, x1, y1 = box
    lines = []
    for _ in range(int(rng.integers(2, 5))):
        out = rng.uniform(0, 0.25, 2) * (y1 - y0)
        left, right = rng.uniform(0.15, 0.85, 2) * (y1 - y0) + y0
        lines.append(np.array([(x0 - out[0], left), (x1 + out[1], right)], np.int32))
    return lines


def _cross(box: Box, rng: np.random.Generator) -> list[Points]:
    x0, y0, x1, y1 = box
    a, b, c, d = rng.uniform(-0.15, 0.15, 4) * (y1 - y0)
    return [
        np.array([(x0 + a, y0 + b), (x1 + c, y1 + d)], np.int32),
        np.array([(x0 + c, y1 + a), (x1 + b, y0 + d)], np.int32),
    ]


def _zigzag(box: Box, rng: np.random.Generator) -> list[Points]:
    """To and fro, flat or upright."""
    x0, y0, x1, y1 = box
    turns = int(rng.integers(4, 12))
    along = np.linspace(0, 1, turns) + rng.normal(0, 0.03, turns)
    across = np.where(np.arange(turns) % 2, 0.9, 0.1) + rng.normal(0, 0.1, turns)
    if rng.random() < 0.5:
        along, across = across, along
    return [np.stack([x0 + along * (x1 - x0), y0 + across * (y1 - y0)], 1).astype(np.int32)]


def _loops(box: Box, rng: np.random.Generator) -> list[Points]:
    x0, y0, x1, y1 = box
    turns, size = float(rng.uniform(3, 7)), rng.uniform(0.25, 0.5, 2)
    t = np.linspace(0, turns * 2 * np.pi, int(turns * 14))
    drift = np.linspace(0.2, 0.8, len(t))
    x = x0 + (drift + size[0] * np.cos(t)) * (x1 - x0)
    y = y0 + (0.5 + size[1] * np.sin(t)) * (y1 - y0)
    return [np.stack([x, y], 1).astype(np.int32)]


_WAYS: Final[tuple[Strike, ...]] = (_line, _lines, _lines, _cross, _zigzag, _loops)
"""A single line comes first: across one 7 it would be a bar, across one 1 a foot or a flag."""
