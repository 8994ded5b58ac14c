"""Drawn sheets photographed under named conditions, and how a scan compares with their truth."""

from dataclasses import dataclass
from functools import cache

from models.values.forms import form_by_code
from models.values.reading import CellScan, Ink, PageScan
from ocr.draw import PRESETS, DrawnPage, Photo, Region, draw_sheet, photograph, sample_filling
from ocr.draw.page import Kind
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
