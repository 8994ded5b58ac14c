"""The score table of any print, found by its ruled lines alone."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from ocr.page.even_lines import evened
from ocr.page.grid import Grid, RuledLine
from ocr.page.images import Floats, Grey, Ints
from ocr.page.leaders import find_leaders
from ocr.page.lines import BIN, BLOCK, inked_bins, relief_of, runs_across, runs_down
from ocr.page.outer_lines import with_outer_lines
from ocr.page.ruling import Ruling, joined
from ocr.page.upright_lines import upright_lines

CONTRASTS = (8, 4, 13)
"""Tried in turn until a table comes out whole: pale prints need less, dirty copies more."""

_ROW_RUN, _COLUMN_RUN = 24, 22
_ROW_TOLERANCE, _COLUMN_TOLERANCE = 4.0, 3.5
_LEAST_LINES = 3
_USUAL_COLUMNS = 4
"""Score tables have three columns and more; a table with fewer may have lost one."""
_ROW_SEEN, _ROW_SEEN_IN_ALL, _ROW_SEEN_BESIDE, _ROWS_APART = 0.45, 0.5, 0.25, 0.012
"""Shares of a row line seen in the votes column, in the whole table and beside the votes column:
a dotted line runs through the votes column only."""
_STEP_IN_LINE = 6.0
"""Copiers shear a line: its parts may lie this far apart, in pixels."""
_TRIED_BLOCKS, _LEAST_CROSSINGS = 3, 8
_BLOCK_WIDTH, _BLOCK_HEIGHT = 0.3, 0.06
_PARTS_OFF, _PART_WIDTH = 0.04, 0.5
"""Parts of one table lie this near to each other and are this wide, in widths of the table."""
_VOTES_SHARE = 0.15
"""The votes column is at least this share of the table's width."""
_UNEVEN = 0.35
_HIGH_HEAD = 1.95
"""A head this many rows high may hide a row whose line was not seen."""
_MERGED_BELOW = 0.7
_LEADER_IN_CELL = 0.25
_AT_THE_TOP = 0.035
"""Only a table that begins within this share of the page's top can have lost its head."""


def find_grid(view: Grey, relief: Grey | None = None) -> Grid | None:
    """Return the score table in a page drawn at the geometry scale, or None where there is none.

    `relief` is the view's `relief_of`, where it is at hand.
    """
    relief = relief_of(view) if relief is None else relief
    best: Grid | None = None
    for contrast in CONTRASTS:
        grid = _find(relief, contrast)
        if grid is None:
            if contrast < CONTRASTS[0]:
                break
            continue
        if best is None or _lines(grid) > _lines(best):
            best = grid
        if is_whole(grid) and len(grid.columns) >= _USUAL_COLUMNS:
            break
    return None if best is None else replace(best, headless=_is_headless(view, best))


def _lines(grid: Grid) -> tuple[bool, int, int]:
    """Return what tells the better of two tables found on one page."""
    return is_whole(grid), len(grid.columns), grid.intervals


def is_whole(grid: Grid) -> bool:
    """Tell whether every line of the table was seen and the rows are evenly spaced."""
    steps = np.diff([r.level for r in grid.rows])[1:]
    if steps.size <= 1:
        return False
    even = bool(np.abs(steps / np.median(steps) - 1).max() < _UNEVEN)
    return even and grid.head < _HIGH_HEAD and all(r.seen > 0 for r in grid.rows)


def votes_column(edges: Floats) -> tuple[int, int]:
    """Return the indices of the lines left and right of the votes column."""
    right = len(edges) - 1
    width = edges[-1] - edges[0]
    while right > 1 and edges[right] - edges[right - 1] < _VOTES_SHARE * width:
        right -= 1
    return right - 1, right


