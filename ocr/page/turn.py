"""Which way the writing of a photo runs, from the photo alone, and frames turned by it."""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.page.frame import PAGE_HEIGHT, PAGE_WIDTH, Frame
from ocr.page.images import Floats, Grey, shrunk
from ocr.page.lines import binarised

_SIZE, _THUMB = 480, 240
_BLOCK, _CONTRAST = 11, 8
_COARSE, _FINE = 3.0, 0.5
_LEAN = 9.1
"""Perspective makes rows and columns slope differently by up to this many degrees."""


@dataclass(frozen=True, slots=True)
class Slopes:
    """How lines of print and upright lines slope, in degrees, clockwise positive.

    Seen squarely both are equal; perspective makes them differ.
    """

    rows: float
    columns: float


def slopes_of(photo: Grey) -> Slopes:
    """Return how the writing of a photo slopes, from -90 to 90 degrees.

    Lines of print and ruled lines make the sums along them rise and fall sharply.
    """
    ink = binarised(shrunk(photo, _SIZE), _BLOCK, _CONTRAST)
    side = int(np.hypot(*ink.shape)) + 1
    coarse = np.arange(-45, 45, _COARSE)
    thumb = cv2.resize(ink, None, fx=_THUMB / _SIZE, fy=_THUMB / _SIZE).astype(np.uint8, copy=False)
    sharp = np.array([_sharpness(thumb, a, side // 2 + 1) for a in coarse])
    sideways = sharp[:, 1].max() > sharp[:, 0].max()
    if sideways:
        sharp = sharp[:, ::-1]
    rows = float(coarse[int(sharp[:, 0].argmax())])
    near = np.where(np.abs(coarse - rows) <= _LEAN, sharp[:, 1], -np.inf)
    columns = float(coarse[int(near.argmax())])
    first = 1 if sideways else 0
    rows = _finer(ink, rows, side, first)
    columns = _finer(ink, columns, side, 1 - first)
    quarter = 0.0 if not sideways else -90.0 if rows > 0 else 90.0
    return Slopes(rows + quarter, columns + quarter)


def _finer(ink: Grey, angle: float, side: int, which: int) -> float:
    """Return the angle near a coarse one that makes rows (0) or columns (1) sharpest."""
    fine = angle + np.arange(-_COARSE, _COARSE + _FINE / 2, _FINE)
    return float(fine[int(np.argmax([_sharpness(ink, a, side)[which] for a in fine]))])


def _sharpness(ink: Grey, angle: float, side: int) -> tuple[float, float]:
    """Return how sharply the sums of rows and of columns change when turned by -angle."""
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    matrix[:, 2] += (side - width) / 2, (side - height) / 2
    turned = cv2.warpAffine(ink, matrix, (side, side), flags=cv2.INTER_NEAREST)
    rows = np.diff(cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F).ravel())
    columns = np.diff(cv2.reduce(turned, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32F).ravel())
    return float((rows**2).sum()), float((columns**2).sum())


def turned_frame(photo: Grey, slopes: Slopes) -> Frame:
    """Return a frame in which a sloping photo lies level and whole, upright lines upright."""
    height, width = photo.shape
    rows, columns = np.radians(slopes.rows), np.radians(slopes.columns)
    axes = np.array([[np.cos(rows), -np.sin(columns)], [np.sin(rows), np.cos(columns)]])
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    corners = np.array([[0, 0], [width - 1, 0], [0, height - 1], [width - 1, height - 1]])
    spread = np.abs((corners - middle) @ np.linalg.inv(axes).T).max(axis=0) * 2
    scale = max(spread[0] / PAGE_WIDTH, spread[1] / PAGE_HEIGHT)
    to_photo = np.eye(3)
    to_photo[:2, :2] = axes * scale
    to_photo[:2, 2] = middle - axes @ spread / 2
    size = np.maximum(1, np.round(spread / scale)).astype(int)
    return Frame(photo, to_photo, int(size[0]), int(size[1]))


def half_turned(frame: Frame) -> Frame:
    """Return the frame upside down."""
    flip = np.array([[-1.0, 0, frame.width - 1], [0, -1.0, frame.height - 1], [0, 0, 1.0]])
    return Frame(frame.photo, frame.to_photo @ flip, frame.width, frame.height)


def paper_frame(photo: Grey, corners: Floats) -> Frame:
    """Return the frame of a sheet whose corners are known, clockwise; a lying sheet is set up.

    Whether its top is up is not known yet.
    """
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    if sides[0] + sides[2] > sides[1] + sides[3]:
        corners = np.roll(corners, 1, axis=0)
        sides = np.roll(sides, 1)
    ratio = float((sides[1] + sides[3]) / (sides[0] + sides[2]))
    height = PAGE_HEIGHT if _A4[0] < ratio < _A4[1] else round(PAGE_WIDTH * ratio)
    page = np.array(
        [[0, 0], [PAGE_WIDTH - 1, 0], [PAGE_WIDTH - 1, height - 1], [0, height - 1]], np.float32
    )
    matrix = cv2.getPerspectiveTransform(page, corners.astype(np.float32))
    return Frame(photo, np.asarray(matrix, np.float64), PAGE_WIDTH, height)


_A4 = 1.33, 1.5
"""A sheet of about these proportions is A4: the rest is perspective."""
