"""Printed row numbers drawn for training: many faces, sizes, prints and cameras."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.row_numbers.view import WIDTH, Ink, number_inks

Floats = NDArray[np.float32]

THAI: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
LATIN_ONLY: Final = ("DejaVu",)
"""Faces without Thai figures."""

_EM: Final = 48
_LOWEST, _HIGHEST = 7.0, 34.0
"""Height of a figure in the photo, in pixels."""
_SMALL: Final = 14
"""A photo with lower figures is enlarged to page scale before cells are cut."""
_WHITENED: Final = 0.3
_MARGIN: Final = 4
_WHOLE: Final = 0.8
_LIGHTEST: Final = 90
"""Ink from this darkness on (of 255) is told from paper."""


@dataclass(frozen=True, slots=True, eq=False)
class Printed:
    """One drawn number: its ink as the network sees it, its value and whether it is Thai."""

    ink: Ink
    number: int
    thai: bool


@dataclass(frozen=True, slots=True)
class NumberSource:
    """Draws numbers in the given faces (paths of TrueType files)."""

    faces: Sequence[Path]

    def sample(self, rng: np.random.Generator) -> Printed:
        """Return a drawn number; draws again where wear left nothing to see."""
        while True:
            path = self.faces[int(rng.integers(len(self.faces)))]
            thai = bool(rng.random() < 0.5) and not path.name.startswith(LATIN_ONLY)
            number = _number(rng)
            ink = _photographed(_print(path, number, thai=thai, rng=rng), rng)
            mask = (ink > _LIGHTEST).astype(np.uint8)
            found = number_inks(ink[None], mask[None])[0]
            if found is not None and _is_whole(mask, found):
                return Printed(found, number, thai)


def _number(rng: np.random.Generator) -> int:
    """Return a row number: one figure often enough, two most of the time."""
    return int(rng.integers(1, 10)) if rng.random() < 0.35 else int(rng.integers(10, 100))


def _is_whole(mask: Ink, found: Ink) -> bool:
    """Tell whether wear left the number in one piece: its shape is that of all its ink."""
    rows, columns = (np.flatnonzero(mask.any(axis=k)) for k in (1, 0))
    wanted = (columns[-1] - columns[0] + 1) / (rows[-1] - rows[0] + 1)
    return bool(found.shape[1] > _WHOLE * min(wanted * found.shape[0], WIDTH))


@cache
def _face(path: Path, em: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), em)


def _print(path: Path, number: int, *, thai: bool, rng: np.random.Generator) -> Ink:
    """Return the number in print, large, with letters spaced and shaped a little differently."""
    text = str(number).translate(THAI) if thai else str(number)
    face = _face(path, _EM)
    spacing = float(rng.uniform(-0.07, 0.12)) * _EM
    picture = Image.new("L", (170, 96), 0)
    pen, x = ImageDraw.Draw(picture), 26.0
    for figure in text:
        pen.text((x, 16), figure, fill=255, font=face)
        x += face.getlength(figure) + spacing
    return _bent(np.asarray(picture), rng)


def _bent(ink: Ink, rng: np.random.Generator) -> Ink:
    """Return the print turned, slanted and stretched a little, with strokes of another weight."""
    height, width = ink.shape
    turn, slant = rng.normal(0, 0.03), rng.normal(0, 0.06)
    stretch = np.exp(rng.normal(0, 0.12))
    matrix = np.array([[stretch, slant - turn, 0.0], [turn, 1.0, 0.0]])
    matrix[:, 2] = (width / 2, height / 2) - matrix[:, :2] @ (width / 2, height / 2)
    out = cv2.warpAffine(ink, matrix, (width, height))
    weight = int(rng.integers(-1, 3))
    if weight:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(weight) + 1, abs(weight) + 1))
        thinner = cv2.erode(out, kernel)
        out = cv2.dilate(out, kernel) if weight > 0 else thinner
    wave = cv2.resize(rng.normal(0, 1, (4, 6, 2)).astype(np.float32), (width, height))
    grid = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1).astype(np.float32)
    maps = grid + wave * np.float32(rng.uniform(0, 1.3))
    return np.asarray(cv2.remap(out, maps[..., 0], maps[..., 1], cv2.INTER_LINEAR), np.uint8)


def _photographed(ink: Ink, rng: np.random.Generator) -> Ink:
    """Return the number in its cell as a page of its photo shows it, at page scale."""
    rows = np.flatnonzero(ink.any(axis=1))
    high = float(np.exp(rng.uniform(np.log(_LOWEST), np.log(_HIGHEST))))
    scale = high / max(1, rows[-1] - rows[0] + 1)
    drawn = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    blur = float(rng.uniform(0.2, 0.055 * high + 0.35))
    small: Floats = np.pad(drawn, _MARGIN).astype(np.float32)
    small = np.asarray(cv2.GaussianBlur(small, (0, 0), blur), np.float32)
    small *= np.float32(rng.uniform(150, 255) / max(1.0, float(small.max())))
    small += rng.normal(0, rng.uniform(0, 14), small.shape).astype(np.float32)
    if high < _SMALL:
        enlarged = float(rng.uniform(17, 26)) / high
        larger = cv2.resize(small, None, fx=enlarged, fy=enlarged, interpolation=cv2.INTER_LINEAR)
        small = np.asarray(larger, np.float32)
    if rng.random() < _WHITENED:
        small = np.asarray(255.0 / (1 + np.exp((110 - small) / 12)), np.float32)
    return np.clip(small, 0, 255).astype(np.uint8)
