"""Drawn photos whose names and signatures are painted over, and where the paint would show."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.draw import PRESETS, DrawnPage, photograph
from ocr.draw.page import Kind
from ocr.draw.photo.photograph import placement_of
from ocr.look import look_at
from ocr.public import public_width
from ocr.public_page import PublicPage
from ocr.scan import scan_page

SECRET = (Kind.HEADER, Kind.NAME, Kind.SIGNATURE, Kind.REASON)
_SIDE = 1600
_HALF = 128


@dataclass(frozen=True)
class Painted:
    """The public image of a painted page, and how many of its pixels show paint."""

    public: PublicPage | None
    photo: bytes
    painted: int
    shown: int


def painted(page: DrawnPage, condition: str, seed: int) -> Painted:
    """Photograph a page with black paint over every name, and look for it in what goes out.

    Where the paint lies in the public image is known from how the photo was taken and how the
    reader straightened it; it is not looked for by its looks.
    """
    paint = _paint(page)
    image = page.image.copy()
    image[paint > 0] = 0
    page = replace(page, image=image)
    shot = photograph(page, PRESETS[condition], seed, long_side=_SIDE)
    public = scan_page(shot.jpeg)[1]
    if public is None:
        return Painted(None, shot.jpeg, 0, 0)
    across, down = placement_of(page, PRESETS[condition], seed, _SIDE).to_page()
    half = np.float32(0.5)
    taken = cv2.remap(paint, across - half, down - half, cv2.INTER_LINEAR)
    frame = look_at(shot.jpeg).page.frame
    assert taken.shape == frame.photo.shape
    ground = replace(frame, photo=np.asarray(255 - taken, np.uint8))
    there = ground.view(public_width(frame) / frame.width) < _HALF
    pixels = pixels_of(public)
    height = min(len(there), len(pixels))
    dark = pixels[:height] < _HALF
    return Painted(public, shot.jpeg, int(there.sum()), int((there[:height] & dark).sum()))


def pixels_of(public: PublicPage) -> NDArray[np.integer]:
    """Return a public image as greys."""
    return cv2.imdecode(np.frombuffer(public.jpeg, np.uint8), cv2.IMREAD_UNCHANGED)


def _paint(page: DrawnPage) -> NDArray[np.uint8]:
    mask = np.zeros(page.image.shape[:2], np.uint8)
    for region in page.regions:
        if region.kind in SECRET and region.ink is not None:
            x0, y0, x1, y1 = region.ink
            mask[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1] = 255
    return mask
