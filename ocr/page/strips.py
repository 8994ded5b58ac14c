"""What was written in a votes cell: blank, dash or digits, and the digits as a clean strip.

The cell also holds print (ruled lines, a dotted leader, a bracket) and strangers: ink of the next
column, descenders of the row above, fence dashes, specks. Measured on real sheets, taking these out
helps a reader more than a better network does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np

from models.values.reading import Ink
from ocr.page.cells import Stack
from ocr.page.digit_strip import strip_before, strip_of
from ocr.page.images import Grey, Ints, Labels, median
from ocr.page.ink import LIGHTEST, ink_mask, marks_of, threshold_of, whitened
from ocr.page.marks import (
    EDGE_WIDTH,
    DottedLine,
    Marks,
    Space,
    are_written,
    around,
    is_dash,
    is_figure_cut,
    is_one_of,
    is_slash,
)
from ocr.page.slash import slash_start

_RULE_REACH = 7
_RULE, _UPRIGHT = np.ones((1, 30), np.uint8), np.ones((26, 1), np.uint8)
"""Shortest runs of a ruled line."""
_GROWN = np.ones((3, 3), np.uint8)
_DIGIT_HEIGHT, _FLAT_WIDTH, _FLAT_HEIGHT = 0.24, 0.2, 0.16
"""Digits are at least this high, or this wide and high, as shares of the row's height."""
_OFTEN, _OFTEN_OF_FEW, _FEW, _LEAST_CELLS = 0.45, 0.6, 3, 2.0
_BRACKET_HEIGHT, _BRACKET_BEFORE, _BRACKET_AFTER = 14, 0.07, 0.14
_NEIGHBOUR_GAP, _LOW = 0.35, 0.45
_SLASH_GAP, _SLASH_FAR, _SLASH_DOWN = 0.3, 0.8, 0.2
_STROKE_AREA = 12
_CHECKED, _CHECKED_SHARE = 3, 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """What stands in one cell.

    `strip` holds the digits alone, dark on light, tight; None unless `ink` is digits. `box` is
    (x0, y0, x1, y1) in pixels of the cell's picture, of the digits or of the whole writing space.
    `unslashed` is the strip without what may be a checker's slash behind the digits. `is_cut` says
    that the picture ends within a figure: it has to be read from a longer one.
    """

    ink: Ink
    box: tuple[int, int, int, int]
    strip: Grey | None
    flags: tuple[str, ...] = ()
    unslashed: Grey | None = None
    is_cut: bool = False


def without_slashes(cells: Sequence[Written]) -> list[Written]:
    """Drop the slashes of a page whose checker ticked the numbers off.

    One slash alone may be a slanting 1; a checker leaves one behind many numbers.
    """
    digits = [c for c in cells if c.strip is not None]
    slashed = [c for c in digits if c.unslashed is not None]
    if len(slashed) < max(_CHECKED, _CHECKED_SHARE * len(digits)):
        return list(cells)
    return [c if c.unslashed is None else replace(c, strip=c.unslashed) for c in cells]


def read_cells(stack: Stack, bracket_share: float) -> list[Written]:
    """Tell what is written in each table cell of a stack.

    `bracket_share` is where the printed bracket is expected, as a share of the picture's width.
    """
    count, height, width = stack.pictures.shape
    if not count:
        return []
    white = whitened(stack.pictures.reshape(count * height, width))
    ink = ink_mask(white, threshold_of(white))
    cells = ink.reshape(count, height, width)
    bracket, leader = _printed(cells, stack, bracket_share)
    ink &= 1 - _ruled(ink, stack)
    cells[:, :, bracket:] = 0
    space = Space(bracket, height, stack.margin, leader, None)
    return _judged(white[:, :bracket], ink[:, :bracket], [space] * count)


def read_lines(
    stack: Stack, lines: Sequence[DottedLine], lightest: int = LIGHTEST
) -> list[Written]:
    """Tell what is written on each dotted line of a stack.

    Nothing lighter than `lightest` on whitened paper counts as ink.
    """
    return _judged(*_line_spaces(stack, lines, lightest)) if lines else []


def inked_widths(stack: Stack, lines: Sequence[DottedLine], lightest: int) -> list[int]:
    """Return how wide the writing on each dotted line is, 0 where nothing is written.

    See `read_lines`; a dash fills its line.
    """
    white, ink, spaces = _line_spaces(stack, lines, lightest)
    widths = []
    for _, labels, marks, space in _each(white, ink, spaces):
        seen, digits = _seen(labels, marks, space)
        left, _, right, _ = around(marks.boxes[digits]) if digits.size else (0, 0, space.width, 0)
        widths.append(0 if seen is Ink.BLANK else right - left)
    return widths


