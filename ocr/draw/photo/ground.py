"""What lies around and behind the paper: a desk, a copier's dark gutter, the back of the page."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.draw.page import Rgb
from ocr.draw.photo.conditions import Conditions, Ground

_FOLD: Final = 0.045
"""Width of the black band beside a book's fold, as a share of the picture."""
_WOODS: Final = ((150, 112, 78), (96, 70, 52), (196, 172, 140), (120, 122, 126), (70, 84, 96))


def ground(size: tuple[int, int], conditions: Conditions, rng: np.random.Generator) -> Rgb:
    """Return the picture that the paper is laid upon, shape (height, width, 3)."""
    width, height = size
    if conditions.ground is Ground.DESK:
        return _desk(size, rng)
    return np.full((height, width, 3), 250, np.uint8)


def _desk(size: tuple[int, int], rng: np.random.Generator) -> Rgb:
    width, height = size
    colour = np.asarray(_WOODS[int(rng.integers(len(_WOODS)))], np.float32)
    grain = rng.normal(0, 1, (48, 6)).astype(np.float32)
    fine = rng.normal(0, 1, (160, 40)).astype(np.float32)
    broad = cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)
    narrow = cv2.resize(fine, (width, height), interpolation=cv2.INTER_LINEAR)
    pattern = np.asarray(broad * 9 + narrow * 4, np.float32)
    if rng.random() < 0.5:
        across = cv2.resize(np.ascontiguousarray(pattern.T), (width, height))
        pattern = np.asarray(across, np.float32)
    desk: Rgb = np.clip(colour + pattern[:, :, None], 0, 255).astype(np.uint8)
    return desk


def show_through(page: Rgb, strength: float, rng: np.random.Generator) -> Rgb:
    """Return the page with a mirrored print faintly shining through from its back."""
    if not strength:
        return page
    small = cv2.resize(page, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    back = cv2.GaussianBlur(small[:, ::-1], (0, 0), 1.2)
    back = np.roll(back, int(rng.integers(-60, 60)), axis=0)
    back = cv2.resize(back, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    keep = 1 - 0.16 * strength
    faint = cv2.addWeighted(back, 1 - keep, np.full_like(back, 255), keep, 0)
    return np.asarray(cv2.multiply(page, faint, scale=1 / 255), np.uint8)


def darken_gutter(photo: Rgb, turn_deg: int) -> Rgb:
    """Return a copier's picture: black beyond the fold, grey towards it on the left side."""
    height, width = photo.shape[:2]
    across = np.linspace(0, 1, height if turn_deg in (90, 270) else width, dtype=np.float32)
    edge = np.exp(np.minimum((across - _FOLD) / 0.008, 40))
    fall = np.maximum(1 - 0.97 / (1 + edge) - 0.5 * np.exp(-across / 0.06), 0.04)
    if turn_deg in (180, 270):
        fall = fall[::-1]
    shape = (-1, 1, 1) if turn_deg in (90, 270) else (1, -1, 1)
    return np.asarray(photo * fall.reshape(shape), np.uint8)


def lay_finger(photo: Rgb, rng: np.random.Generator) -> Rgb:
    """Return the photo with a thumb that holds the paper at its lower edge."""
    height, width = photo.shape[:2]
    mask: NDArray[np.uint8] = np.zeros((height, width), np.uint8)
    side = 1 if rng.random() < 0.5 else 0
    tip = (round(width * (side + (0.03 if side == 0 else -0.03))), round(height * 0.9))
    axes = (round(width * 0.07), round(height * 0.025))
    cv2.ellipse(mask, tip, axes, float(rng.uniform(-25, 25)), 0, 360, (255,), -1)
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), max(1.0, width / 400)), np.uint8)
    cover = mask[:, :, None].astype(np.float32) / 255
    skin = np.asarray([205, 160, 132], np.float32) + rng.normal(0, 14, 3).astype(np.float32)
    rows = np.flatnonzero(mask.any(axis=1))
    part = slice(rows[0], rows[-1] + 1)
    mixed = photo[part] * (1 - cover[part]) + skin * cover[part]
    photo[part] = np.clip(mixed, 0, 255).astype(np.uint8)
    return photo
