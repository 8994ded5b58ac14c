"""Digit strings composed from single digits, as one hand writes them on a dotted line."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.digits.alphabet import Script
from ocr.train.glyphs import GlyphBank, Ink, Style, warp

CANVAS_HEIGHT: Final = 96
BASELINE: Final = 70
MARGIN: Final = 110
"""Room left and right of the digits, for what else stands in a cell."""

SEVEN: Final = 7

LENGTHS: Final = (0.36, 0.6, 0.88, 0.96)
"""Share of strings of at most one, two, ... digits; the longest have five."""

TOUCHING: Final = 0.45
"""Share of gaps at which digits meet or overlap."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A written number: its ink on a canvas, its digits, and (x0, y0, x1, y1) of the digits."""

    ink: Ink
    digits: tuple[int, ...]
    script: Script
    box: tuple[int, int, int, int]


def random_digits(rng: np.random.Generator) -> tuple[int, ...]:
    """Return the digits of a number; repeats and noughts come oftener than by chance."""
    reach = rng.random()
    length = 1 + sum(reach > share for share in LENGTHS)
    digits = rng.integers(0, 10, length)
    chance = rng.random()
    if chance < 0.06:
        digits[:] = digits[0]
    elif chance < 0.12 and length > 1:
        digits[1:] = 0
    elif chance < 0.20 and length > 1:
        place = int(rng.integers(1, length))
        digits[place] = digits[place - 1]
    elif chance < 0.28:
        digits[rng.integers(length)] = 1
    return tuple(int(d) for d in digits)


def random_style(rng: np.random.Generator) -> Style:
    """Return one hand's way of writing."""
    return Style(
        height=float(rng.uniform(36, 50)),
        slant=float(rng.normal(0, 0.17)),
        stretch=float(rng.uniform(0.6, 1.25)),
        unsteady=float(rng.uniform(0.3, 1.3)),
        rubber=float(rng.uniform(0.01, 0.055)),
        same_writer=bool(rng.random() < 0.6),
    )


def compose(bank: GlyphBank, digits: tuple[int, ...], rng: np.random.Generator) -> Figure:
    """Return `digits` written in one style with digits of `bank`."""
    style = random_style(rng)
    writer = int(rng.integers(len(bank.by_writer))) if style.same_writer else None
    barred = rng.random() < bank.barred
    glyphs = []
    for digit in digits:
        glyph = warp(bank.pick(digit, writer, rng), _height(bank, digit, style, rng), style, rng)
        glyphs.append(_with_bar(glyph, rng) if barred and digit == SEVEN else glyph)
    ink, box = _set_in_line(glyphs, style, rng)
    return Figure(_pen(ink, rng), digits, bank.script, box)


def _height(bank: GlyphBank, digit: int, style: Style, rng: np.random.Generator) -> float:
    odd = float(rng.uniform(0.62, 0.85)) if rng.random() < 0.06 else float(rng.uniform(0.86, 1.12))
    return style.height * bank.tallness(digit, rng) * odd


def _with_bar(glyph: Ink, rng: np.random.Generator) -> Ink:
    """Return a 7 with a bar across its stem, which American digits lack."""
    rows, columns = glyph.shape
    y, reach = int(rows * rng.uniform(0.4, 0.62)), int(columns * rng.uniform(0, 0.25))
    wide = cv2.copyMakeBorder(glyph, 0, 0, reach, reach, cv2.BORDER_CONSTANT, value=[0.0])
    start = (int(columns * rng.uniform(0.0, 0.3)), y + int(rng.normal(0, 2)))
    end = (columns + reach + int(rng.integers(0, reach + 1)), y)
    thick = max(1, int(rows * rng.uniform(0.05, 0.12)))
    return cv2.line(wide, start, end, 230, thick, cv2.LINE_AA).astype(np.uint8)


def _set_in_line(
    glyphs: list[Ink], style: Style, rng: np.random.Generator
) -> tuple[Ink, tuple[int, int, int, int]]:
    touching = rng.random(len(glyphs)) < TOUCHING
    near, far = rng.uniform(-0.22, 0.05, len(glyphs)), rng.uniform(0.03, 0.4, len(glyphs))
    gaps = np.where(touching, near, far) * style.height
    room = sum(g.shape[1] for g in glyphs) + int(np.maximum(gaps, 0).sum())
    canvas = np.zeros((CANVAS_HEIGHT, room + 2 * MARGIN), np.uint8)
    x, rise = float(MARGIN), rng.normal(0, 0.04)
    boxes = []
    for glyph, gap in zip(glyphs, gaps.tolist(), strict=True):
        y = BASELINE - glyph.shape[0] + rng.normal(0, 0.05) * style.height + rise * (x - MARGIN)
        boxes.append(_stamp(canvas, glyph, round(x), round(y)))
        x += glyph.shape[1] + gap
    corners: NDArray[np.int64] = np.array(boxes)
    low, high = corners[:, :2].min(0), corners[:, 2:].max(0)
    return canvas, (int(low[0]), int(low[1]), int(high[0]), int(high[1]))


def _stamp(canvas: Ink, glyph: Ink, x: int, y: int) -> tuple[int, int, int, int]:
    """Write `glyph` at (x, y), cut off where it leaves the canvas; return its box."""
    y = min(max(y, 0), canvas.shape[0] - glyph.shape[0])
    room = canvas[y : y + glyph.shape[0], x : x + glyph.shape[1]]
    np.maximum(room, glyph, out=room)
    return x, y, x + glyph.shape[1], y + glyph.shape[0]


def _pen(ink: Ink, rng: np.random.Generator) -> Ink:
    """Return the ink as a thinner or thicker pen would have left it.

    Digits of the sets have soft edges: where the edge is put decides how thick the line is.
    """
    if rng.random() < 0.25:
        return ink
    edge, steep = float(rng.uniform(0.18, 0.62)) * 255, float(rng.uniform(1.5, 5.0))
    levels = np.clip((np.arange(256) - edge) * steep + 128, 0, 255)
    levels[0] = 0
    sharp = cv2.LUT(ink, levels.astype(np.uint8))
    if rng.random() < 0.15:
        sharp = cv2.dilate(sharp, np.ones((2, 2) if rng.random() < 0.6 else (3, 3), np.uint8))
    return sharp.astype(np.uint8)