def _line_spaces(
    stack: Stack, lines: Sequence[DottedLine], lightest: int
) -> tuple[Grey, Grey, list[Space]]:
    """Return the whitened picture, its ink and the room of each dotted line of a stack."""
    count, height, width = stack.pictures.shape
    white = whitened(stack.pictures.reshape(count * height, width))
    ink = ink_mask(white, min(threshold_of(white), lightest))
    return white, ink, [Space(width, height, stack.margin, line.row, line) for line in lines]


def _judged(white: Grey, ink: Grey, spaces: Sequence[Space]) -> list[Written]:
    """Find the marks of each cell and judge them."""
    return [_written(*cell) for cell in _each(white, ink, spaces)]


def _each(
    white: Grey, ink: Grey, spaces: Sequence[Space]
) -> Iterator[tuple[Grey, Labels, Marks, Space]]:
    """Yield the cells of a stack: whitened picture, label ids, marks and room."""
    height = spaces[0].height
    ink = np.ascontiguousarray(ink)
    ink[::height] = 0
    ink[height - 1 :: height] = 0
    labels, boxes = marks_of(ink)
    for k, marks in enumerate(_by_cell(boxes, height, spaces)):
        rows = slice(k * height, (k + 1) * height)
        yield white[rows], labels[rows], marks, spaces[k]


def _by_cell(boxes: Ints, height: int, spaces: Sequence[Space]) -> list[Marks]:
    """Sort components by the cell in which they lie, and tell which of them may be writing."""
    cell = boxes[:, 1] // height
    order = np.argsort(cell, kind="stable")
    boxes, cell = boxes[order], cell[order]
    boxes[:, 1] -= cell * height
    written = are_written(boxes, cell, spaces)
    ends = np.searchsorted(cell, np.arange(len(spaces) + 1)).tolist()
    return [
        Marks(boxes[a:b], order[a:b] + 1, np.flatnonzero(written[a:b])) for a, b in pairwise(ends)
    ]


def _printed(ink: Grey, stack: Stack, bracket_share: float) -> tuple[int, int | None]:
    """Find bracket (column) and leader (row): they stand at the same place in most cells."""
    count, height, width = ink.shape
    thick = cv2.dilate(ink.reshape(count * height, width), np.ones((3, 3), np.uint8))
    share = thick.reshape(count, height, width).mean(axis=0)
    often = share >= (max(_OFTEN, _LEAST_CELLS / count) if count > _FEW else _OFTEN_OF_FEW)
    top = stack.margin + int(0.3 * stack.row_height)
    body = np.asarray(often[top : height - stack.margin - 6], np.uint8)
    leader = _leader(body, width, bracket_share)
    if leader is not None:
        body[max(0, leader - 4) : leader + 5] = 0
    low = int((bracket_share - _BRACKET_BEFORE) * width)
    high = int((bracket_share + _BRACKET_AFTER) * width)
    tall = cv2.dilate(body, np.ones((1, 7), np.uint8)).sum(axis=0).astype(float)[low:high]
    bracket = int(bracket_share * width)
    if tall.size and tall.max() >= _BRACKET_HEIGHT:
        first = int(np.argmax(tall >= max(0.5 * tall.max(), _BRACKET_HEIGHT)))
        bracket = low + first + int(np.argmax(tall[first : first + 12])) - 5
    return max(8, bracket), None if leader is None else leader + top


def _leader(body: Grey, width: int, bracket_share: float) -> int | None:
    """Return the row of the dotted line within the body of a cell, if one is printed."""
    span = slice(int(0.08 * width), int(bracket_share * 0.85 * width))
    dots = body[:, span].sum(axis=1)
    wanted = 0.35 * (span.stop - span.start)
    return int(np.argmax(dots)) if dots.size and dots.max() > wanted else None


def _ruled(ink: Grey, stack: Stack) -> Grey:
    """Return the ink of ruled lines: long runs near the cells' edges, and the column's line."""
    count, height, width = stack.pictures.shape
    cells = ink.reshape(count, height, width)
    gone = np.zeros_like(cells)
    for line in (stack.margin, height - stack.margin):
        # One row more on either side: growing reaches into the rows of the next cell.
        low, high = max(0, line - _RULE_REACH - 1), min(height, line + _RULE_REACH + 1)
        near = np.ascontiguousarray(cells[:, low:high]).reshape(-1, width)
        runs = cv2.dilate(cv2.morphologyEx(near, cv2.MORPH_OPEN, _RULE), _GROWN)
        inner = runs.reshape(count, -1, width)[:, 1:-1]
        gone[:, low + 1 : high - 1] |= inner.astype(np.uint8, copy=False)
    edge = int(EDGE_WIDTH * width) + 3
    beside = np.ascontiguousarray(ink[:, :edge])
    upright = cv2.dilate(cv2.morphologyEx(beside, cv2.MORPH_OPEN, _UPRIGHT), _GROWN)
    upright = upright.astype(np.uint8, copy=False).reshape(count, height, edge)
    gone[:, :, :edge] |= upright
    return gone.reshape(count * height, width)


