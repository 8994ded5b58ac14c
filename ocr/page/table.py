"""The score table of any print, found by its ruled lines alone."""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.page.grid import KNOTS, Grid, RuledLine
from ocr.page.images import Floats, Grey
from ocr.page.lines import BIN, Bend, Pieces, binarised, fit_bend, pieces_of, runs_across

CONTRASTS = (8, 4, 13)
"""Tried in turn until a table comes out whole: pale prints need less, dirty copies more."""
_BLOCK = 17
_ROW_RUN = 24
_COLUMN_RUN = 22
_COLUMN_SEEN = 0.6
_COLUMN_SURE = 0.9
_COLUMN_SPREAD = 3.5
"""Handwriting and printed brackets above one another make lines that are shorter or less straight."""
_VOTES_SHARE = 0.15
"""The votes column is at least this share of the table's width."""


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """Lines of one direction: level, first and last position along, samples."""

    pieces: Pieces
    bend: Bend
    levels: Floats
    line_of: Floats
    """For each piece the index of its line."""

    def samples(self, line: int) -> tuple[Floats, Floats]:
        """Return (along, across) of a line's samples."""
        mine = self.line_of[self.pieces.of] == line
        return self.pieces.along[mine], self.pieces.across[mine]


def find_grid(view: Grey) -> Grid | None:
    """Return the score table in a page drawn at the geometry scale, or None where there is none."""
    best: Grid | None = None
    for contrast in CONTRASTS:
        grid = _find(view, contrast)
        if grid is None:
            continue
        if is_whole(grid):
            return grid
        if best is None or grid.intervals > best.intervals:
            best = grid
    return best


def is_whole(grid: Grid) -> bool:
    """Tell whether every line of the table was seen and the rows are evenly spaced."""
    levels = np.array([r.level for r in grid.rows])
    steps = np.diff(levels)[1:]
    if steps.size < 2:
        return False
    even = bool(np.abs(steps / np.median(steps) - 1).max() < 0.35)
    return even and all(r.seen > 0 for r in grid.rows)


def _find(view: Grey, contrast: float) -> Grid | None:
    ink = binarised(view, _BLOCK, contrast)
    across = runs_across(ink, _ROW_RUN)
    down = np.ascontiguousarray(runs_across(np.ascontiguousarray(ink.T), _COLUMN_RUN).T)
    block = _block(across | down)
    if block is None:
        return None
    mask, (x0, y0, x1, y1) = block
    shape = view.shape[1], view.shape[0]
    rows = _lines(across & mask, 20, shape, 4.0)
    columns = _lines(np.ascontiguousarray((down & mask).T), 20, (shape[1], shape[0]), 3.5)
    if rows is None or columns is None:
        return None
    return _assembled(rows, columns)


def _block(lines: Grey) -> tuple[Grey, tuple[int, int, int, int]] | None:
    """Return the connected ruling that looks most like a table, as a mask, and its box."""
    height, width = lines.shape
    thick = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(thick, connectivity=8)
    best, found = 0.0, 0
    for i in range(1, count):
        _, _, w, h, area = stats[i]
        if w < 0.4 * width or h < 0.08 * height:
            continue
        worth = float(w * h) * (1.0 if area < 0.45 * w * h else 0.1)
        if worth > best:
            best, found = worth, i
    if not found:
        return None
    x, y, w, h, _ = (int(v) for v in stats[found])
    mask = np.zeros_like(lines)
    mask[y : y + h, x : x + w] = (labels[y : y + h, x : x + w] == found) * np.uint8(255)
    return mask, (x, y, x + w, y + h)


def _lines(runs: Grey, shortest: float, shape: tuple[int, int], tolerance: float) -> _Lines | None:
    """Join the pieces of a mask of horizontal runs into lines of equal level."""
    pieces = pieces_of(runs, shortest, 6.0)
    if pieces.count < 2:
        return None
    bend = fit_bend(pieces, shape, 1.5)
    sizes = np.bincount(pieces.of, minlength=pieces.count)
    level = np.bincount(pieces.of, bend.level(pieces.along, pieces.across), pieces.count) / sizes
    order = np.argsort(level)
    new = np.diff(level[order], prepend=-np.inf) > tolerance
    line_of = np.empty(pieces.count, np.float64)
    line_of[order] = np.cumsum(new) - 1
    index = line_of.astype(np.int64)
    mass = np.bincount(index, sizes)
    return _Lines(pieces, bend, np.bincount(index, level * sizes) / mass, line_of)


def _covered(along: Floats, low: float, high: float) -> float:
    """Return the share of [low, high] in which samples stand."""
    bins = max(1, int((high - low) / BIN))
    places = ((along - low) / (high - low) * bins).astype(int)
    return len(np.unique(places[(places >= 0) & (places < bins)])) / bins


def _assembled(rows: _Lines, columns: _Lines) -> Grid | None:
    """Build the grid from the lines of both directions."""
    left, right = _extent(rows)
    long_rows = [
        k for k in range(len(rows.levels)) if _covered(rows.samples(k)[0], left, right) >= 0.5
    ]
    if len(long_rows) < 3:
        return None
    top, bottom = rows.levels[long_rows[0]], rows.levels[long_rows[-1]]
    lines_down = _columns(columns, (left, right), (float(top), float(bottom)))
    if len(lines_down) < 3:
        return None
    edges = np.array([c.level for c in lines_down])
    votes = votes_column(edges)
    lines = _rows(rows, edges, votes)
    if len(lines) < 3:
        return None
    lines = _evened(lines)
    grid = Grid(tuple(lines), tuple(lines_down), rows.bend, columns.bend, merged_last=False)
    return _with_total(grid, columns)


