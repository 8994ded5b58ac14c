"""What was written in a votes cell: blank, dash or digits, and the digits as a clean strip.

The cell also holds print (ruled lines, a dotted leader, a bracket) and strangers: ink of the next
column, descenders of the row above, fence dashes, specks. Measured on real sheets, taking these out
helps a reader more than a better network does.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.values.reading import Ink
from ocr.page.cells import Stack
from ocr.page.images import Grey, Ints
from ocr.page.ink import PAPER, ink_mask, threshold_of, whitened

STRIP_HEIGHT = 32
"""Strips are at least this high: the digits reader wants no fewer pixels."""

_DOT_HEIGHT = 9
"""Dots of the leader, which run together in small pictures, are lower than this."""
_LETTER = 18
"""Printed letters cut off at the edge of a strip are narrower than this."""
_PRINT_SHARE = 0.78
_THINNEST = 2.2
"""Flat marks thinner than this come from the scanner, not from a pen."""
_LEADER_DOTS, _LEADER_SWAY = 4, 5
_SPECK = 5
_RULE_RUN, _RULE_REACH = 30, 7
_EDGE_RUN = 26
_EDGE_WIDTH = 0.1
"""Ink of the name column is looked for in this share of the strip, beside the ruled line."""


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """What stands in one cell.

    `strip` holds the digits alone, dark on light, tight; None unless `ink` is digits. `box` is
    (x0, y0, x1, y1) in pixels of the cell's picture, of the digits or of the whole writing space.
    """

    ink: Ink
    box: tuple[int, int, int, int]
    strip: Grey | None
    flags: tuple[str, ...] = ()


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
class _Print:
    """What is printed alike in all cells: where the bracket stands and the leader runs."""

    bracket: int
    leader: int | None
    line: DottedLine | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Marks:
    """Connected ink of one cell: boxes (n, 5) as x, y, width, height, area, and label ids."""

    boxes: Ints
    ids: Ints


def read_cells(stack: Stack, bracket_share: float) -> list[Written]:
    """Tell what is written in each table cell of a stack.

    `bracket_share` is where the printed bracket is expected, as a share of the picture's width.
    """
    count, height, width = stack.pictures.shape
    if not count:
        return []
    white = whitened(stack.pictures.reshape(count * height, width))
    ink = ink_mask(white, threshold_of(white))
    printed = _printed(ink.reshape(count, height, width), stack, bracket_share)
    ink = ink & (1 - _ruled(ink, stack))
    return _judged(stack, white, ink, printed)


def read_lines(stack: Stack, line: DottedLine) -> list[Written]:
    """Tell what is written on each dotted line of a stack."""
    count, height, width = stack.pictures.shape
    if not count:
        return []
    white = whitened(stack.pictures.reshape(count * height, width))
    ink = ink_mask(white, threshold_of(white))
    return _judged(stack, white, ink, _Print(width, line.row, line))


def _judged(stack: Stack, white: Grey, ink: Grey, printed: _Print) -> list[Written]:
    """Find the marks of each cell and judge them."""
    count, height, width = stack.pictures.shape
    cells = ink.reshape(count, height, width)
    cells[:, :, printed.bracket :] = 0
    cells[:, (0, -1), :] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    marks = _by_cell(stats.astype(np.int64), height, count)
    return [
        _written(
            white[k * height : (k + 1) * height, : printed.bracket],
            labels[k * height : (k + 1) * height, : printed.bracket],
            marks[k],
            _Cell(stack, printed, height),
        )
        for k in range(count)
    ]


def _by_cell(stats: Ints, height: int, count: int) -> list[_Marks]:
    """Sort components by the cell in which they lie."""
    ids = np.arange(1, len(stats))
    boxes = stats[1:]
    cell = boxes[:, 1] // height
    boxes = boxes - np.stack([0 * cell, cell * height, 0 * cell, 0 * cell, 0 * cell], axis=1)
    return [_Marks(boxes[cell == k], ids[cell == k]) for k in range(count)]


def _printed(ink: Grey, stack: Stack, bracket_share: float) -> _Print:
    """Find leader and bracket: they stand at the same place in most cells."""
    count, height, width = ink.shape
    thick = cv2.dilate(ink.reshape(count * height, width), np.ones((3, 3), np.uint8))
    share = thick.reshape(count, height, width).mean(axis=0)
    often = share >= (max(0.45, 2.0 / count) if count > 3 else 0.6)
    top = stack.margin + int(0.3 * stack.row_height)
    bottom = height - stack.margin - 6
    body = often[top:bottom]
    leader = _leader(body, width, bracket_share)
    low, high = int((bracket_share - 0.06) * width), int((bracket_share + 0.12) * width)
    upright = body.copy()
    if leader is not None:
        upright[max(0, leader - 4) : leader + 5] = False
    thick_upright = cv2.dilate(upright.astype(np.uint8), np.ones((1, 7), np.uint8))
    tall = thick_upright.sum(axis=0).astype(float)[low:high]
    bracket = int(bracket_share * width)
    if tall.size and tall.max() >= 14:
        first = int(np.argmax(tall >= max(0.5 * tall.max(), 14)))
        bracket = low + first + int(np.argmax(tall[first : first + 12])) - 5
    return _Print(max(8, bracket), None if leader is None else leader + top)


def _leader(body: Grey, width: int, bracket_share: float) -> int | None:
    """Return the row of the dotted line within the body of a cell, if one is printed."""
    span = slice(int(0.08 * width), int(bracket_share * 0.85 * width))
    dots = body[:, span].sum(axis=1)
    wanted = 0.35 * (span.stop - span.start)
    return int(np.argmax(dots)) if dots.size and dots.max() > wanted else None


def _ruled(ink: Grey, stack: Stack) -> Grey:
    """Return the ink of ruled lines: long runs near the cells' edges, and the column's line."""
    count, height, width = stack.pictures.shape
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _RULE_RUN), np.uint8))
    runs = cv2.dilate(runs, np.ones((3, 3), np.uint8)).reshape(count, height, width)
    near = np.zeros(height, bool)
    for line in (stack.margin, height - stack.margin):
        near[max(0, line - _RULE_REACH) : line + _RULE_REACH] = True
    gone = runs * near[None, :, None].astype(np.uint8)
    gone[:, : max(0, stack.margin - _RULE_REACH)] = 0
    edge = int(_EDGE_WIDTH * width) + 3
    beside = np.ascontiguousarray(ink[:, :edge])
    upright = cv2.morphologyEx(beside, cv2.MORPH_OPEN, np.ones((_EDGE_RUN, 1), np.uint8))
    upright = cv2.dilate(upright, np.ones((3, 3), np.uint8)).reshape(count, height, edge)
    gone[:, :, :edge] |= upright
    return np.asarray(gone.reshape(count * height, width), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class _Cell:
    """Measures of a cell that its marks are judged by."""

    stack: Stack
    printed: _Print
    height: int

    @property
    def row(self) -> int:
        return self.stack.row_height


def _written(white: Grey, labels: Ints, marks: _Marks, cell: _Cell) -> Written:
    """Judge the marks of one cell."""
    whole = (0, cell.stack.margin, int(white.shape[1]), cell.height - cell.stack.margin)
    kept = _kept(marks, cell, white.shape[1])
    flat = np.array([_is_dash(labels, marks, i, cell) for i in kept], bool)
    boxes = marks.boxes[kept]
    tall = (boxes[:, 3] >= 0.24 * cell.row) | (
        (boxes[:, 2] >= 0.2 * cell.row) & (boxes[:, 3] >= 0.16 * cell.row)
    )
    digits = kept[tall & ~flat]
    if not digits.size:
        return Written(Ink.DASH if flat.any() else Ink.BLANK, whole, None)
    digits = _without_neighbour(marks, digits, white.shape[1])
    digits = _with_loose_strokes(marks, digits, kept, cell)
    box = _around(marks.boxes[digits])
    return Written(Ink.DIGITS, box, _strip(white, labels, marks.ids[digits], box))


def _kept(marks: _Marks, cell: _Cell, width: int) -> Ints:
    """Return the marks that are neither dots, specks, print nor another row's ink."""
    x, y, w, h, area = marks.boxes.T
    gone = (area < 5) | ((h <= _SPECK) & (w <= _SPECK)) | (area < _THINNEST * w)
    line = cell.printed.line
    leader = cell.printed.leader if line else _own_leader(marks, width) or cell.printed.leader
    if leader is not None:
        gone |= (np.abs(y + h / 2 - leader) < 6) & (h < _DOT_HEIGHT)
    gone |= (w > 0.75 * width) & (h < 9)
    if line:
        gone |= _beside_line(marks.boxes, line, cell.height, width)
    else:
        gone |= _beside_cell(marks.boxes, cell, width)
    return np.flatnonzero(~gone)