def _written(white: Grey, labels: Labels, marks: Marks, space: Space) -> Written:
    """Judge the marks of one cell."""
    seen, digits = _seen(labels, marks, space)
    if not digits.size:
        whole = (0, space.margin, space.width, space.height - space.margin)
        return Written(seen, whole, None)
    box = around(marks.boxes[digits])
    own = is_one_of(labels[box[1] : box[3], box[0] : box[2]], marks.ids[digits])
    leader = space.line.row if space.line else space.leader
    start = slash_start(own, None if leader is None else leader - box[1])
    unslashed = None if start is None else strip_before(white, own, box, start)
    is_cut = is_figure_cut(marks, space)
    return Written(seen, box, strip_of(white, own, box), unslashed=unslashed, is_cut=is_cut)


def _seen(labels: Labels, marks: Marks, space: Space) -> tuple[Ink, Ints]:
    """Tell what is written in a cell, and which marks are digits."""
    kept = marks.written
    if not kept.size:
        return Ink.BLANK, kept
    flat = np.array([is_dash(labels, marks, i, space.row) for i in kept], bool)
    boxes = marks.boxes[kept]
    tall = (boxes[:, 3] >= _DIGIT_HEIGHT * space.row) | (
        (boxes[:, 2] >= _FLAT_WIDTH * space.row) & (boxes[:, 3] >= _FLAT_HEIGHT * space.row)
    )
    digits = kept[tall & ~flat]
    if not digits.size:
        return (Ink.DASH if flat.any() else Ink.BLANK), digits
    digits = _without_neighbour(marks, digits, space.width)
    digits = _without_slash(labels, marks, digits)
    return Ink.DIGITS, _with_loose_strokes(marks, digits, kept, space.row)


def _without_neighbour(marks: Marks, digits: Ints, width: int) -> Ints:
    """Drop ink of the column to the left, which reaches over its ruled line."""
    boxes = marks.boxes[digits]
    at_edge = boxes[:, 0] <= EDGE_WIDTH * width + 3
    if at_edge.all() or not at_edge.any():
        return digits
    inside = boxes[~at_edge]
    gap = inside[:, 0].min() - (boxes[at_edge, 0] + boxes[at_edge, 2]).max()
    return digits[~at_edge] if gap > _NEIGHBOUR_GAP * inside[:, 3].max() else digits


def _without_slash(labels: Labels, marks: Marks, digits: Ints) -> Ints:
    """Drop print behind the digits, and a slash that stands far behind or hangs below them.

    A nearer one may be a 1: the whole page tells (`without_slashes`).
    """
    if digits.size == 1:
        return digits
    order = digits[np.argsort(marks.boxes[digits, 0])]
    boxes = marks.boxes[order]
    ends = np.maximum.accumulate(boxes[:, 0] + boxes[:, 2])[:-1]
    gaps = boxes[1:, 0] - ends
    high = median(boxes[:, 3])
    behind = int(gaps.argmax()) + 1 if gaps.max() > _SLASH_GAP * high else len(order) - 1
    _, top, _, bottom = around(boxes[:behind])
    reaches_down = boxes[behind:, 1:4:2].sum(axis=1).max() > bottom + _SLASH_DOWN * high
    apart = gaps.max() > _SLASH_GAP * high
    low = apart and boxes[behind:, 1].min() > top + _LOW * (bottom - top)
    far = gaps.max() > _SLASH_FAR * high
    slash = (far or reaches_down) and is_slash(labels, marks, order[behind:])
    return order[:behind] if low or slash else digits


def _with_loose_strokes(marks: Marks, digits: Ints, kept: Ints, row: int) -> Ints:
    """Add small marks over the digits: the flag of a 5, the bar of a 7, broken strokes."""
    if len(digits) == len(kept):
        return digits
    x0, y0, x1, y1 = around(marks.boxes[digits])
    rest = kept[~(kept[:, None] == digits[None]).any(axis=1)]
    x, y, w, h, area = marks.boxes[rest].T
    middle = x + w / 2
    inside = (middle > x0) & (middle < x1) & (area > _STROKE_AREA)
    inside &= (y + h / 2 < y1) & (y + h > y0 - 0.1 * row)
    return np.concatenate([digits, rest[inside]])
