"""What lens, hand and sensor spoil: blur, motion, noise and the JPEG itself."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.draw.page import Rgb
from ocr.draw.photo.conditions import Conditions

_BLUR_AT: Final = 1280
"""Long side for which the dials of blur are given."""
_TILE: Final = 509
"""Noise repeats after this many pixels: fresh noise for 12 MP would take a second."""
_NOISE: Final = 9.0
_EXIF_TURNS: Final = {0: 1, 90: 8, 180: 3, 270: 6}
"""EXIF orientation that undoes a turn of the pixels (degrees clockwise)."""


def blurred(photo: Rgb, conditions: Conditions, rng: np.random.Generator) -> Rgb:
    """Return the photo out of focus and moved, as much as the dials say for its size."""
    scale = max(photo.shape[:2]) / _BLUR_AT
    if conditions.blur_px:
        sigma = conditions.blur_px * scale
        photo = np.asarray(cv2.GaussianBlur(photo, (0, 0), sigma), np.uint8)
    length = round(conditions.motion_px * scale * float(rng.uniform(0.5, 1.2)))
    if length > 1:
        photo = np.asarray(cv2.filter2D(photo, -1, _motion(length, rng)), np.uint8)
    return photo


def _motion(length: int, rng: np.random.Generator) -> NDArray[np.float32]:
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    half = (length - 1) / 2
    dx, dy = np.cos(angle) * half, np.sin(angle) * half
    start, end = (round(half - dx), round(half - dy)), (round(half + dx), round(half + dy))
    cv2.line(kernel, start, end, (1.0,), 1)
    return np.asarray(kernel / kernel.sum(), np.float32)


def noisy(photo: Rgb, strength: float, rng: np.random.Generator) -> Rgb:
    """Return the photo with the grain of a sensor."""
    if not strength:
        return photo
    tile = rng.normal(0, _NOISE * strength, (_TILE, _TILE, 3)).astype(np.int16)
    height, width = photo.shape[:2]
    repeats = (-(-height // _TILE), -(-width // _TILE), 1)
    grain = np.tile(tile, repeats)[:height, :width]
    return np.asarray(cv2.add(photo, grain, dtype=cv2.CV_8U), np.uint8)


def jpeg(photo: Rgb, quality: int, exif_turn_deg: int = 0) -> bytes:
    """Return the photo as JPEG; a turn is written into its EXIF instead of the pixels."""
    bgr = cv2.cvtColor(photo, cv2.COLOR_RGB2BGR)
    _, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    data = encoded.tobytes()
    if exif_turn_deg % 360 == 0:
        return data
    return data[:2] + _orientation(_EXIF_TURNS[exif_turn_deg % 360]) + data[2:]


def _orientation(value: int) -> bytes:
    """Return an EXIF segment that holds nothing but the orientation (tag 0x0112)."""
    entry = b"\x12\x01\x03\x00\x01\x00\x00\x00" + value.to_bytes(4, "little")
    tiff = b"II*\x00\x08\x00\x00\x00" + b"\x01\x00" + entry + b"\x00\x00\x00\x00"
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
