"""Skeletons of handwritten characters, read from glyphs.toml and made ready for quick drawing."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

_UNIT: Final = 100.0
_STEPS: Final = 7
"""Points drawn between two control points; seven look round at 50 px a digit."""
_LOOP_POINTS: Final = 6

Points = NDArray[np.float32]
"""Shape (n, 2): x to the right, y down, in em (1 = height of a digit)."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """One stroke of a character: control points and the matrix that smooths them.

    `head` tells how many control points at the front form a head loop (หัว) that a hasty hand
    leaves out; `bare` is the smoothing matrix of the rest.
    """

    control: Points
    smooth: NDArray[np.float32]
    head: int
    bare: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One way to write a character: its strokes and how far it moves the pen on, in em."""

    strokes: tuple[Skeleton, ...]
    advance: float


@cache
def glyphs() -> dict[str, tuple[Glyph, ...]]:
    """Return every character that can be written, with its ways of being written."""
    text = resources.files("ocr.hand").joinpath("glyphs.toml").read_text("utf-8")
    return {
        character: tuple(glyph_of(strokes) for strokes in ways)
        for section in tomllib.loads(text).values()
        for character, ways in section.items()
    }


@cache
def characters(section: str) -> frozenset[str]:
    """Return the characters of one section of glyphs.toml, e.g. `consonants`."""
    text = resources.files("ocr.hand").joinpath("glyphs.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)[section])


def glyph_of(strokes: Sequence[str]) -> Glyph:
    """Return a way to write a character from its strokes in the notation of glyphs.toml."""
    parsed = tuple(_skeleton(stroke.split()) for stroke in strokes)
    right = max(float(s.control[:, 0].max()) for s in parsed)
    return Glyph(parsed, right)


def _skeleton(tokens: Sequence[str]) -> Skeleton:
    points: list[tuple[float, float]] = []
    corners: list[int] = []
    head = 0
    for index, token in enumerate(tokens):
        if token.startswith("o"):
            near = tokens[index + 1] if index == 0 else tokens[index - 1]
            loop = _loop(token, _point(near))
            head = len(loop) if index == 0 else head
            points += loop if index == 0 else loop[::-1]
            continue
        points.append(_point(token))
        if token.endswith("!"):
            corners.append(len(points) - 1)
    control = np.asarray(points, np.float32) / _UNIT
    bare = _smoothing(len(points) - head, [c - head for c in corners])
    return Skeleton(control, _smoothing(len(points), corners), head, bare)


def _point(token: str) -> tuple[float, float]:
    x, y = token.rstrip("!").split(",")[:2]
    return float(x.lstrip("o")), float(y)


def _loop(token: str, near: tuple[float, float]) -> list[tuple[float, float]]:
    """Return the circle of a head loop, ending where it is nearest to the next point."""
    x, y, radius = (float(part) for part in token[1:].split(","))
    end = np.arctan2(near[1] - y, near[0] - x)
    turn = np.linspace(2 * np.pi, 0, _LOOP_POINTS + 1) * np.sign(radius)
    return [
        (x + abs(radius) * float(np.cos(end - t)), y + abs(radius) * float(np.sin(end - t)))
        for t in turn
    ]


@cache
def _segment_weights() -> NDArray[np.float32]:
    """Return Catmull-Rom weights, shape (steps, 4 neighbouring control points)."""
    t = np.arange(_STEPS) / _STEPS
    weights = np.stack(
        [
            -t + 2 * t**2 - t**3,
            2 - 5 * t**2 + 3 * t**3,
            t + 4 * t**2 - 3 * t**3,
            -(t**2) + t**3,
        ],
        axis=1,
    )
    return np.asarray(weights / 2, np.float32)


def _smoothing(count: int, corners: Sequence[int]) -> NDArray[np.float32]:
    """Return the matrix from control points to a smooth line that keeps sharp `corners`."""
    breaks = {c for c in corners if 0 < c < count - 1} | {0, count - 1}
    rows: list[NDArray[np.float32]] = []
    for i in range(count - 1):
        part = np.zeros((_STEPS, count), np.float32)
        before = i if i in breaks else i - 1
        after = i + 1 if i + 1 in breaks else i + 2
        for column, weight in zip((before, i, i + 1, after), _segment_weights().T, strict=True):
            part[:, column] += weight
        rows.append(part)
    last = np.zeros((1, count), np.float32)
    last[0, count - 1] = 1
    return np.concatenate([*rows, last])