def _find(relief: Grey, contrast: int) -> Grid | None:
    """Return the best table that a threshold shows."""
    ink = inked_bins(relief, contrast)
    across = runs_across(ink, _ROW_RUN)
    upright = runs_down(ink, _COLUMN_RUN)
    height, width = relief.shape
    for mask, (left, top, right, bottom) in _blocks(across, upright):
        rows = joined(
            across[BIN * top : BIN * bottom, left:right] & np.repeat(mask, BIN, axis=0),
            (BIN * left, BIN * top),
            (width, height),
            _ROW_TOLERANCE,
        )
        columns = joined(
            upright[BIN * left : BIN * right, top:bottom] & np.repeat(mask.T, BIN, axis=0),
            (BIN * top, BIN * left),
            (height, width),
            _COLUMN_TOLERANCE,
        )
        grid = _assembled(rows, columns) if rows is not None and columns is not None else None
        if grid is not None:
            return grid
    return None


def _blocks(across: Grey, upright: Grey) -> Iterator[tuple[Grey, tuple[int, int, int, int]]]:
    """Return masks of connected ruling and their boxes, those with the most crossings first.

    All in bins both ways. The outline of the sheet on a desk is ruling too, and larger than the
    table.
    """
    flat, steep = _any_row(across), _any_row(upright).T
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(flat | steep), connectivity=8
    )
    boxes = stats[:, :4].astype(np.int64)
    boxes[:, 2:] += boxes[:, :2]
    crossed = np.bincount(labels[(flat & steep).view(np.bool_)], minlength=len(boxes))
    order = np.argsort(-crossed)
    order = order[crossed[order] >= _LEAST_CROSSINGS]
    height, width = labels.shape
    tried = 0
    for found in order:
        parts = [found, *_parted(boxes, order, found)]
        left, top = (int(v) for v in boxes[parts, :2].min(axis=0))
        right, bottom = (int(v) for v in boxes[parts, 2:].max(axis=0))
        if right - left < _BLOCK_WIDTH * width or bottom - top < _BLOCK_HEIGHT * height:
            continue
        tried += 1
        mask = np.isin(labels[top:bottom, left:right], parts)
        yield mask.view(np.uint8), (left, top, right, bottom)
        if tried == _TRIED_BLOCKS:
            return


def _parted(boxes: Ints, others: Ints, block: int) -> list[int]:
    """Return blocks right above and below one, within its width: a table whose print is broken."""
    left, top, right, bottom = (int(v) for v in boxes[block])
    near = _PARTS_OFF * (right - left)
    x0, y0, x1, y1 = boxes[others].T
    beside = (x0 >= left - near) & (x1 <= right + near) & (x1 - x0 >= _PART_WIDTH * (right - left))
    gap = np.maximum(y0 - bottom, top - y1)
    return [int(k) for k in others[beside & (np.abs(gap) <= near) & (others != block)]]


def _any_row(runs: Grey) -> Grey:
    """Return runs (rows, bins) in bins both ways."""
    return runs[0::BIN] | runs[1::BIN] | runs[2::BIN] | runs[3::BIN]


def _assembled(rows: Ruling, columns: Ruling) -> Grid | None:
    """Build the grid from the lines of both directions."""
    left, right = _extent(rows)
    long_rows = [
        k for k in range(len(rows.levels)) if rows.covered(k, left, right) >= _ROW_SEEN_IN_ALL
    ]
    if len(long_rows) < _LEAST_LINES:
        return None
    reach = float(rows.levels[long_rows[0]]), float(rows.levels[long_rows[-1]])
    crossings = rows.passing(columns.levels, *reach) / len(long_rows)
    upright = upright_lines(columns, (left, right), reach, crossings)
    if len(upright) < _LEAST_LINES:
        return None
    edges = np.array([c.level for c in upright])
    lines = evened(_rows(rows, edges))
    if len(lines) < _LEAST_LINES:
        return None
    lines = with_outer_lines(lines, rows, columns, edges)
    grid = Grid(tuple(lines), tuple(upright), rows.bend, columns.bend)
    return replace(grid, merged_last=_is_merged(grid, columns))


