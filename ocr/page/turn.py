"""Which way the writing of a photo runs, from the photo alone, and frames turned by it."""

import cv2
import numpy as np

from ocr.page.frame import PAGE_HEIGHT, PAGE_WIDTH, Frame
from ocr.page.images import Floats, Grey, Matrix
from ocr.page.lines import binarised

_SIZE = 480
_BLOCK, _CONTRAST = 11, 8
_COARSE, _FINE = 3.0, 0.5


def text_angle(photo: Grey) -> float:
    """Return by how many degrees the lines of print slope, from -90 to 90, clockwise positive.

    Lines of print and ruled lines make the sums along them rise and fall sharply.
    """
    scale = _SIZE / max(photo.shape)
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = binarised(small.astype(np.uint8, copy=False), _BLOCK, _CONTRAST)
    side = int(np.hypot(*ink.shape)) + 1
    coarse = np.arange(-45, 45, _COARSE)
    sharp = np.array([_sharpness(ink, a, side) for a in coarse])
    best = int(sharp.max(axis=1).argmax())
    fine = coarse[best] + np.arange(-_COARSE, _COARSE + _FINE / 2, _FINE)
    sharp = np.array([_sharpness(ink, a, side) for a in fine])
    angle = float(fine[int(sharp.max(axis=1).argmax())])
    rows, columns = sharp.sum(axis=0)
    if rows >= columns:
        return angle
    return angle - 90 if angle > 0 else angle + 90


def _sharpness(ink: Grey, angle: float, side: int) -> tuple[float, float]:
    """Return how sharply the sums of rows and of columns change when turned by -angle."""
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    matrix[:, 2] += (side - width) / 2, (side - height) / 2
    turned = cv2.warpAffine(ink, matrix, (side, side), flags=cv2.INTER_NEAREST)
    rows = np.diff(cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F).ravel())
    columns = np.diff(cv2.reduce(turned, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32F).ravel())
    return float((rows**2).sum()), float((columns**2).sum())


def turned_frame(photo: Grey, angle: float) -> Frame:
    """Return a frame in which a photo sloping by `angle` degrees lies level and whole."""
    height, width = photo.shape
    radians = np.radians(angle)
    cosine, sine = float(np.cos(radians)), float(np.sin(radians))
    across = width * abs(cosine) + height * abs(sine)
    down = width * abs(sine) + height * abs(cosine)
    scale = max(across / PAGE_WIDTH, down / PAGE_HEIGHT)
    middle = _shift((across - 1) / 2 / scale, (down - 1) / 2 / scale)
    spin = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1.0]])
    grow = np.diag([scale, scale, 1.0])
    to_photo = _shift((width - 1) / 2, (height - 1) / 2) @ spin @ grow @ np.linalg.inv(middle)
    return Frame(photo, to_photo, max(1, round(across / scale)), max(1, round(down / scale)))


def half_turned(frame: Frame) -> Frame:
    """Return the frame upside down."""
    flip = np.array([[-1.0, 0, frame.width - 1], [0, -1.0, frame.height - 1], [0, 0, 1.0]])
    return Frame(frame.photo, frame.to_photo @ flip, frame.width, frame.height)


def _shift(x: float, y: float) -> Matrix:
    return np.array([[1.0, 0, x], [0, 1.0, y], [0, 0, 1.0]])


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