def _beside_cell(boxes: Ints, cell: _Cell, width: int) -> NDArray[np.bool_]:
    """Tell which marks belong to the ruled lines, the rows above and below or the name column."""
    x, y, w, h, _ = boxes.T
    margin = cell.stack.margin
    out = (y + h < margin + 4) | (y > cell.height - margin - 4)
    out |= (x < 0.08 * width) & (w < 9) & (h > 0.5 * cell.height)
    out |= x + w < 0.08 * width
    return np.asarray(out | ((x + w >= width - 1) & (w < 11)))


def _beside_line(boxes: Ints, line: DottedLine, height: int, width: int) -> NDArray[np.bool_]:
    """Tell which marks are printed text beside a dotted line, or writing of the next lines."""
    x, y, w, h, _ = boxes.T
    out = (y > line.row - 3) | ((y + h < line.row - 24) & (y <= 2))
    out |= (y + h >= height - 2) & (y + h / 2 > line.row + 4)
    out |= (x <= 1) & (w < _LETTER)
    out |= (x + w >= width - 2) & (w < _LETTER)
    return np.asarray(out | (x >= line.end) | _is_label(boxes, ~out, line.start))


def _is_label(boxes: Ints, kept: NDArray[np.bool_], start: int) -> NDArray[np.bool_]:
    """Tell which marks before late dots are print: letters are lower than the digits after them."""
    before = kept & (boxes[:, 0] + boxes[:, 2] <= start)
    after = kept & ~before
    tall = boxes[:, 3] >= _DOT_HEIGHT
    if not (before & tall).any() or not (after & tall).any():
        return np.zeros(len(boxes), bool)
    low = np.median(boxes[before & tall, 3]) < _PRINT_SHARE * boxes[after & tall, 3].max()
    return before & bool(low)


