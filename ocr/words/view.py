"""From a cut strip of words to what the network sees: ink from 0 to 255 on an empty ground.

A strip is 48 pixels high at 827 pixels to the width of a page; the lower ruled line of its row (or
the writing's dotted line, see `ocr.page.word_strips`) stands at a fixed height. Training and
reading share this module, so that both see the same picture.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.uint8]
"""Ink of a strip (48 rows, columns), 0 paper to 255 darkest stroke."""

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

HEIGHT: Final = 48
LINE: Final = 44
"""Row of a strip at which the ruled line below the writing stands."""

MAX_WIDTH: Final = 320
WIDTHS: Final[tuple[int, ...]] = (*range(48, 256, 16), 256, 288, 320)
"""Strips are filled up with paper to one of these widths, so that they can be read together."""

_MARGIN: Final = 6
_INK: Final = 90
_BODY: Final = slice(10, 40)
"""Rows of a strip in which writing is looked for: without the rows above and below."""
_LEAST_PIXELS: Final = 2
_LEAST_COLUMNS: Final = 8
"""Writing covers at least this many columns; less is dust or the rest of a bracket."""
_THIN: Final = 8
"""Brackets and the table's border are narrower than this, with a gap of paper beside them."""
_GAP_BEFORE: Final = 4
_GAP_BEHIND: Final = 10
_BIN, _PIECE = 6, 16
"""Lines are looked for in pieces of 16 bins of 6 columns: they may slope."""
_COVERED: Final = 0.84
"""A row with ink in so many bins of a piece is a ruled line or a dotted leader ..."""
_APART, _PAPER = 4, 0.5
_THICK: Final = 8
"""... unless so many such rows stand together: those are letters."""
_CROSSING: Final = np.ones((9, 1), np.uint8)
"""Ink this near above or below a line is a stroke that crosses it and stays whole."""


def without_lines(strips: Ink) -> Ink:
    """Return strips (n, 48, columns) without ruled lines and leaders; strokes over them stay."""
    count, height, width = strips.shape
    on = (strips > _INK).astype(np.uint8)
    band = _bands(on)
    on[band] = 0
    near = cv2.dilate(on.reshape(count * height, width), _CROSSING).reshape(strips.shape)
    out = strips.copy()
    out[band & (near == 0)] = 0
    return out


def _bands(on: Ink) -> Bools:
    """Return where rows of ink look like a line of print, shape (n, 48, columns)."""
    count, height, width = on.shape
    # Three rows together: a line may slope within its piece.
    flat = cv2.dilate(on.reshape(count * height, width), np.ones((3, _BIN), np.uint8))
    bins = flat[:, _BIN // 2 :: _BIN].reshape(count, height, -1)
    pieces = max(1, round(bins.shape[2] / _PIECE))
    edges = np.linspace(0, bins.shape[2], pieces + 1).astype(int)
    sizes = np.diff(edges)
    covered = np.add.reduceat(bins, edges[:-1], axis=2, dtype=np.int64) / sizes
    found = (covered > _COVERED) & _beside_paper(covered)
    lines = found.astype(np.uint8).transpose(1, 0, 2).reshape(height, -1)
    letters = cv2.morphologyEx(lines, cv2.MORPH_OPEN, np.ones((_THICK, 1), np.uint8), borderValue=0)
    ruled = ((lines > 0) & (letters == 0)).reshape(height, count, pieces).transpose(1, 0, 2)
    ends = np.minimum(np.cumsum(sizes) * _BIN, width)
    ends[-1] = width
    return np.repeat(ruled, np.diff(ends, prepend=0), axis=2)


def _beside_paper(covered: NDArray[np.float64]) -> Bools:
    """Tell which rows have little ink some rows above or below: the middle of letters has not."""
    reach = ((0, 0), (_APART, _APART), (0, 0))
    padded = np.pad(covered, reach)
    sides = np.minimum(padded[:, : -2 * _APART], padded[:, 2 * _APART :])
    return np.asarray(sides < _PAPER)


def trimmed(ink: Ink) -> Ink | None:
    """Return the part of a strip in which something is written, or None where nothing is."""
    on = np.flatnonzero((ink[_BODY] > _INK).sum(axis=0) >= _LEAST_PIXELS)
    on = _without_brackets(on)
    if on.size < _LEAST_COLUMNS:
        return None
    start = max(0, int(on[0]) - _MARGIN)
    end = min(ink.shape[1], int(on[-1]) + 1 + _MARGIN, start + MAX_WIDTH)
    return ink[:, start:end]


def _without_brackets(on: Ints) -> Ints:
    """Drop thin ink at either end of the columns that bear ink, where paper stands beside it."""
    breaks = np.flatnonzero(np.diff(on) > _GAP_BEFORE)
    if breaks.size and on[breaks[0]] - on[0] < _THIN:
        on = on[breaks[0] + 1 :]
    for _ in ("border", "bracket"):
        breaks = np.flatnonzero(np.diff(on) > _GAP_BEHIND)
        if breaks.size and on[-1] - on[breaks[-1] + 1] < _THIN:
            on = on[: breaks[-1] + 1]
    return on


def width_for(ink: Ink) -> int:
    """Return the width to which a strip is filled up."""
    return next(w for w in WIDTHS if ink.shape[1] <= w)
