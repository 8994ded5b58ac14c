"""How far the rows of a drawn and photographed table are cut from where they truly stand."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from models.values.fields import TOTAL, row_number
from models.values.forms import forms
from ocr.draw import PRESETS, DrawnPage, draw_sheet, photograph, sample_filling
from ocr.draw.page import Kind, Region
from ocr.draw.photo.conditions import Conditions
from ocr.draw.photo.geometry import Placement
from ocr.draw.photo.photograph import placement_of
from ocr.page.decode import decode
from ocr.page.found import FoundPage, find_page
from ocr.page.frame import GEOMETRY_SCALE, PAGE_WIDTH, apply
from ocr.page.grid import Grid
from ocr.page.images import Floats
from ocr.page.rows import rows_complete

CONDITIONS: Final = ("scanner", "desk", "shadow", "hard", "gutter")
FAR_MM: Final = 1.0
"""Beyond this a cell may hold a stroke of its neighbour's."""

_A4_WIDTH_MM: Final = 210.0
_PX_PER_MM: Final = PAGE_WIDTH * GEOMETRY_SCALE / _A4_WIDTH_MM
_LONG_SIDE: Final = 1280
_FIRST_SEED: Final = 52_000
PHOTOS: Final = 500
"""So many photos are measured by the bench."""
TOLD_EVERY: Final = 50


@dataclass(frozen=True, slots=True)
class Shot:
    """A page to photograph: under which conditions, with which seed and longer side in pixels."""

    page: DrawnPage
    conditions: Conditions
    seed: int
    long_side: int = _LONG_SIDE


@dataclass(frozen=True, slots=True, eq=False)
class CutScore:
    """The tables photographed under one condition: pages refused, and how far rows were off.

    `rows_mm` holds for each row by how many millimetres the worse of its two lines is off.
    """

    condition: str
    refused: int
    rows_mm: Floats


def score_cuts(count: int, tell: Callable[[str], None]) -> list[CutScore]:
    """Return how far the rows of `count` photos are cut from where they stand, by condition."""
    off: dict[str, list[Floats | None]] = {}
    for number, (name, shot) in enumerate(shots(count), start=1):
        off.setdefault(name, []).append(offsets_mm(shot))
        if number % TOLD_EVERY == 0:
            tell(f"Measured the cuts of {number} of {count} photos")
    return [_cut_score(name, found) for name, found in off.items()]


def _cut_score(condition: str, found: Sequence[Floats | None]) -> CutScore:
    read = [one.max(axis=1) for one in found if one is not None]
    return CutScore(condition, len(found) - len(read), np.concatenate([np.zeros(0), *read]))


def shots(count: int, conditions: Sequence[str] = CONDITIONS) -> Iterator[tuple[str, Shot]]:
    """Return `count` photos to take of tables of all forms, each page under all conditions."""
    each = ((page, name) for page in _pages() for name in conditions)
    for number, (page, name) in enumerate(islice(each, count)):
        yield name, Shot(page, PRESETS[name], _FIRST_SEED + number)


def _pages() -> Iterator[DrawnPage]:
    """Return drawn pages that bear a table, without end."""
    for seed in itertools.count(_FIRST_SEED):
        for form in forms():
            for page in draw_sheet(form, sample_filling(form, seed), seed):
                if true_rows(page):
                    yield page


def true_rows(page: DrawnPage) -> list[Region]:
    """Return the votes of a page's table from the top, the total last."""
    return [
        r
        for r in page.regions
        if r.kind is Kind.COUNT and (row_number(r.key) is not None or r.key == TOTAL)
    ]


def offsets_mm(shot: Shot) -> Floats | None:
    """Return how far each row's upper and lower line are off, shape (rows, 2), in millimetres.

    None where the reader refuses to cut the rows of the page.
    """
    photo = photograph(shot.page, shot.conditions, shot.seed, shot.long_side)
    page = find_page(decode(photo.jpeg), forms())
    known, grid = page.known, page.grid
    if known is None or grid is None or not rows_complete(grid, known.form, known.page):
        return None
    placed = placement_of(shot.page, shot.conditions, shot.seed, shot.long_side)
    rows = true_rows(shot.page)
    if len(rows) != len(grid.votes):
        return np.full((len(rows), 2), np.inf)
    pairs = zip(grid.votes, rows, strict=True)
    return np.array([_off(page, grid, k, _ends(r, placed)) for k, r in pairs]) / _PX_PER_MM


def _ends(row: Region, placed: Placement) -> Floats:
    """Return the photo's points on a row's upper and lower line, in the middle of its digits."""
    x0, y0, x1, y1 = row.box
    middle = (x0 + x1) / 2
    points = placed.to_photo(np.array([[middle, y0], [middle, y1]], np.float32))
    # The drawer counts from a pixel's edge, OpenCV from its centre.
    return np.asarray(points, np.float64) - 0.5


def _off(page: FoundPage, grid: Grid, interval: int, ends: Floats) -> Floats:
    """Return by how many geometry pixels the lines of an interval miss its true ends."""
    inverse = np.asarray(np.linalg.inv(page.frame.to_photo), np.float64)
    in_photo = np.asarray(ends / page.photo.scale, np.float64)
    at = (apply(inverse, in_photo) + 0.5) * GEOMETRY_SCALE - 0.5
    lines = [float(grid.row_at(interval + k, at[k, :1])[0]) for k in (0, 1)]
    return np.asarray(np.abs(at[:, 1] - np.array(lines)))
