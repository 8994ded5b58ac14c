"""How light falls on the paper: shadow, glare, dim rooms, tinted lamps, whitening apps."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.draw.page import Rgb
from ocr.draw.photo.conditions import Conditions

_COARSE = 64
"""Light changes slowly: it is computed on a picture of this many pixels and enlarged."""


def lit(photo: Rgb, conditions: Conditions, rng: np.random.Generator) -> Rgb:
    """Return the photo as the light shows it."""
    height, width = photo.shape[:2]
    field = _shadow(conditions.shadow, rng) * (1 - 0.6 * conditions.dim)
    tint = 1 + conditions.tint * rng.uniform(-0.1, 0.06, 3) * np.asarray([0.3, 0.6, 1.0])
    glare = _glare(conditions.glare, rng)
    coarse = np.concatenate(
        [field[:, :, None] * tint.astype(np.float32), glare[:, :, None]], axis=2
    ).astype(np.float32)
    if _is_plain(conditions):
        return photo
    gain = np.asarray(cv2.resize(coarse, (width, height)), np.float32)
    out = np.asarray(cv2.multiply(photo, gain[:, :, :3], dtype=cv2.CV_32F), np.float32)
    if conditions.glare:
        out += gain[:, :, 3:]
    if conditions.whiten:
        out = _whitened(out, gain[:, :, :3], conditions.whiten)
    return np.clip(out, 0, 255).astype(np.uint8)


def greyed(photo: Rgb) -> Rgb:
    """Return the photo without colour, as copiers give it."""
    grey = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), np.uint8)


def _is_plain(conditions: Conditions) -> bool:
    dials = (conditions.shadow, conditions.dim, conditions.tint, conditions.glare)
    return not any(dials) and not conditions.whiten


def _grid() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    axis = np.linspace(-1, 1, _COARSE, dtype=np.float32)
    return axis[None, :], axis[:, None]


def _shadow(strength: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a factor per coarse pixel: a slope of light and the soft edge of a body's shadow."""
    x, y = _grid()
    angle, edge, soft = rng.uniform(0, 2 * np.pi), rng.uniform(-0.5, 0.7), rng.uniform(6, 30)
    along = x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle))
    slope = 1 - 0.25 * strength * (along + 1) / 2
    body = 1 - 0.5 * strength / (1 + np.exp(-(along - np.float32(edge)) * np.float32(soft)))
    return np.asarray(slope * body, np.float32)


def _glare(strength: float, rng: np.random.Generator) -> NDArray[np.float32]:
    x, y = _grid()
    cx, cy = rng.uniform(-0.8, 0.8, 2)
    size = rng.uniform(0.1, 0.35)
    spot = np.exp(-((x - np.float32(cx)) ** 2 + (y - np.float32(cy)) ** 2) / np.float32(size) ** 2)
    return np.asarray(210 * strength * spot, np.float32)


def _whitened(
    photo: NDArray[np.float32], gain: NDArray[np.float32], strength: float
) -> NDArray[np.float32]:
    """Return what a scanner app makes of it: light evened out, paper burnt to white."""
    even = photo / np.maximum(gain, 0.2) ** strength
    stretched = (even - 128) * (1 + 0.35 * strength) + 128 + 26 * strength
    return np.asarray(stretched, np.float32)
