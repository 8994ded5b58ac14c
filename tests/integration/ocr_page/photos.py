"""Drawn sheets photographed under named conditions, and how a scan compares with their truth."""

from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from models.values.forms import form_by_code
from models.values.reading import CellScan, Ink, PageScan
from ocr.draw import PRESETS, DrawnPage, Photo, Region, draw_sheet, photograph, sample_filling
from ocr.draw.page import BoxF, Kind
from ocr.scan import scan_page


@cache
def sheet(code: str, seed: int, variant: str = "") -> tuple[DrawnPage, ...]:
    """Return the drawn pages of a sample sheet."""
    form = form_by_code(code, variant)
    return tuple(draw_sheet(form, sample_filling(form, seed), seed))


def photo(page: DrawnPage, condition: str, seed: int, long_side: int = 1280) -> Photo:
    """Photograph a page under a named condition."""
    return photograph(page, PRESETS[condition], seed, long_side=long_side)


@dataclass(frozen=True)
class Compared:
    """A scan beside its truth: keys that are missing, cut elsewhere, or taken for blank."""

    missing: tuple[str, ...]
    elsewhere: tuple[str, ...]
    silent: tuple[str, ...]


def compare(scan: PageScan, shot: Photo) -> Compared:
    """Hold the cells of a scan against the truth of its photo."""
    cells = {c.key: c for c in scan.cells}
    counts = [r for r in shot.truth.regions if r.kind is Kind.COUNT]
    found = [(r, cells[r.key]) for r in counts if r.key in cells]
    return Compared(
        missing=tuple(r.key for r in counts if r.key not in cells),
        elsewhere=tuple(r.key for r, c in found if not _holds(c, r)),
        silent=tuple(r.key for r, c in found if _is_silent(c, r)),
    )


def scan_of(shot: Photo) -> PageScan:
    """Return the scan of a photo."""
    return scan_page(shot.jpeg)[0]


def _holds(cell: CellScan, region: Region) -> bool:
    """Tell whether the middle of the truth lies inside the cell's box."""
    x0, y0, x1, y1 = region.box
    middle = (x0 + x1) / 2, (y0 + y1) / 2
    left, top, right, bottom = cell.box
    return left - 4 <= middle[0] <= right + 4 and top <= middle[1] <= bottom


def _is_silent(cell: CellScan, region: Region) -> bool:
    written = region.shown not in ("blank", "dash") and region.ink is not None
    return written and cell.ink is Ink.BLANK


def turned(shot: Photo, turn_deg: float, hidden: tuple[float, float] | None = None) -> Photo:
    """Turn a photo on a white ground without paper edges.

    `hidden` covers the strip between two heights (shares) with white.
    """
    picture = cv2.imdecode(np.frombuffer(shot.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    height, width = picture.shape
    if hidden is not None:
        picture[round(hidden[0] * height) : round(hidden[1] * height)] = 250
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, 1.0)
    across, down = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = round(height * down + width * across), round(height * across + width * down)
    matrix[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    around = cv2.warpAffine(picture, matrix, size, borderValue=250)
    regions = tuple(replace(r, box=_turned(r.box, matrix)) for r in shot.truth.regions)
    done, data = cv2.imencode(".jpg", around, [cv2.IMWRITE_JPEG_QUALITY, 90])
    assert done
    return Photo(data.tobytes(), replace(shot.truth, size=size, regions=regions))


def _turned(box: BoxF, matrix: NDArray[np.float64]) -> BoxF:
    """Return the middle of a box after a turn."""
    x, y = matrix @ np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2, 1.0])
    return x - 1, y - 1, x + 1, y + 1
