"""What else stands in a votes cell and must not be read as a digit."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from ocr.hand import Writer
from ocr.train.glyphs import Ink
from ocr.train.strings import Figure

Mark = Callable[[Ink, Figure, np.random.Generator], None]
"""Draws into the ink (first argument) around the figure (second)."""

LABELS_RIGHT: Final = ("บัตร", "บัตร (", "คน", "คน (", "ซอง", "คะแนน", "(ห", "(ส")
LABELS_LEFT: Final = ("จำนวน", "นวน", "วน", "น")
"""What the print of a head count puts around its digits."""


def dotted_leader(ink: Ink, figure: Figure, rng: np.random.Generator) -> None:
    """Draw what cleaning leaves of the printed dots, near the feet of the digits."""
    x0, _, x1, y1 = figure.box
    y = y1 + int(rng.integers(-8, 8))
    step, radius = int(rng.integers(4, 10)), int(rng.integers(1, 3))
    kept = rng.uniform(0.2, 1.0)
    for x in range(x0 - int(rng.integers(0, 40)), x1 + int(rng.integers(0, 40)), step):
        if rng.random() < kept:
            cv2.circle(ink, (x, y), radius, int(rng.integers(120, 255)), -1, cv2.LINE_AA)


def fence_dash(ink: Ink, figure: Figure, rng: np.random.Generator) -> None:
    """Draw the dash that fences a number in on the right, on the left or on both sides."""
    x0, y0, x1, y1 = figure.box
    side = rng.random()
    for left in (True, False):
        if (left and side < 0.45) or (not left and 0.3 < side < 0.45):
            continue
        length = int(rng.uniform(0.2, 0.8) * (y1 - y0))
        gap = int(rng.uniform(-0.05, 0.35) * (y1 - y0))
        start = x0 - gap - length if left else x1 + gap
        y = int(y0 + rng.uniform(0.35, 0.75) * (y1 - y0))
        end = (start + length, y + int(rng.normal(0, 2)))
        _stroke(ink, (start, y), end, rng)


def slash(ink: Ink, figure: Figure, rng: np.random.Generator) -> None:
    """Draw a checker's slash after the digits; it leans and often hangs off the line."""
    _, y0, x1, y1 = figure.box
    height = y1 - y0
    gap = int(rng.uniform(0.2, 1.3) * height)
    lean = rng.uniform(0.5, 1.3)
    length = rng.uniform(0.3, 1.2) * height
    foot = (x1 + gap, int(y1 + rng.uniform(-0.45, 0.25) * height))
    head = (int(foot[0] + lean * length * 0.7), int(foot[1] - length * 0.7))
    _stroke(ink, foot, head, rng)


def tick(ink: Ink, figure: Figure, rng: np.random.Generator) -> None:
    """Draw a checker's tick after the digits or over their end."""
    _, y0, x1, y1 = figure.box
    height = y1 - y0
    x = x1 + int(rng.uniform(0.05, 0.6) * height)
    y = int(y1 - rng.uniform(0, 0.3) * height)
    first = (x - int(rng.uniform(0.1, 0.25) * height), y - int(rng.uniform(0.1, 0.3) * height))
    last = (x + int(rng.uniform(0.3, 0.8) * height), y - int(rng.uniform(0.5, 1.0) * height))
    thick = int(rng.integers(1, 4))
    cv2.polylines(ink, [np.array([first, (x, y), last], np.int32)], False, 255, thick, cv2.LINE_AA)  # noqa: FBT003


