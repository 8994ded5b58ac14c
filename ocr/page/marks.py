"""Marks of ink in a cell: which are print, which come from elsewhere, and which are writing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.page.images import Floats, Ints, Labels, line_through, median

DOT_HEIGHT = 9
"""Dots of the leader, which run together in small pictures, are lower than this."""

EDGE_WIDTH = 0.1
"""Ink of the name column is looked for in this share of the strip, beside the ruled line."""

_LEAST_AREA, _SPECK = 5, 5
_THINNEST = 2.2
"""Flat marks thinner than this come from the scanner, not from a pen."""
_ON_LEADER = 6
_LEADER_DOTS, _LEADER_SWAY = 4, 5
_FAR = 1 << 16
"""Further than any two marks of one cell."""
_WIDE = 0.75
_LETTER = 18
"""Printed letters cut off at the edge of a strip are narrower than this."""
_PRINT_SHARE = 0.78
"""Printed letters are lower than digits: at most this share of their height."""
_PRINT_HEIGHT = 27
_SLANT, _STROKE, _STRAIGHT = 0.3, 6.0, 4.0
_BORDER, _RULE_WIDTH, _BRACKET_WIDTH = 0.08, 9, 11
_ABOVE_LINE, _BELOW_LINE, _OTHER_LINE = 24, 4, 3
_CLEAR, _FIGURE = 2, 18
"""A cut mark this high and this far above its dots is no print, which stands as low as they do."""
_DASH_HEIGHT, _DASH_SHAPE, _DASH_WIDTH, _DASH_PEN = 0.3, 1.5, 8, 0.13


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Connected ink of one cell: boxes (n, 5) as x, y, width, height, area, and label ids.

    `written` holds the indices of those that may be writing, see `are_written`.
    """

    boxes: Ints
    ids: Ints
    written: Ints


@dataclass(frozen=True, slots=True)
class DottedLine:
    """A dotted line in a picture: the row of its dots, where they start and where print follows.

    `start` is 0 unless the dots begin clearly later than on the lines around: then a longer label
    may stand before them, or digits may cover them.
    """

    row: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """The room of a cell's picture in pixels: its size, its margin and what is printed in it.

    `leader` is the row of the dotted line that most cells share, `line` is set for a line of the
    head, which stands between no ruled lines.
    """

    width: int
    height: int
    margin: int
    leader: int | None
    line: DottedLine | None

    @property
    def row(self) -> int:
        """Height between the ruled lines."""
        return self.height - 2 * self.margin


def are_written(boxes: Ints, cells: Ints, spaces: Sequence[Space]) -> NDArray[np.bool_]:
    """Tell which marks are neither dots, specks, print nor another row's ink.

    `cells` says in which cell each lies, in order; the cells' rooms differ by their lines alone.
    """
    y, w, h, area = boxes[:, 1:].T
    space = spaces[0]
    gone = (area < _LEAST_AREA) | ((h <= _SPECK) & (w <= _SPECK)) | (area < _THINNEST * w)
    gone |= (w > _WIDE * space.width) & (h < DOT_HEIGHT)
    if space.line is None:
        gone |= _beside_cell(boxes, space)
        leaders = _own_leaders(boxes, cells, len(spaces), space.width)
        if space.leader is not None:
            leaders[np.isnan(leaders)] = space.leader
    else:
        gone |= _beside_lines(boxes, cells, spaces)
        leaders = np.array([s.leader for s in spaces], np.float64)
    gone |= (np.abs(y + h / 2 - leaders[cells]) < _ON_LEADER) & (h < DOT_HEIGHT)
    return np.asarray(~gone)


def _beside_cell(boxes: Ints, space: Space) -> NDArray[np.bool_]:
    """Tell which marks belong to the ruled lines, the rows above and below or the name column."""
    x, y, w, h, _ = boxes.T
    inside = space.margin + 4
    border = _BORDER * space.width
    out = (y + h < inside) | (y > space.height - inside)
    out |= (x < border) & (w < _RULE_WIDTH) & (h > 0.5 * space.height)
    out |= x + w < border
    return np.asarray(out | ((x + w >= space.width - 1) & (w < _BRACKET_WIDTH)))


def _beside_lines(boxes: Ints, cells: Ints, spaces: Sequence[Space]) -> NDArray[np.bool_]:
    """Tell which marks are printed text beside a dotted line, or writing of the next lines."""
    x, y, w, h, _ = boxes.T
    lines = [s.line or DottedLine(0, 0, 0) for s in spaces]
    row = np.array([v.row for v in lines])[cells]
    end = np.array([v.end for v in lines])[cells]
    top, bottom = 2, spaces[0].height - 2
    out = (y > row - _OTHER_LINE) | ((y + h < row - _ABOVE_LINE) & (y <= top))
    out |= (y + h >= bottom) & (y + h / 2 > row + _BELOW_LINE)
    out |= (x <= 1) & (w < _LETTER)
    out |= (x + w >= spaces[0].width - 2) & (w < _LETTER)
    out |= x >= end
    for k, line in enumerate(lines):
        if line.start:
            mine = np.flatnonzero(cells == k)
            out[mine] |= _is_label(boxes[mine], ~out[mine], line.start)
    return np.asarray(out)


