"""A sheet of paper under the press and the pen: print first, handwriting over it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from models.values.forms import Align
from ocr.draw.fonts import font
from ocr.draw.page import BoxF, Rgb
from ocr.draw.print_run import PrintRun
from ocr.hand import Ink, draw

_A4: Final = 297 / 210
_ANCHORS: Final = {Align.LEFT: "ls", Align.CENTRE: "ms", Align.RIGHT: "rs"}
_MIDDLE: Final = 0.33
"""How far the base line lies below the middle of a line of print, in its size."""


@dataclass(frozen=True, slots=True)
class Type:
    """How a line is set: size as a share of the page's height, alignment, weight."""

    size: float
    align: Align = Align.LEFT
    bold: bool = False


class Paper:
    """One page while it is made; positions are shares of the page, as descriptions give them."""

    def __init__(self, width: int, run: PrintRun) -> None:
        """Take a white sheet of A4, `width` pixels wide."""
        self.width = width
        self.height = round(width * _A4)
        self.run = run
        self._print = Image.new("L", (self.width, self.height), 255)
        self._press = ImageDraw.Draw(self._print)
        self._pen: list[tuple[NDArray[np.uint8], int, int, tuple[int, int, int]]] = []

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a position of the description, moved as this run's press does."""
        dx, dy = self.run.shift
        return ((x + dx) * self.width, (y + dy) * self.height)

    def length(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how many pixels a text is long at a size given as a share of the height."""
        return float(font(self.run.font, round(size * self.height), bold=bold).getlength(text))

    def base(self, y: float, size: float) -> float:
        """Return the pixel row of the base line of a line of print around `y`."""
        return self.at(0, y)[1] + _MIDDLE * size * self.height

    def print_text(self, x_px: float, base_px: float, text: str, style: Type) -> None:
        """Print a text at a pixel position on its base line."""
        face = font(self.run.font, round(style.size * self.height), bold=style.bold)
        self._press.text(
            (x_px, base_px), text, fill=self.run.grey, font=face, anchor=_ANCHORS[style.align]
        )

    def print_dots(self, x_px: float, base_px: float, length_px: float) -> None:
        """Print a dotted leader."""
        step = max(3.0, self.width * 0.0034)
        side = max(1.0, self.width * 0.0011)
        for i in range(max(0, int(length_px / step))):
            x = x_px + (i + 0.5) * step
            self._press.rectangle((x, base_px - side, x + side, base_px), fill=self.run.grey + 20)

    def rule(self, box_px: BoxF) -> None:
        """Print the frame of a box."""
        self._press.rectangle(box_px, outline=self.run.grey, width=self.rule_px)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Print a rule between two pixels."""
        self._press.line((x0, y0, x1, y1), fill=self.run.grey, width=self.rule_px)

    @property
    def rule_px(self) -> int:
        """Width of a rule in pixels."""
        return max(1, round(self.run.rule * self.width))

    def shade(self, box_px: BoxF) -> None:
        """Print a light grey ground, before anything else in the box."""
        self._press.rectangle(box_px, fill=222)

    def polygon(self, points: list[tuple[float, float]]) -> None:
        """Print the outline of a polygon (the ornament)."""
        self._press.line([*points, points[0]], fill=self.run.grey, width=max(1, self.rule_px - 1))

    def write(
        self, ink: Ink, em_px: float, x_px: float, base_px: float, colour: tuple[int, int, int]
    ) -> BoxF:
        """Write ink with its left end at x and its base line at `base_px`; return its box."""
        x0, y0, x1, y1 = ink.box
        left, top = int(x_px + x0 * em_px) - 2, int(base_px + (y0 - 1) * em_px) - 2
        shape = (int((y1 - y0) * em_px) + 6, int((x1 - x0) * em_px) + 6)
        alpha = draw(ink, em_px, (x_px - left, base_px - em_px - top), shape)
        self._pen.append((alpha, left, top, colour))
        return (
            x_px + x0 * em_px,
            base_px + (y0 - 1) * em_px,
            x_px + x1 * em_px,
            base_px + (y1 - 1) * em_px,
        )

    def finished(self) -> Rgb:
        """Return the page with everything on it, shape (height, width, 3), red first."""
        grey = np.asarray(self._print, np.uint8)
        page = np.repeat(grey[:, :, None], 3, axis=2)
        for alpha, left, top, colour in self._pen:
            _lay(page, alpha, (left, top), colour)
        return page


def _lay(
    page: Rgb, alpha: NDArray[np.uint8], corner: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    """Blend ink onto the page; what hangs over the paper's edge is lost, as with a pen."""
    height, width = page.shape[:2]
    left, top = corner
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(width, left + alpha.shape[1]), min(height, top + alpha.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    cover = alpha[y0 - top : y1 - top, x0 - left : x1 - left, None].astype(np.float32) / 255 * 0.94
    part = page[y0:y1, x0:x1]
    mixed = part * (1 - cover) + np.asarray(colour, np.float32) * cover
    page[y0:y1, x0:x1] = np.minimum(part, mixed).astype(np.uint8)
