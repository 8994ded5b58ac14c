"""A photograph of a drawn page: a JPEG and the truth in its pixels."""

from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.draw.page import BoxF, DrawnPage, Region, Rgb
from ocr.draw.photo.conditions import Conditions, Ground
from ocr.draw.photo.geometry import Grid, Placement, place
from ocr.draw.photo.ground import darken_gutter, ground, lay_finger, show_through
from ocr.draw.photo.lens import blurred, jpeg, noisy
from ocr.draw.photo.light import greyed, lit

_SOFTEN_OVER: Final = 1.3
"""Paper drawn finer than the photo by more than this is made smaller first, else it flickers."""


@dataclass(frozen=True, slots=True)
class PhotoTruth:
    """What stands where in the photo: regions with boxes in pixels of the upright photo.

    `size` is (width, height). Boxes may lie partly outside where the page is cut off. `corners`
    are the paper's corners from its top left, clockwise.
    """

    form: str
    variant: str
    page: int
    size: tuple[int, int]
    corners: tuple[tuple[float, float], ...]
    script: str
    numbers: tuple[int, ...]
    regions: tuple[Region, ...]

    def to_data(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "form": self.form,
            "variant": self.variant,
            "page": self.page,
            "size": list(self.size),
            "corners": [[round(x, 1), round(y, 1)] for x, y in self.corners],
            "script": self.script,
            "numbers": list(self.numbers),
            "regions": [r.to_data() for r in self.regions],
        }


@dataclass(frozen=True, slots=True)
class Photo:
    """A photographed page."""

    jpeg: bytes
    truth: PhotoTruth


def photograph(page: DrawnPage, conditions: Conditions, seed: int, long_side: int) -> Photo:
    """Photograph a page; `long_side` is the photo's longer side in pixels.

    The same arguments give the same bytes.
    """
    rng = np.random.default_rng([seed, page.page, 3])
    lying = _lying(conditions)
    placement = place(_size(page), lying, long_side, rng)
    paper = show_through(page.image, conditions.show_through, rng)
    photo = _laid(paper, placement, ground(placement.photo, conditions, rng))
    photo = _spoiled(photo, lying, rng)
    exif = conditions.turn_deg if conditions.exif_turn else 0
    if exif:
        photo = np.ascontiguousarray(np.rot90(photo, -(exif // 90)))
    return Photo(jpeg(photo, conditions.quality, exif), _truth(page, placement))


def placement_of(page: DrawnPage, conditions: Conditions, seed: int, long_side: int) -> Placement:
    """Return how the page lies in the photo that `photograph` takes with the same arguments."""
    rng = np.random.default_rng([seed, page.page, 3])
    return place(_size(page), _lying(conditions), long_side, rng)


def _size(page: DrawnPage) -> tuple[int, int]:
    height, width = page.image.shape[:2]
    return width, height


def _lying(conditions: Conditions) -> Conditions:
    """Return the conditions of the pixels: a turn that the file's EXIF tells is not in them."""
    return replace(conditions, turn_deg=0) if conditions.exif_turn else conditions


def _spoiled(photo: Rgb, conditions: Conditions, rng: np.random.Generator) -> Rgb:
    if conditions.finger:
        photo = lay_finger(photo, rng)
    photo = lit(photo, conditions, rng)
    if conditions.ground is Ground.GUTTER:
        photo = darken_gutter(photo, conditions.turn_deg)
    photo = noisy(blurred(photo, conditions, rng), conditions.noise, rng)
    return greyed(photo) if conditions.grey else photo


def _laid(paper: Rgb, placement: Placement, below: Rgb) -> Rgb:
    """Return the photo of the paper on its ground, before light and lens."""
    across, down = placement.to_page()
    width, height = placement.page
    long_side = max(placement.photo)
    finer = max(placement.page) / long_side
    if finer > _SOFTEN_OVER:
        size = (round(width / finer), round(height / finer))
        paper = np.asarray(cv2.resize(paper, size, interpolation=cv2.INTER_AREA), np.uint8)
    step = (paper.shape[1] / width, paper.shape[0] / height)
    outside = _outside(across, down, (width, height))
    taken = cv2.remap(
        paper,
        across * np.float32(step[0]) - np.float32(0.5),
        down * np.float32(step[1]) - np.float32(0.5),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    np.copyto(taken, below, where=outside[:, :, None])
    return np.asarray(taken, np.uint8)


def _outside(
    across: Grid,
    down: Grid,
    size: tuple[int, int],
) -> NDArray[np.bool_]:
    return (across < 0) | (across > size[0]) | (down < 0) | (down > size[1])


def _truth(page: DrawnPage, placement: Placement) -> PhotoTruth:
    width, height = placement.page
    corners = placement.to_photo(
        np.asarray([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    )
    return PhotoTruth(
        form=page.code,
        variant=page.variant,
        page=page.page,
        size=placement.photo,
        corners=tuple((float(x), float(y)) for x, y in corners),
        script=page.script,
        numbers=page.numbers,
        regions=tuple(_moved(region, placement) for region in page.regions),
    )


def _moved(region: Region, placement: Placement) -> Region:
    ink = _box(region.ink, placement) if region.ink else None
    return replace(region, box=_box(region.box, placement), ink=ink)


def _box(box: BoxF, placement: Placement) -> BoxF:
    x0, y0, x1, y1 = box
    xs, ys = np.linspace(x0, x1, 5), np.asarray([y0, y1])
    around = np.asarray([[x, y] for x in xs for y in ys], np.float32)
    points = placement.to_photo(around)
    low, high = points.min(axis=0), points.max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
