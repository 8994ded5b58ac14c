"""Plain line charts as PNG, readable without colour: every line has its own dash and its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PIL import Image, ImageDraw, ImageFont

WIDTH: Final = 960
HEIGHT: Final = 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 24, 84, 52
_LINES: Final = (("#1b4f72", 0), ("#b03a2e", 10), ("#1e8449", 4))
"""Colour, and the length of a dash in pixels; 0 draws through."""
_INK: Final = "#222222"
_GRID: Final = "#dddddd"
_STEPS: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A named line: one value for each step from left to right."""

    name: str
    values: Sequence[float]


def chart(title: str, across: str, lines: Sequence[Line]) -> Image.Image:
    """Return lines over the same steps; `across` says what a step is."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(picture)
    most = _round_up(max((max(line.values, default=0) for line in lines), default=0))
    steps = max(len(line.values) for line in lines)
    draw.text((_LEFT, 12), title, _INK, ImageFont.load_default(18))
    _axes(draw, most, steps, across)
    for place, line in enumerate(lines):
        _line(draw, line, place, most, steps)
    return picture


def _round_up(value: float) -> float:
    """Return the next number of one digit and zeros, or 1."""
    unit = 1.0
    while unit * 10 <= value:
        unit *= 10
    while unit > value > 0:
        unit /= 10
    return next((unit * n for n in (1, 2, 3, 4, 5, 6, 8, 10) if unit * n >= value), 1.0)


def _axes(draw: ImageDraw.ImageDraw, most: float, steps: int, across: str) -> None:
    small = ImageFont.load_default(13)
    for k in range(_STEPS + 1):
        y = _y(most * k / _STEPS, most)
        draw.line((_LEFT, y, WIDTH - _RIGHT, y), _GRID)
        draw.text((_LEFT - 8, y), f"{most * k / _STEPS:,.5g}", _INK, small, anchor="rm")
        x = _x(round((steps - 1) * k / _STEPS), steps)
        draw.text((x, HEIGHT - _BOTTOM + 8), f"{(steps - 1) * k // _STEPS}", _INK, small, "ma")
    draw.text((WIDTH - _RIGHT, HEIGHT - 22), across, _INK, small, anchor="ra")


def _line(draw: ImageDraw.ImageDraw, line: Line, place: int, most: float, steps: int) -> None:
    colour, dash = _LINES[place % len(_LINES)]
    points = [(_x(step, steps), _y(value, most)) for step, value in enumerate(line.values)]
    x = _LEFT + 290 * place
    _stroke(draw, [(x, 52), (x + 34, 52)], colour, dash)
    draw.text((x + 42, 52), line.name, _INK, ImageFont.load_default(13), anchor="lm")
    _stroke(draw, points, colour, dash)


def _stroke(
    draw: ImageDraw.ImageDraw, points: Sequence[tuple[float, float]], colour: str, dash: int
) -> None:
    walked = 0.0
    for (x0, y0), (x1, y1) in pairwise(points):
        length = max(1.0, ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5)
        pieces = max(1, round(length / 2)) if dash else 1
        for k in range(pieces):
            if not dash or int((walked + length * k / pieces) / dash) % 2 == 0:
                here = (x0 + (x1 - x0) * k / pieces, y0 + (y1 - y0) * k / pieces)
                there = (x0 + (x1 - x0) * (k + 1) / pieces, y0 + (y1 - y0) * (k + 1) / pieces)
                draw.line((*here, *there), colour, 2)
        walked += length


def _x(step: int, steps: int) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * step / max(1, steps - 1)


def _y(value: float, most: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / most