def _extent(rows: _Lines) -> tuple[float, float]:
    """Return the left and right end that most long row lines share."""
    spans = []
    for k in range(len(rows.levels)):
        along, _ = rows.samples(k)
        spans.append((along.min(), along.max()))
    ends = np.array(spans)
    width = ends[:, 1] - ends[:, 0]
    wide = ends[width >= 0.7 * np.percentile(width, 90)]
    return float(np.median(wide[:, 0])), float(np.median(wide[:, 1]))


def _columns(
    columns: _Lines, extent: tuple[float, float], reach: tuple[float, float]
) -> list[RuledLine]:
    """Return the column lines, from the left."""
    slack = 0.02 * (extent[1] - extent[0])
    found: list[RuledLine] = []
    for k, level in enumerate(columns.levels):
        along, across = columns.samples(k)
        off = columns.bend.level(along, across) - level
        seen = _covered(along, *reach)
        if seen < _COLUMN_SEEN or not extent[0] - slack <= level <= extent[1] + slack:
            continue
        sag = _sag(along, off, reach)
        if float(np.std(off)) > _COLUMN_SPREAD and seen < _COLUMN_SURE:
            continue
        line = RuledLine(float(level), sag, seen)
        if found and level - found[-1].level < 2 * slack:
            if seen > found[-1].seen:
                found[-1] = line
        else:
            found.append(line)
    return found


def votes_column(edges: Floats) -> tuple[int, int]:
    """Return the indices of the lines left and right of the votes column."""
    right = len(edges) - 1
    width = edges[-1] - edges[0]
    while right > 1 and edges[right] - edges[right - 1] < _VOTES_SHARE * width:
        right -= 1
    return right - 1, right


def _rows(rows: _Lines, edges: Floats, votes: tuple[int, int]) -> list[RuledLine]:
    """Return the row lines that span the votes column or most of the table."""
    found: list[tuple[RuledLine, float]] = []
    near = 0.012 * (edges[-1] - edges[0])
    for k, level in enumerate(rows.levels):
        along, across = rows.samples(k)
        seen = _covered(along, edges[votes[0]], edges[votes[1]])
        total = _covered(along, edges[0], edges[-1])
        if seen < 0.45 and total < 0.5:
            continue
        off = rows.bend.level(along, across) - level
        line = RuledLine(float(level), _sag(along, off, (edges[0], edges[-1])), max(seen, 0.01))
        weight = seen + total
        if found and level - found[-1][0].level < near:
            if weight > found[-1][1]:
                found[-1] = (line, weight)
        else:
            found.append((line, weight))
    return [line for line, _ in found]


def _sag(along: Floats, off: Floats, reach: tuple[float, float]) -> Floats:
    """Return, at the knots, how far a line's ink lies beyond its level."""
    knots = np.linspace(reach[0], reach[1], KNOTS)
    nearest = np.abs(along[:, None] - knots[None, :]).argmin(axis=1)
    mass = np.bincount(nearest, minlength=KNOTS)[:KNOTS]
    mean = np.bincount(nearest, off, KNOTS)[:KNOTS] / np.maximum(mass, 1)
    known = mass >= 4
    if known.sum() < 3:
        return np.zeros(KNOTS)
    return np.clip(np.interp(knots, knots[known], mean[known]), -8, 8)


def _evened(lines: list[RuledLine]) -> list[RuledLine]:
    """Fill a line that was missed and drop one that is too many, by the pitch of the rows."""
    if len(lines) < 5:
        return lines
    steps = np.diff([r.level for r in lines])
    pitch = float(np.median(steps[1:]))
    even = lines[:2]
    for line in lines[2:]:
        gap = (line.level - even[-1].level) / pitch
        if gap < 0.6:
            continue
        missing = round(gap) - 1
        if 1 <= missing <= 3 and abs(gap - round(gap)) < 0.3:
            even.extend(_between(even[-1], line, missing))
        even.append(line)
    return even


def _between(upper: RuledLine, lower: RuledLine, count: int) -> list[RuledLine]:
    lines = []
    for k in range(1, count + 1):
        share = k / (count + 1)
        level = upper.level + share * (lower.level - upper.level)
        lines.append(RuledLine(level, upper.sag * (1 - share) + lower.sag * share, 0.0))
    return lines


def _with_total(grid: Grid, columns: _Lines) -> Grid:
    """Look whether the line between number and name is absent in the last interval."""
    shares = []
    for i in (grid.intervals - 2, grid.intervals - 1):
        upper, lower = grid.rows[i].level, grid.rows[i + 1].level
        height = lower - upper
        shares.append(
            _seen_in(columns, grid.columns[1].level, upper + 0.2 * height, lower - 0.2 * height)
        )
    merged = shares[1] < 0.7 and grid.intervals >= 2
    return Grid(grid.rows, grid.columns, grid.row_bend, grid.column_bend, merged_last=merged)


def _seen_in(columns: _Lines, level: float, top: float, bottom: float) -> float:
    """Return how much of a column line stands between two heights."""
    line = int(np.abs(columns.levels - level).argmin())
    along, _ = columns.samples(line)
    return _covered(along, top, bottom)
