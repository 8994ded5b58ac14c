"""A crop is a window on the image of a page, never a file of its own."""

from dataclasses import dataclass
from typing import Final

from models.store.cases import Case, Shown
from models.store.rows import saved
from models.values.reading import Box

_MARGIN: Final = 0.12
"""Of the cell's height, on every side: strokes cross the ruled lines."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A window on an image: its address, its size, and what of it is seen, in its pixels."""

    href: str
    width: int
    height: int
    view: Box

    @property
    def view_box(self) -> str:
        """The window as SVG wants it: x, y, width, height."""
        x0, y0, x1, y1 = self.view
        return f"{x0} {y0} {x1 - x0} {y1 - y0}"

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height of the window."""
        x0, y0, x1, y1 = self.view
        return x1 - x0, y1 - y0


def crop_of(case: Case, key: str, images: str) -> Crop | None:
    """Return the window on a field's cell, or None where no picture shows it.

    The straightened public image is preferred: it stands upright. Under `images` lie
    `photo-{id}` (the original) and `public-{id}`.
    """
    page = _page_of(case, key)
    if page is None:
        return None
    photo_id = saved(page.photo.id)
    public = page.public_boxes.get(key)
    if public and page.public_size:
        return window(f"{images}/public-{photo_id}", page.public_size, public)
    cell = case.cells.get(key)
    size = (page.photo.width or 0, page.photo.height or 0)
    if cell is None or not all(size):
        return None
    return window(f"{images}/photo-{photo_id}", size, cell.box)


def window(href: str, size: tuple[int, int], box: Box) -> Crop | None:
    """Return the window on a box with a margin, inside the image; None if nothing is in it."""
    width, height = size
    x0, y0, x1, y1 = box
    if min(x1, width) <= max(x0, 0) or min(y1, height) <= max(y0, 0):
        return None
    margin = round((y1 - y0) * _MARGIN)
    view = (
        max(0, x0 - margin),
        max(0, y0 - margin),
        min(width, x1 + margin),
        min(height, y1 + margin),
    )
    return Crop(href, width, height, view)


def _page_of(case: Case, key: str) -> Shown | None:
    photo = case.cell_photos.get(key)
    with_photo = (p for p in case.pages if p.photo.id == photo)
    with_box = (p for p in case.pages if key in p.public_boxes)
    return next(with_photo, None) or next(with_box, None)
