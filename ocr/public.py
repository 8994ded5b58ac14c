"""The public image of a page: an allow-list of regions of the straightened page, all else white."""

from collections.abc import Mapping

import cv2
import numpy as np

from models.values.reading import Box
from ocr.page.counts import count_block
from ocr.page.found import FoundPage
from ocr.page.frame import GEOMETRY_SCALE, Frame, apply
from ocr.page.grid import Grid
from ocr.page.images import Floats, Grey
from ocr.public_page import PublicPage

WIDEST = 1240
"""Most pixels across a public image: digits stay legible, a page weighs about 150 kB."""
_NARROWEST = 827
"""Fewest: a small photo is drawn larger than it was, so that hairlines stay smooth."""

_QUALITY = 72
_MARGIN = 3
"""Pixels shown around an outline, so that the lines of a table are not cut."""
_TRUSTED = 0.5
"""A page that fits its description less is not published before a person has looked."""


def public_page(page: FoundPage, cells: Mapping[str, Floats]) -> PublicPage | None:
    """Return the public image; None where nothing is public or the page is not found for sure.

    `cells` gives points around each cell in page pixels, by field key.
    """
    if page.known is None or page.known.score < _TRUSTED or not cells:
        return None
    regions = _regions(page)
    if not regions:
        return None
    width = public_width(page.frame)
    scale = width / page.frame.width
    height = max(1, round(page.frame.height * scale))
    image = np.full((height, width), 255, np.uint8)
    for region in regions:
        _show(image, page.frame, region, scale)
    boxes = {k: _box(points, scale, (width, height)) for k, points in cells.items()}
    done, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return PublicPage(jpeg.tobytes(), width, height, boxes) if done else None


def public_width(frame: Frame) -> int:
    """Return how many pixels a page's image takes across: those of the photo, within bounds.

    More would show nothing more, and cost as much as they are.
    """
    sides = np.array([[0.0, frame.height / 2], [frame.width, frame.height / 2]])
    left, right = apply(frame.to_photo, sides)
    return int(np.clip(round(float(np.hypot(*(right - left)))), _NARROWEST, WIDEST))


def _show(image: Grey, frame: Frame, outline: Floats, scale: float) -> None:
    """Draw what lies inside of an outline, and nothing that its upright box holds besides.

    On a page that leans, the box of the counts reaches into the line above: a name.
    """
    x0, y0, x1, y1 = _pixels(outline, scale, (image.shape[1], image.shape[0]))
    if x1 <= x0 or y1 <= y0:
        return
    part = frame.view(scale, (x0 / scale, y0 / scale, x1 / scale, y1 / scale))
    part = part[: y1 - y0, : x1 - x0]
    inside = np.zeros(part.shape, np.uint8)
    corners = np.round(outline * scale - (x0, y0)).astype(np.int32)
    cv2.fillPoly(inside, [corners], 1)
    cv2.polylines(inside, [corners], isClosed=True, color=1, thickness=2 * _MARGIN + 1)
    np.copyto(image[y0:y1, x0:x1], part, where=inside.view(bool))


def _regions(page: FoundPage) -> list[Floats]:
    """Return the outlines, in page pixels, of what the form's description makes public.

    The points of an outline follow one another around it.
    """
    known, grid = page.known, page.grid
    if known is None or grid is None:
        return []
    names = known.form.public.get(known.page, ())
    regions = []
    if "counts" in names and known.head is not None:
        reach = float(grid.edges[0]), float(grid.edges[-1])
        places, bend = known.head.places, page.leaders.bend
        block = count_block(known.form, known.page, places, bend, reach)
        if block is not None:
            regions.append(block)
    if "table" in names:
        regions.append(_table_outline(grid))
    return regions


def _table_outline(grid: Grid) -> Floats:
    """Return points all along the outer lines of the table, around it."""
    ends = np.linspace(grid.edges[0], grid.edges[-1], 9)
    top, bottom = grid.row_at(0, ends), grid.row_at(len(grid.rows) - 1, ends)
    down = np.linspace(grid.rows[0].level, grid.rows[-1].level, 9)
    sides = grid.column_at(grid.edges[[0, -1]], down[:, None])
    points = np.concatenate(
        [
            np.column_stack([ends, top]),
            np.column_stack([sides[:, 1], down]),
            np.column_stack([ends, bottom])[::-1],
            np.column_stack([sides[:, 0], down])[::-1],
        ]
    )
    return np.asarray((points + 0.5) / GEOMETRY_SCALE - 0.5)


def _pixels(points: Floats, scale: float, size: tuple[int, int]) -> Box:
    """Return the whole pixels around points, inside the image."""
    low = np.floor(points.min(axis=0) * scale).astype(int) - _MARGIN
    high = np.ceil(points.max(axis=0) * scale).astype(int) + _MARGIN
    x0, y0 = (int(np.clip(v, 0, s)) for v, s in zip(low, size, strict=True))
    x1, y1 = (int(np.clip(v, 0, s)) for v, s in zip(high, size, strict=True))
    return x0, y0, x1, y1


def _box(points: Floats, scale: float, size: tuple[int, int]) -> Box:
    low = np.floor(points.min(axis=0) * scale).astype(int)
    high = np.ceil(points.max(axis=0) * scale).astype(int)
    x0, y0 = (int(np.clip(v, 0, s)) for v, s in zip(low, size, strict=True))
    x1, y1 = (int(np.clip(v, 0, s)) for v, s in zip(high, size, strict=True))
    return x0, y0, x1, y1
