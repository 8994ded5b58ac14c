"""Learned blanks: does the print of other sheets of one run help to clean a cell?

Where most sheets of one print run show ink in the same place of the same cell, it is print. That
print is taken out of a sheet that was left out, and its digits are read with and without.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.values.fields import row_number
from models.values.forms import Form
from models.values.reading import Ink
from ocr.bench.rates import Rate
from ocr.bench.truth import TrueSheet
from ocr.digits import read_strips
from ocr.page.cells import Stack, cut_cells
from ocr.page.decode import decode
from ocr.page.found import find_page
from ocr.page.frame import Frame
from ocr.page.grid import Grid
from ocr.page.ink import LIGHTEST, PAPER, whitened
from ocr.page.rows import row_keys, rows_complete
from ocr.page.strips import read_cells
from ocr.page.table import votes_column

Picture = NDArray[np.uint8]

FEWEST: Final = 3
"""Other sheets of a run that are needed."""

PRINTED: Final = 80
"""Percentile of brightness over the other sheets that still shows ink where print stands."""

_CELL: Final = (-0.02, 0.36)
_BRACKET: Final = 0.7
_SHIFTS: Final = [(dy, dx) for dy in range(-2, 3) for dx in range(-3, 4)]


@dataclass(frozen=True, slots=True, eq=False)
class RunPage:
    """The votes cells of one page of a sheet: what is cut, and what stands there."""

    sheet: str
    page: int
    stack: Stack
    true: Sequence[int | None]
    """The number of each cell in digits; None where none stands."""


@dataclass(frozen=True, slots=True)
class Blanked:
    """Rows with digits read by the digits alone, without and with the learned print taken out."""

    run: str
    without: Rate
    with_blank: Rate


def pages_of(sheet: TrueSheet, form: Form, photos: Iterable[bytes]) -> Iterator[RunPage]:
    """Yield the pages of a sheet whose table was found whole."""
    for data in photos:
        page = find_page(decode(data), [form])
        known, grid = page.known, page.grid
        if known is None or grid is None or not rows_complete(grid, form, known.page):
            continue
        keys = row_keys(grid, form, known.page)
        true = [sheet.cells.get(key) for key in keys]
        digits = [
            t.value if t is not None and t.has_digits and row_number(key) else None
            for key, t in zip(keys, true, strict=True)
        ]
        yield RunPage(sheet.name, known.page, _stack(page.frame, grid), digits)


def _stack(frame: Frame, grid: Grid) -> Stack:
    left, right = (float(grid.edges[i]) for i in votes_column(grid.edges))
    reach = (left + _CELL[0] * (right - left), left + _CELL[1] * (right - left))
    return cut_cells(frame, grid, grid.votes, reach)


def measure(run: str, pages: Sequence[RunPage]) -> Blanked:
    """Return how the pages of one print run are read, each with the print of all others."""
    without: list[bool] = []
    learned: list[bool] = []
    for one in pages:
        others = [p for p in pages if p.page == one.page and p.sheet != one.sheet]
        if len(others) >= FEWEST:
            without += _right(one, one.stack)
            learned += _right(one, cleaned(one.stack, [o.stack for o in others]))
    return Blanked(run, Rate.of(without), Rate.of(learned))


def _right(page: RunPage, stack: Stack) -> list[bool]:
    written = read_cells(stack, _BRACKET)
    asked = [(w, t) for w, t in zip(written, page.true, strict=True) if t is not None]
    strips = [w.strip for w, _ in asked if w.strip is not None]
    readings = iter(read_strips(strips))
    return [w.ink is Ink.DIGITS and next(readings).value == t for w, t in asked]


def cleaned(stack: Stack, others: Sequence[Stack]) -> Stack:
    """Return the cells without the ink that most other sheets show in the same place."""
    count, height, width = stack.pictures.shape
    alike = [_resized(o, width, height) for o in others if len(o.pictures) == count]
    if len(alike) < FEWEST:
        return stack
    print_ = np.percentile(np.stack(alike), PRINTED, axis=0).astype(np.uint8)
    white = _whitened(stack.pictures)
    edge = stack.margin + 4
    inner = np.zeros((height, width), bool)
    inner[edge:-edge, : int(_BRACKET * width) - 8] = True
    for cell in range(count):
        white[cell][_erased(white[cell], _aligned(print_[cell], white[cell])) & inner] = PAPER
    return replace(stack, pictures=white)


def _whitened(pictures: Picture) -> Picture:
    count, height, width = pictures.shape
    return whitened(pictures.reshape(count * height, width)).reshape(count, height, width).copy()


def _resized(stack: Stack, width: int, height: int) -> Picture:
    size = (width, height)
    cells = [cv2.resize(c, size, interpolation=cv2.INTER_AREA) for c in _whitened(stack.pictures)]
    return np.stack(cells).astype(np.uint8)


def _aligned(print_: Picture, white: Picture) -> Picture:
    """Return the print moved by the few pixels by which it covers most of the cell's ink."""
    moved = [np.roll(print_, shift, (0, 1)) for shift in _SHIFTS]
    return max(moved, key=lambda m: int(np.minimum(255 - m, 255 - white).sum()))


def _erased(white: Picture, print_: Picture) -> NDArray[np.bool_]:
    """Return where print stands and no stroke of the hand runs through."""
    thick = cv2.dilate((print_ < LIGHTEST).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    hand = (white < LIGHTEST) & ~thick
    bridged = cv2.morphologyEx(hand.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 3), np.uint8))
    return np.asarray(thick & (bridged == 0), np.bool_)
