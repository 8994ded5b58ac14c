"""Marks that are no characters: dashes, ticks, slashes, strike-outs, signatures."""

from typing import Final

import numpy as np

from ocr.hand.ink import Ink, Stroke, joined, line_of
from ocr.hand.style import Style

_SCRIBBLE_STEPS: Final = 9
_TAIL: Final = 0.6
"""How many signatures end in a flourish."""


def dash(rng: np.random.Generator, style: Style) -> Ink:
    """Return a dash at half height."""
    length = float(rng.uniform(0.25, 0.6))
    y = float(rng.uniform(0.4, 0.65))
    bend, tilt = rng.normal(0, 0.03, 2)
    points = [(0.0, y), (length / 2, y + float(bend)), (length, y + float(tilt))]
    return Ink("-", (line_of(points, style.pen),))


def fenced(rng: np.random.Generator, style: Style, ink: Ink) -> Ink:
    """Return ink between two dashes; its text stays that of the number."""
    gap = float(rng.uniform(0.06, 0.2))
    before, after = dash(rng, style), dash(rng, style)
    body = ink.moved(before.width + gap - ink.box[0])
    return Ink(ink.text, joined([before, body, after.moved(body.width + gap)]).strokes)


def ticked(rng: np.random.Generator, style: Style, ink: Ink) -> Ink:
    """Return ink with a tick after it, as a checker leaves it."""
    x = ink.width + float(rng.uniform(0.05, 0.5))
    low = float(rng.uniform(0.75, 1.15))
    height, reach = float(rng.uniform(0.5, 1.1)), float(rng.uniform(0.3, 0.7))
    points = [(x, low - 0.3), (x + 0.15, low), (x + 0.15 + reach, low - height)]
    return Ink(ink.text, (*ink.strokes, line_of(points, style.pen * 0.9)))


def slashed(rng: np.random.Generator, style: Style, ink: Ink) -> Ink:
    """Return ink with a slash after it, as a checker leaves it."""
    x = ink.width + float(rng.uniform(0.05, 0.4))
    lean, y = float(rng.uniform(0.1, 0.6)), float(rng.uniform(0.1, 0.6))
    points = [(x, 1.05), (x + lean / 2, (1.05 + y) / 2 + 0.02), (x + lean, y)]
    return Ink(ink.text, (*ink.strokes, line_of(points, style.pen * 0.85)))


def struck(rng: np.random.Generator, style: Style, wrong: Ink, right: Ink) -> Ink:
    """Return a struck-out figure and the right one after it; the text is the right one."""
    x0, y0, x1, y1 = wrong.box
    lines = [_strike(rng, style, (x0, y0, x1, y1)) for _ in range(int(rng.integers(1, 4)))]
    beside = right.moved(x1 + float(rng.uniform(0.1, 0.3)) - right.box[0])
    return Ink(right.text, (*wrong.strokes, *lines, *beside.strokes))


def _strike(
    rng: np.random.Generator, style: Style, box: tuple[float, float, float, float]
) -> Stroke:
    x0, y0, x1, y1 = box
    high, low = (y0 + (y1 - y0) * rng.uniform(0.1, 0.9, 2)).tolist()
    return line_of(
        [(x0 - 0.1, high), ((x0 + x1) / 2, (high + low) / 2), (x1 + 0.1, low)], style.pen
    )


def scribble(rng: np.random.Generator, style: Style) -> Ink:
    """Return loops that run on and a tail, as signatures do; it stands for no letters."""
    turns = int(rng.integers(2, 7))
    t = np.linspace(0, turns * 2 * np.pi, turns * _SCRIBBLE_STEPS * 2, dtype=np.float32)
    fade = np.interp(t, [0, t[-1]], [1, rng.uniform(0.2, 0.8)]).astype(np.float32)
    swell = 1 + 0.7 * np.sin(t * np.float32(rng.uniform(0.2, 0.7)) + np.float32(rng.uniform(0, 6)))
    pace, loop = np.float32(rng.uniform(0.06, 0.14)), np.float32(rng.uniform(0.1, 0.35))
    x = t * pace + loop * np.cos(t + np.float32(rng.uniform(0, 6)))
    y = 0.6 - 0.4 * fade * swell * np.sin(t) - np.float32(rng.normal(0, 0.12)) * x
    line = np.stack([x, y], axis=1).astype(np.float32)
    line += rng.normal(0, 0.012, line.shape).astype(np.float32)
    strokes = [Stroke(line, style.pen, np.ones(len(line), np.float32))]
    if rng.random() < _TAIL:
        strokes.append(line_of(_tail(rng, float(x[-1])), style.pen))
    return Ink("", tuple(strokes))


def _tail(rng: np.random.Generator, end: float) -> list[tuple[float, float]]:
    low, back = float(rng.uniform(0.8, 1.2)), float(rng.uniform(0, end))
    return [(end, 0.6), (end + 0.5, 0.35), (back, low), (end + 0.8, low - 0.2)]
