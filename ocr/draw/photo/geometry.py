"""Where a point of the paper comes to lie in the photo, exactly and both ways.

Points are (x, y) pixels counted from the outer edge of the top left pixel, so that a picture that
is only made smaller keeps every box where it was.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.draw.photo.conditions import Conditions

Grid = NDArray[np.float32]

_CURL_OF_HEIGHT: Final = 0.018
_PERSPECTIVE_OF_SIDE: Final = 0.06
_WAVES: Final = 2


@dataclass(frozen=True, slots=True)
class Curl:
    """A sheet that does not lie flat: points move up and down by waves along the width.

    `amounts` are the waves' heights in pixels, `phases` where they start; `lean` says how much
    more the foot of the page moves than its top.
    """

    amounts: tuple[float, ...]
    phases: tuple[float, ...]
    lean: float
    size: tuple[int, int]

    def shift(self, x: Grid) -> Grid:
        """Return the shift of the page's top edge at x."""
        u = x / self.size[0]
        total: Grid = np.zeros_like(u)
        for i, (amount, phase) in enumerate(zip(self.amounts, self.phases, strict=True)):
            wave = np.sin(np.float32(np.pi * (i + 1)) * u + np.float32(phase))
            total = np.asarray(total + np.float32(amount) * wave, np.float32)
        return total

    def bent(self, points: Grid) -> Grid:
        """Return where points of the flat page lie on the bent one."""
        v = points[..., 1] / self.size[1]
        moved = points[..., 1] + self.shift(points[..., 0]) * (1 + self.lean * v)
        return np.stack([points[..., 0], moved], axis=-1).astype(np.float32)

    def flat(self, x: Grid, y: Grid) -> Grid:
        """Return the row on the flat page of points of the bent one."""
        shift = self.shift(x)
        slope = np.float32(self.lean / self.size[1])
        return np.asarray((y - shift) / (1 + shift * slope), np.float32)


@dataclass(frozen=True, slots=True)
class Placement:
    """How a page of `page` (width, height) lies in a photo of `photo` (width, height)."""

    curl: Curl
    matrix: NDArray[np.float64]
    page: tuple[int, int]
    photo: tuple[int, int]

    def to_photo(self, points: Grid) -> Grid:
        """Return where points of the flat page, shape (n, 2), lie in the photo."""
        bent = self.curl.bent(points).reshape(-1, 1, 2).astype(np.float64)
        return np.asarray(cv2.perspectiveTransform(bent, self.matrix)[:, 0], np.float32)

    def to_page(self) -> tuple[Grid, Grid]:
        """Return for each photo pixel's middle the page's x and y, shape (height, width)."""
        inverse = np.linalg.inv(self.matrix)
        x = np.arange(self.photo[0], dtype=np.float32)[None, :] + 0.5
        y = np.arange(self.photo[1], dtype=np.float32)[:, None] + 0.5
        rows = [np.float32(r[0]) * x + (np.float32(r[1]) * y + np.float32(r[2])) for r in inverse]
        rows[2] = 1 / rows[2]
        u, v = rows[0] * rows[2], rows[1] * rows[2]
        return u, self.curl.flat(u, v)


def place(
    page: tuple[int, int], conditions: Conditions, long_side: int, rng: np.random.Generator
) -> Placement:
    """Return how the paper lies in a photo whose longer side has `long_side` pixels."""
    width, height = page
    curl = _curl(page, conditions.curl, rng)
    margin = conditions.margin * height
    top = height * conditions.cut_top if conditions.cut_top else -margin
    seen = (width + 2 * margin, height + margin - top)
    corners = _corners(page, conditions, rng) + np.asarray([margin, -top], np.float32)
    scale = long_side / max(seen)
    portrait = (max(1, round(seen[0] * scale)), max(1, round(seen[1] * scale)))
    stretch = np.diag([portrait[0] / seen[0], portrait[1] / seen[1], 1.0])
    flat = np.asarray([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = stretch @ cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    turn, photo = _turned(portrait, conditions.turn_deg)
    return Placement(curl, turn @ matrix, page, photo)


def _curl(page: tuple[int, int], strength: float, rng: np.random.Generator) -> Curl:
    high = strength * page[1] * _CURL_OF_HEIGHT
    amounts = tuple(float(rng.normal(0, high / (i + 1) / 1.5)) for i in range(_WAVES))
    phases = tuple(float(rng.uniform(-0.4, 0.4)) for _ in range(_WAVES))
    return Curl(amounts, phases, float(rng.uniform(-0.6, 0.6)), page)


def _corners(
    page: tuple[int, int], conditions: Conditions, rng: np.random.Generator
) -> NDArray[np.float32]:
    width, height = page
    corners = np.asarray([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    pull = conditions.perspective * _PERSPECTIVE_OF_SIDE * min(page)
    corners += rng.uniform(-pull, pull, corners.shape) if pull else 0.0
    angle = np.deg2rad(rng.uniform(-1, 1) * conditions.tilt_deg)
    middle = np.asarray([width / 2, height / 2])
    spin = np.asarray([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    # A tilted sheet is moved away, as a person steps back to get all of it.
    lean = np.abs([[np.cos(angle), np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shrink = float(np.min([width, height] / (lean @ [width, height])))
    return np.asarray((corners - middle) @ spin * shrink + middle, np.float32)


def _turned(size: tuple[int, int], turn_deg: int) -> tuple[NDArray[np.float64], tuple[int, int]]:
    width, height = size
    turns: dict[int, tuple[list[list[float]], tuple[int, int]]] = {
        0: ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], (width, height)),
        90: ([[0, -1, height], [1, 0, 0], [0, 0, 1]], (height, width)),
        180: ([[-1, 0, width], [0, -1, height], [0, 0, 1]], (width, height)),
        270: ([[0, 1, 0], [-1, 0, width], [0, 0, 1]], (height, width)),
    }
    matrix, turned = turns[turn_deg % 360]
    return np.asarray(matrix, np.float64), turned