def bracket(ink: Ink, figure: Figure, rng: np.random.Generator) -> None:
    """Draw a remnant of the printed "(" at the right edge."""
    _, y0, x1, y1 = figure.box
    x = x1 + int(rng.integers(8, 26))
    axes = (int(rng.integers(5, 9)), int(0.55 * (y1 - y0)))
    start = int(rng.integers(110, 180))
    end = int(rng.integers(start + 20, 260))
    cv2.ellipse(ink, (x, (y0 + y1) // 2), axes, 0, start, end, 200, 2, cv2.LINE_AA)


def neighbour(ink: Ink, figure: Figure, rng: np.random.Generator) -> None:
    """Draw the feet or heads of the figures in the row above or below."""
    x0, y0, x1, y1 = figure.box
    part = int(rng.integers(3, 11))
    above = rng.random() < 0.5
    source = figure.ink[y1 - part : y1] if above else figure.ink[y0 : y0 + part]
    top = max(0, y0 - part - int(rng.integers(2, 8))) if above else y1 + int(rng.integers(2, 10))
    rows = source[: max(0, min(source.shape[0], ink.shape[0] - top))]
    shifted = np.roll(rows, int(rng.integers(-(x1 - x0), x1 - x0 + 1)), axis=1)
    room = ink[top : top + rows.shape[0]]
    np.maximum(room, shifted, out=room)


def ruled_line(ink: Ink, figure: Figure, rng: np.random.Generator) -> None:
    """Draw what is left of a ruled line above, below or beside the digits."""
    x0, y0, x1, y1 = figure.box
    if rng.random() < 0.3:
        x = x0 - int(rng.integers(4, 22))
        cv2.line(ink, (x, y0 - 12), (x + int(rng.normal(0, 2)), y1 + 12), 220, 2, cv2.LINE_AA)
        return
    y = y1 + int(rng.integers(-3, 12)) if rng.random() < 0.7 else y0 - int(rng.integers(2, 12))
    a, b = sorted(int(v) for v in rng.integers(x0 - 30, x1 + 30, 2))
    cv2.line(ink, (a, y), (b, y + int(rng.normal(0, 1.5))), 230, int(rng.integers(1, 4)))


def specks(ink: Ink, figure: Figure, rng: np.random.Generator) -> None:
    """Draw dust."""
    x0, y0, x1, y1 = figure.box
    for _ in range(int(rng.integers(1, 6))):
        at = (int(rng.integers(x0 - 30, x1 + 30)), int(rng.integers(y0 - 12, y1 + 14)))
        cv2.circle(ink, at, int(rng.integers(1, 3)), int(rng.integers(80, 255)), -1, cv2.LINE_AA)


def label(ink: Ink, figure: Figure, rng: np.random.Generator) -> None:
    """Write a word of the label beside the digits, right (บัตร) or left (จำนวน), or a piece of it.

    Drawn by our own strokes: it stands for print and for the number in words alike.
    """
    x0, y0, x1, y1 = figure.box
    on_right = rng.random() < 0.6
    words = LABELS_RIGHT if on_right else LABELS_LEFT
    text = words[int(rng.integers(len(words)))]
    size = float(rng.uniform(0.6, 1.05)) * (y1 - y0)
    word = Writer(rng).text(text).alpha(size, margin_px=1)
    gap = int(rng.uniform(0.3, 1.3) * (y1 - y0))
    x = x1 + gap if on_right else x0 - gap - word.shape[1]
    y = y1 - word.shape[0] + int(rng.integers(-8, 9))
    _paste(ink, word, x, y)


def _paste(ink: Ink, piece: Ink, x: int, y: int) -> None:
    """Write `piece` at (x, y) as far as it lies on the canvas."""
    top, left = max(0, y), max(0, x)
    bottom = min(ink.shape[0], y + piece.shape[0])
    right = min(ink.shape[1], x + piece.shape[1])
    if bottom > top and right > left:
        room = ink[top:bottom, left:right]
        np.maximum(room, piece[top - y : bottom - y, left - x : right - x], out=room)


MARKS: Final[tuple[tuple[float, Mark], ...]] = (
    (0.36, dotted_leader),
    (0.1, fence_dash),
    (0.08, slash),
    (0.04, tick),
    (0.05, bracket),
    (0.05, neighbour),
    (0.1, ruled_line),
    (0.08, specks),
    (0.04, label),
)
"""How often each mark stands in a cell."""


def marks_around(figure: Figure, rng: np.random.Generator) -> Ink:
    """Return what else happens to stand in the figure's cell, without the figure."""
    ink = np.zeros_like(figure.ink)
    for (share, mark), chance in zip(MARKS, rng.random(len(MARKS)), strict=True):
        if chance < share:
            mark(ink, figure, rng)
    return ink


def _stroke(
    ink: Ink, start: tuple[int, int], end: tuple[int, int], rng: np.random.Generator
) -> None:
    strength, thick = int(rng.integers(150, 256)), int(rng.integers(2, 6))
    cv2.line(ink, start, end, strength, thick, cv2.LINE_AA)