def _own_leader(marks: _Marks, width: int) -> int | None:
    """Return the height at which low marks stand side by side across most of the cell.

    Rows of one print may carry their leader at different heights.
    """
    low = marks.boxes[(marks.boxes[:, 3] < _DOT_HEIGHT) & (marks.boxes[:, 0] > 0.05 * width)]
    if len(low) < _LEADER_DOTS:
        return None
    middle = low[:, 1] + low[:, 3] / 2
    together = np.abs(middle[:, None] - middle[None, :]) < _LEADER_SWAY
    fullest = together[(together * low[:, 2]).sum(axis=1).argmax()]
    on = low[fullest]
    reach = (on[:, 0] + on[:, 2]).max() - on[:, 0].min()
    if len(on) < _LEADER_DOTS or reach < 0.5 * width:
        return None
    return int(np.median(middle[fullest]))


def _is_dash(labels: Ints, marks: _Marks, index: int, cell: _Cell) -> bool:
    """Tell whether a mark is a flat stroke: low, wide and thin all along."""
    x, y, w, h, _ = marks.boxes[index]
    if h >= 0.3 * cell.row or w < 1.5 * h or w < 8:
        return False
    mine = labels[y : y + h, x : x + w] == marks.ids[index]
    top = mine.argmax(axis=0)
    bottom = h - mine[::-1].argmax(axis=0)
    thickness = (bottom - top)[mine.any(axis=0)]
    return bool(np.percentile(thickness, 75) <= max(8, 0.13 * cell.row))


def _without_neighbour(marks: _Marks, digits: Ints, width: int) -> Ints:
    """Drop ink of the column to the left, which reaches over its ruled line."""
    boxes = marks.boxes[digits]
    at_edge = boxes[:, 0] <= _EDGE_WIDTH * width + 3
    if at_edge.all() or not at_edge.any():
        return digits
    inside = boxes[~at_edge]
    gap = inside[:, 0].min() - (boxes[at_edge, 0] + boxes[at_edge, 2]).max()
    return digits[~at_edge] if gap > 0.35 * inside[:, 3].max() else digits


def _with_loose_strokes(marks: _Marks, digits: Ints, kept: Ints, cell: _Cell) -> Ints:
    """Add small marks over the digits: the flag of a 5, the bar of a 7, broken strokes."""
    x0, y0, x1, y1 = _around(marks.boxes[digits])
    rest = np.setdiff1d(kept, digits)
    x, y, w, h, area = marks.boxes[rest].T
    middle = x + w / 2
    inside = (middle > x0) & (middle < x1) & (area > 12)
    inside &= (y + h / 2 < y1) & (y + h > y0 - 0.1 * cell.row)
    return np.concatenate([digits, rest[inside]])


def _around(boxes: Ints) -> tuple[int, int, int, int]:
    low = boxes[:, :2].min(axis=0)
    high = (boxes[:, :2] + boxes[:, 2:4]).max(axis=0)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _strip(white: Grey, labels: Ints, ids: Ints, box: tuple[int, int, int, int]) -> Grey:
    """Return the digits alone on clean paper, at least `STRIP_HEIGHT` high."""
    x0, y0, x1, y1 = box
    pad = 2
    part = np.full((y1 - y0 + 2 * pad, x1 - x0 + 2 * pad), PAPER, np.uint8)
    own = np.isin(labels[y0:y1, x0:x1], ids).astype(np.uint8)
    own = np.pad(own, pad)
    near = cv2.dilate(own, np.ones((5, 5), np.uint8)).astype(bool)
    top, left = max(0, y0 - pad), max(0, x0 - pad)
    bottom, right = min(white.shape[0], y1 + pad), min(white.shape[1], x1 + pad)
    inner = part[top - y0 + pad : bottom - y0 + pad, left - x0 + pad : right - x0 + pad]
    inner[:] = white[top:bottom, left:right]
    part[~near] = PAPER
    scale = STRIP_HEIGHT / part.shape[0]
    if scale <= 1:
        return part
    size = max(1, round(part.shape[1] * scale)), STRIP_HEIGHT
    return cv2.resize(part, size, interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)