def is_figure_cut(marks: Marks, space: Space) -> bool:
    """Tell whether the strip of a dotted line ends within a figure that hides the last dots."""
    if space.line is None:
        return False
    x, y, w, h, _ = marks.boxes.T
    cut = (x + w >= space.width - 2) & (w < _LETTER) & (x < space.line.end)
    return bool((cut & (h >= _FIGURE) & (y + h <= space.line.row - _CLEAR)).any())


def _is_label(boxes: Ints, kept: NDArray[np.bool_], start: int) -> NDArray[np.bool_]:
    """Tell which marks before late dots are print: letters are lower than the digits after them."""
    before = kept & (boxes[:, 0] + boxes[:, 2] <= start)
    after = kept & ~before
    tall = boxes[:, 3] >= DOT_HEIGHT
    if not (before & tall).any() or not (after & tall).any():
        return np.zeros(len(boxes), bool)
    highest = min(_PRINT_SHARE * boxes[after & tall, 3].max(), _PRINT_HEIGHT)
    return before & bool(median(boxes[before & tall, 3]) < highest)


def is_slash(labels: Labels, marks: Marks, indices: Ints) -> bool:
    """Tell whether marks are one straight slanting stroke, broken or not, as a checker makes it.

    `labels` is the cell's picture of label ids.
    """
    x0, y0, x1, y1 = around(marks.boxes[indices])
    w, h = x1 - x0, y1 - y0
    if w < _SLANT * h or marks.boxes[indices, 4].sum() > _STROKE * np.hypot(w, h):
        return False
    ys, xs = np.nonzero(is_one_of(labels[y0:y1, x0:x1], marks.ids[indices]))
    slope, start = line_through(ys, xs)
    return bool(slope < 0 and np.std(xs - slope * ys - start) < _STRAIGHT)


def _own_leaders(boxes: Ints, cells: Ints, count: int, width: int) -> Floats:
    """Return the height at which low marks stand side by side across most of each cell, else nan.

    Rows of one print may carry their leader at different heights.
    """
    leaders = np.full(count, np.nan)
    low = np.flatnonzero((boxes[:, 3] < DOT_HEIGHT) & (boxes[:, 0] > 0.05 * width))
    middle = boxes[low, 1] + boxes[low, 3] / 2
    # Cells behind one another: one look finds which marks of a cell stand on one height.
    order = np.argsort(cells[low] * _FAR + middle, kind="stable")
    low, middle = low[order], middle[order]
    place = cells[low] * _FAR + middle
    first = np.searchsorted(place, place - _LEADER_SWAY, side="right")
    end = np.searchsorted(place, place + _LEADER_SWAY)
    x, w = boxes[low, 0], boxes[low, 2]
    ink = np.cumsum(np.append(0, w))
    fullest = np.lexsort((low, ink[first] - ink[end], cells[low]))
    for k in fullest[np.diff(cells[low], prepend=-1) > 0].tolist():
        a, b = int(first[k]), int(end[k])
        reach = (x[a:b] + w[a:b]).max() - x[a:b].min()
        if b - a >= _LEADER_DOTS and reach >= 0.5 * width:
            leaders[cells[low[k]]] = int(middle[(a + b - 1) // 2] + middle[(a + b) // 2]) // 2
    return leaders


def is_dash(labels: Labels, marks: Marks, index: int, row: int) -> bool:
    """Tell whether a mark is a flat stroke: low, wide and thin all along.

    `labels` is the cell's picture of label ids, `row` the height of its row.
    """
    x, y, w, h, _ = marks.boxes[index]
    if h >= _DASH_HEIGHT * row or w < _DASH_SHAPE * h or w < _DASH_WIDTH:
        return False
    mine = labels[y : y + h, x : x + w] == marks.ids[index]
    top = mine.argmax(axis=0)
    bottom = h - mine[::-1].argmax(axis=0)
    thickness = (bottom - top)[mine.any(axis=0)]
    thick = np.sort(thickness)[3 * len(thickness) // 4]
    return bool(thick <= max(_DASH_WIDTH, _DASH_PEN * row))


def is_one_of(labels: Labels, ids: Ints) -> NDArray[np.bool_]:
    """Tell which pixels belong to one of a few marks."""
    own = labels == ids[0]
    for mark in ids[1:]:
        own |= labels == mark
    return np.asarray(own)


def around(boxes: Ints) -> tuple[int, int, int, int]:
    """Return the box (x0, y0, x1, y1) around marks."""
    x, y, w, h, _ = boxes.T.tolist()
    right = max(a + b for a, b in zip(x, w, strict=True))
    bottom = max(a + b for a, b in zip(y, h, strict=True))
    return min(x), min(y), right, bottom
