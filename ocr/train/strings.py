"""Digit strings composed from single digits, as one hand writes them on a dotted line."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.digits.alphabet import Script
from ocr.hand import Writer
from ocr.train.glyphs import GlyphBank, Ink, Style, warp

CANVAS_HEIGHT: Final = 96
BASELINE: Final = 70
MARGIN: Final = 110
"""Room left and right of the digits, for what else stands in a cell."""

SEVEN: Final = 7
BARRED: Final = 0.6
"""Share of hands that bar their 7, as Thai hands do; an unbarred set teaches to strike it out."""

LENGTHS: Final = (0.36, 0.28, 0.28, 0.07, 0.01)
"""Share of strings of one, two, ... digits."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A written number: its ink on a canvas, its digits, and (x0, y0, x1, y1) of the digits."""

    ink: Ink
    digits: tuple[int, ...]
    script: Script
    box: tuple[int, int, int, int]


def random_digits(rng: np.random.Generator) -> tuple[int, ...]:
    """Return the digits of a number; repeats and noughts come oftener than by chance."""
    length = 1 + int(rng.choice(len(LENGTHS), p=LENGTHS))
    digits = rng.integers(0, 10, length)
    chance = rng.random()
    if chance < 0.06:
        digits[:] = digits[0]
    elif chance < 0.12 and length > 1:
        digits[1:] = 0
    elif chance < 0.20:
        digits[rng.integers(length)] = 1
    return tuple(int(d) for d in digits)


def random_style(rng: np.random.Generator) -> Style:
    """Return one hand's way of writing."""
    return Style(
        height=float(rng.uniform(36, 50)),
        slant=float(rng.normal(0, 0.16)),
        stretch=float(rng.uniform(0.6, 1.15)),
        unsteady=float(rng.uniform(0.3, 1.3)),
        same_writer=bool(rng.random() < 0.5),
    )


def compose(bank: GlyphBank, digits: tuple[int, ...], rng: np.random.Generator) -> Figure:
    """Return `digits` written in one style with digits of `bank`."""
    style = random_style(rng)
    writer = int(rng.integers(len(bank.by_writer))) if style.same_writer else None
    barred = bank.script is Script.ARABIC and rng.random() < BARRED
    glyphs = [
        warp(bank.pick(d, writer, rng), _height(bank, d, style, rng), style, rng) for d in digits
    ]
    glyphs = [
        _with_bar(g, rng) if barred and d == SEVEN else g
        for g, d in zip(glyphs, digits, strict=True)
    ]
    ink, box = _set_in_line(glyphs, style, rng)
    return Figure(_pen(ink, rng), digits, bank.script, box)


def by_hand(digits: tuple[int, ...], script: Script, rng: np.random.Generator) -> Figure:
    """Return `digits` written by our own strokes, in a hand that was never seen before."""
    style = random_style(rng)
    text = "".join(str(d) for d in digits)
    drawn = Writer(rng).number(text, script.value).alpha(style.height, margin_px=1)
    width = max(4, round(drawn.shape[1] * rng.uniform(0.66, 1.1)))
    height = min(drawn.shape[0], BASELINE)
    ink = cv2.resize(drawn, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8)
    canvas = np.zeros((CANVAS_HEIGHT, width + 2 * MARGIN), np.uint8)
    box = _stamp(canvas, ink, MARGIN, BASELINE - height)
    return Figure(_pen(canvas, rng) if rng.random() < 0.4 else canvas, digits, script, box)


def _height(bank: GlyphBank, digit: int, style: Style, rng: np.random.Generator) -> float:
    return style.height * bank.tallness(digit, rng) * float(rng.uniform(0.88, 1.1))


def _with_bar(glyph: Ink, rng: np.random.Generator) -> Ink:
    """Return a 7 with a bar across its stem, which American digits lack."""
    rows, columns = glyph.shape
    y, reach = int(rows * rng.uniform(0.4, 0.62)), int(columns * rng.uniform(0, 0.25))
    wide = cv2.copyMakeBorder(glyph, 0, 0, reach, reach, cv2.BORDER_CONSTANT, value=[0.0])
    start = (int(columns * rng.uniform(0.0, 0.3)), y + int(rng.normal(0, 2)))
    end = (columns + reach + int(rng.integers(0, reach + 1)), y)
    thick = max(1, int(rows * rng.uniform(0.05, 0.12)))
    return cv2.line(wide, start, end, 230, thick, cv2.LINE_AA).astype(np.uint8)


def _gap(style: Style, rng: np.random.Generator) -> float:
    """Return the space after a digit in pixels; below zero the next one touches it."""
    if rng.random() < 0.4:
        return style.height * float(rng.uniform(-0.14, 0.05))
    return style.height * float(rng.uniform(0.03, 0.36))


def _set_in_line(
    glyphs: list[Ink], style: Style, rng: np.random.Generator
) -> tuple[Ink, tuple[int, int, int, int]]:
    gaps = [_gap(style, rng) for _ in glyphs]
    room = sum(g.shape[1] for g in glyphs) + int(sum(max(0.0, g) for g in gaps))
    canvas = np.zeros((CANVAS_HEIGHT, room + 2 * MARGIN), np.uint8)
    x, rise = float(MARGIN), rng.normal(0, 0.03)
    boxes = []
    for glyph, gap in zip(glyphs, gaps, strict=True):
        y = BASELINE - glyph.shape[0] + rng.normal(0, 0.04) * style.height + rise * (x - MARGIN)
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
    """Return the ink as a thinner or thicker pen would have left it."""
    chance = rng.random()
    if chance < 0.25:
        return cv2.erode(ink, np.ones((3, 3), np.uint8)).astype(np.uint8)
    if chance < 0.42:
        return cv2.erode(ink, np.ones((2, 2), np.uint8)).astype(np.uint8)
    if chance < 0.62:
        return cv2.dilate(ink, np.ones((2, 2), np.uint8)).astype(np.uint8)
    if chance < 0.68:
        return cv2.dilate(ink, np.ones((3, 3), np.uint8)).astype(np.uint8)
    return ink