def _extent(rows: Ruling) -> tuple[float, float]:
    """Return the left and right end that most long row lines share."""
    ends = rows.ends()
    width = ends[:, 1] - ends[:, 0]
    wide = ends[width >= 0.7 * np.percentile(width, 90)]
    return float(np.median(wide[:, 0])), float(np.median(wide[:, 1]))


def _rows(rows: Ruling, edges: Floats) -> list[RuledLine]:
    """Return the row lines that span the votes column or most of the table."""
    found: list[RuledLine] = []
    whole = float(edges[0]), float(edges[-1])
    weight = 0.0
    for parts, seen in _spanning(rows, edges):
        line = rows.ruled(parts, whole, max(seen, 0.01))
        heavy = seen + sum(rows.covered(k, *whole) for k in parts)
        if found and line.level - found[-1].level < _ROWS_APART * (whole[1] - whole[0]):
            if heavy <= weight:
                continue
            found.pop()
        found.append(line)
        weight = heavy
    return found


def _spanning(rows: Ruling, edges: Floats) -> Iterator[tuple[list[int], float]]:
    """Return the lines that may be rows, and the share of the votes column in which each is seen.

    A line that a copier has sheared comes in two parts, the votes column's first.
    """
    left, right = (float(edges[i]) for i in votes_column(edges))
    for k, level in enumerate(rows.levels):
        seen = rows.covered(k, left, right)
        if rows.covered(k, float(edges[0]), float(edges[-1])) >= _ROW_SEEN_IN_ALL:
            yield [k], seen
        elif seen >= _ROW_SEEN:
            other = _other_part(rows, k, edges)
            near = rows.covered_near(float(level), _STEP_IN_LINE, float(edges[0]), left)
            if other is not None:
                yield [k, other], seen
            elif near >= _ROW_SEEN_BESIDE:
                yield [k], seen


def _other_part(rows: Ruling, line: int, edges: Floats) -> int | None:
    """Return the line that goes on beside the votes column where a row line ends there."""
    left, right = (float(edges[i]) for i in votes_column(edges))
    off = np.abs(rows.levels - rows.levels[line])
    reach = _ROWS_APART * float(edges[-1] - edges[0])
    for k in np.argsort(off)[1:].tolist():
        if off[k] > reach:
            break
        beside = rows.covered(k, float(edges[0]), left)
        if beside >= _ROW_SEEN_BESIDE and rows.covered(k, left, right) < _ROW_SEEN_BESIDE:
            return int(k)
    return None


def _is_merged(grid: Grid, columns: Ruling) -> bool:
    """Tell whether the line between number and name is absent in the last interval."""
    here = np.array([grid.columns[1].level])
    upper, lower = (float(grid.row_at(k, here)[0]) for k in (-2, -1))
    inset = 0.2 * (lower - upper)
    line = int(np.abs(columns.levels - grid.columns[1].level).argmin())
    return columns.covered(line, upper + inset, lower - inset) < _MERGED_BELOW


def _is_headless(view: Grey, grid: Grid) -> bool:
    """Tell whether the first interval is a row of votes already: the table's head is cut off.

    A row of votes carries a dotted line, a table's head does not.
    """
    left, right = votes_column(grid.edges)
    middle = np.array([(grid.edges[left] + grid.edges[right]) / 2])
    tops = [float(grid.row_at(k, middle)[0]) for k in (0, 1, 2)]
    if tops[0] > _AT_THE_TOP * view.shape[0]:
        return False
    columns = slice(int(max(0, grid.edges[left] + 4)), int(grid.edges[right] - 4))
    return all(
        _has_leader(view[max(0, int(upper) + 5) : max(0, int(lower) - 4), columns])
        for upper, lower in pairwise(tops)
    )


def _has_leader(cell: Grey) -> bool:
    """Tell whether a dotted line runs through a cell."""
    if min(cell.shape) < BLOCK:
        return False
    runs = find_leaders(np.ascontiguousarray(cell)).runs
    length = runs[:, 2] - runs[:, 1]
    return bool(length.size) and bool(length.max() > _LEADER_IN_CELL * cell.shape[1])
