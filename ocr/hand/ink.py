"""Ink: strokes of a pen as lines, drawn at any scale only when they are needed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.hand.glyphs import Points

Alpha = NDArray[np.uint8]
"""Shape (height, width): 0 paper, 255 full ink."""

_FRACTION_BITS: Final = 3
_FINE_PX: Final = 96
"""Lines are drawn at least this many pixels an em and then shrunk: that smooths their edges."""
_CHUNK: Final = 6
"""Points drawn with one width; a pen does not change its pressure faster."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One movement of the pen: its line and its width in em, and the pressure along it.

    `pressure` has one factor per point (1 = the pen's own width).
    """

    points: Points
    width: float
    pressure: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ink:
    """Handwriting that stands for `text`; positions in em from the left end of the base line.

    y 0 is the top of a digit and 1 its base, so that ink can be put on a line of print.
    """

    text: str
    strokes: tuple[Stroke, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box around the ink (x0, y0, x1, y1) in em, the pen's width included."""
        if not self.strokes:
            return (0.0, 0.0, 0.0, 0.0)
        points = np.concatenate([s.points for s in self.strokes])
        half = max(s.width for s in self.strokes) / 2
        low, high = points.min(axis=0) - half, points.max(axis=0) + half
        return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    @property
    def width(self) -> float:
        """How far the ink reaches to the right, in em."""
        return self.box[2]

    def moved(self, dx: float, dy: float = 0.0) -> Self:
        """Return the same ink, shifted by em."""
        shift = np.asarray([dx, dy], np.float32)
        return replace(
            self, strokes=tuple(replace(s, points=s.points + shift) for s in self.strokes)
        )

    def scaled(self, factor: float) -> Self:
        """Return the same writing, larger or smaller; the pen keeps its width."""
        scale = np.float32(factor)
        return replace(
            self, strokes=tuple(replace(s, points=s.points * scale) for s in self.strokes)
        )

    def alpha(self, em_px: float, margin_px: int = 2) -> Alpha:
        """Return the ink as an anti-aliased picture, cropped to its box plus a margin."""
        x0, y0, x1, y1 = self.box
        width = max(1, round((x1 - x0) * em_px)) + 2 * margin_px
        height = max(1, round((y1 - y0) * em_px)) + 2 * margin_px
        return draw(self, em_px, (margin_px - x0 * em_px, margin_px - y0 * em_px), (height, width))


def joined(parts: Iterable[Ink]) -> Ink:
    """Return one ink of several that already stand where they belong."""
    inks = list(parts)
    return Ink("".join(i.text for i in inks), tuple(s for i in inks for s in i.strokes))


def draw(ink: Ink, em_px: float, origin: tuple[float, float], shape: tuple[int, int]) -> Alpha:
    """Return ink on a picture of `shape` (height, width), its origin at pixel (x, y)."""
    finer = max(1, round(_FINE_PX / em_px))
    fine = np.zeros((shape[0] * finer, shape[1] * finer), np.uint8)
    scale = em_px * finer
    # cv2 draws through pixel centres: a half-pixel shift keeps shrunk ink where it was meant.
    shift = np.asarray([origin[0], origin[1]], np.float32) * finer - 0.5
    for stroke in ink.strokes:
        _draw_stroke(fine, stroke, scale, shift)
    if finer == 1:
        return fine
    return np.asarray(
        cv2.resize(fine, (shape[1], shape[0]), interpolation=cv2.INTER_AREA), np.uint8
    )


def _draw_stroke(canvas: Alpha, stroke: Stroke, scale: float, shift: NDArray[np.float32]) -> None:
    fixed = np.rint((stroke.points * scale + shift) * (1 << _FRACTION_BITS)).astype(np.int32)
    count = len(fixed)
    for start in range(0, max(1, count - 1), _CHUNK):
        part = fixed[start : start + _CHUNK + 1]
        pressure = float(stroke.pressure[min(start + _CHUNK // 2, count - 1)])
        thickness = max(1, round(stroke.width * scale * pressure))
        cv2.polylines(
            canvas,
            [part.reshape(-1, 1, 2)],
            isClosed=False,
            color=(255,),
            thickness=thickness,
            shift=_FRACTION_BITS,
        )


def line_of(points: Sequence[tuple[float, float]], width: float) -> Stroke:
    """Return a plain stroke through points given in em."""
    array = np.asarray(points, np.float32)
    return Stroke(array, width, np.ones(len(array), np.float32))
