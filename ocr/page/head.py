"""The head of a page laid against a form's description: which dotted line takes which count.

Lines of the description are matched to lines of dots from top to bottom. Prints space their
paragraphs differently, so distances between neighbouring lines guide the match and do not fix it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from ocr.page.frame import GEOMETRY_SCALE, PAGE_HEIGHT, PAGE_WIDTH
from ocr.page.images import Floats, Ints, line_through
from ocr.page.layout import Layout
from ocr.page.leaders import Leaders
from ocr.page.unit_gap import unit_gap

_NEAR_X = 0.035 * PAGE_WIDTH * GEOMETRY_SCALE
_WIDTH, _HEIGHT = PAGE_WIDTH * GEOMETRY_SCALE, PAGE_HEIGHT * GEOMETRY_SCALE
_ALIKE = 0.04
"""Leaders described within this share of the page stand below one another."""
_TWO, _SHARED = 2, 0.2
_TAIL, _ONE_LINE = 8, 0.03
_WIDTH_SURE = 0.9
"""A leader is at least this share of its described width long."""
_SAME_LINE = 4.0
_LEAST_INK = 18.0
"""Levels with less dotted length than this are chance, not lines."""
_FREE_SHARE, _FREE = 0.12, 4.0
_PURITY = 0.5
_TOLL = 4.0
"""Length of leader that one pixel of wrong distance costs, beyond a free 12 % and 4 pixels."""


@dataclass(frozen=True, slots=True)
class Place:
    """A leader found on the page: level, left and right in geometry pixels.

    Digits may hide its first dots: `left` is where it should begin, `dots` where dots are seen.
    """

    level: float
    left: float
    right: float
    dots: float


@dataclass(frozen=True, eq=False)
class Head:
    """How well a page's leaders match a description (0 to 1), and where each of them stands."""

    score: float
    match: "_Match | None" = None

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each leader stands; found only when asked for, as most descriptions do not fit."""
        return _places(self.match) if self.match is not None else {}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is known of the table: left, right and top on the page and in the description.

    `top` is None where the lines are not tied to a table below them.
    """

    top: float | None
    left: float
    right: float
    described_top: float
    described_left: float
    described_right: float

    def x(self, share: Floats) -> Floats:
        """Map described positions to geometry pixels."""
        scale = (self.right - self.left) / (self.described_right - self.described_left)
        return np.asarray(self.left + (share - self.described_left) * scale)


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """Lines of either side: heights, and for each leader or run the line it belongs to."""

    y: Floats
    of: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Match:
    """A description laid over runs of dots: for each leader its found line or -1, and its ends."""

    layout: Layout
    runs: Floats
    found: _Lines
    line_of: Ints
    expected: tuple[Floats, Floats]


def match_head(leaders: Leaders, layout: Layout, anchor: Anchor) -> Head:
    """Lay a description over the leaders of a page."""
    if not len(leaders.runs) or not layout.leaders:
        return Head(0.0)
    found = _found_lines(leaders)
    if not len(found.y):
        return Head(0.0)
    described = _described_lines(layout, anchor)
    left, right = anchor.x(layout.boxes[:, 1]), anchor.x(layout.boxes[:, 2])
    covered = _covered(leaders.runs, found, left, right)
    gain = np.zeros((len(described.y), len(found.y)))
    np.add.at(gain, described.of, covered)
    line_of, worth = _best_path(gain, described.y, found.y, anchor.top)
    score = _score(worth, right - left, leaders.runs, found, line_of)
    match = _Match(layout, leaders.runs, found, line_of[described.of], (left, right))
    return Head(score, match)


@lru_cache(4)
def _found_lines(leaders: Leaders) -> _Lines:
    """Group runs of dots by level, from the top; runs of weak levels belong to line -1."""
    runs = leaders.runs
    order = np.argsort(runs[:, 0])
    new = np.diff(runs[order, 0], prepend=-np.inf) > _SAME_LINE
    of = np.empty(len(runs), np.int64)
    of[order] = np.cumsum(new) - 1
    length = runs[:, 2] - runs[:, 1]
    ink = np.bincount(of, length)
    strong = ink >= _LEAST_INK
    index = np.where(strong, np.cumsum(strong) - 1, -1)
    return _Lines((np.bincount(of, runs[:, 0] * length) / ink)[strong], index[of])


def _described_lines(layout: Layout, anchor: Anchor) -> _Lines:
    shares, of = np.unique(layout.boxes[:, 0], return_inverse=True)
    scale = (anchor.right - anchor.left) / (anchor.described_right - anchor.described_left)
    return _Lines((shares - anchor.described_top) * _HEIGHT * scale / _WIDTH, of)


def _covered(runs: Floats, found: _Lines, left: Floats, right: Floats) -> Floats:
    """Return how much of each described leader the runs of each found line cover."""
    low = np.maximum(left[:, None] - _NEAR_X, runs[None, :, 1])
    high = np.minimum(right[:, None] + _NEAR_X, runs[None, :, 2])
    overlap = np.maximum(high - low, 0)
    # Runs of weak levels belong to line -1, which is no line.
    member = found.of[:, None] == np.arange(len(found.y))
    covered = overlap @ member.astype(np.float64)
    return np.asarray(np.minimum(covered, (right - left)[:, None]))


def _toll(described: Floats, found: Floats) -> Floats:
    """Return what distances that differ from the described ones cost."""
    off = np.abs(found - described)
    off -= _FREE_SHARE * np.abs(described) + _FREE
    off *= _TOLL
    return np.maximum(off, 0, out=off)


def _best_path(
    gain: Floats, described: Floats, found: Floats, top: float | None
) -> tuple[Ints, float]:
    """Match described lines to found ones, both from the top, for the greatest gain.

    Returns for each described line its found line or -1, and the gain less the tolls.
    """
    count, lines = gain.shape
    best = gain.copy()
    came = np.full((count, lines), -1, np.int64)
    steps = np.where(found[:, None] > found[None, :], found[:, None] - found[None, :], np.inf)
    every = np.arange(lines)
    for k in range(1, count):
        paths = best[None, :k] - _toll(described[k] - described[:k, None], steps[:, None])
        source = paths.reshape(lines, -1)
        came_from = source.argmax(axis=1)
        worth = source[every, came_from] + gain[k]
        better = (worth > best[k]) & (gain[k] > 0)
        best[k][better] = worth[better]
        came[k][better] = came_from[better]
    ends = best if top is None else best - _toll(described[:, None], found[None, :] - top)
    return _walked_back(came, ends)


def _walked_back(came: Ints, ends: Floats) -> tuple[Ints, float]:
    count, lines = ends.shape
    at = int(ends.argmax())
    worth = float(ends.flat[at])
    line_of = np.full(count, -1, np.int64)
    while at >= 0:
        line_of[at // lines] = at % lines
        at = int(came.flat[at])
    return line_of, worth


def _score(worth: float, width: Floats, runs: Floats, found: _Lines, line_of: Ints) -> float:
    """Return how much of the described leader length was found, and little else (0 to 1)."""
    matched = line_of[line_of >= 0]
    inside = (found.of >= matched.min()) & (runs[:, 2] - runs[:, 1] > _LEAST_INK)
    length = float((runs[:, 2] - runs[:, 1])[inside].sum())
    wanted = (1 - _PURITY) * float(width.sum()) + _PURITY * max(length, worth)
    return max(0.0, worth / wanted)


def _places(match: _Match) -> dict[str, Place]:
    """Join the runs that lie on each described leader."""
    layout, runs, found = match.layout, match.runs, match.found
    line_of, expected = match.line_of, match.expected
    reach = _reaches(match)
    levels = _levels(layout, found, line_of)
    places = {}
    for k, leader in enumerate(layout.leaders):
        low, high = (float(v) for v in reach[k])
        mine = runs[(found.of == line_of[k]) & (runs[:, 2] > low) & (runs[:, 1] < high)]
        if line_of[k] >= 0 and len(mine):
            length = mine[:, 2] - mine[:, 1]
            level = float(mine[:, 0] @ length / length.sum())
            dots = max(float(mine[:, 1].min()), low - _NEAR_X)
            right = min(float(mine[:, 2].max()), high)
            width = _WIDTH_SURE * float(expected[1][k] - expected[0][k])
            places[leader.name] = Place(level, min(dots, right - width), right, dots)
        elif np.isfinite(levels[k]):
            left = max(float(expected[0][k]), low)
            right = max(left + _LEAST_INK, high)
            places[leader.name] = Place(float(levels[k]), left, right, left)
    return places


def _levels(layout: Layout, found: _Lines, line_of: Ints) -> Floats:
    """Return the level of each leader; where digits hide all dots, from the matched lines around.

    Not far beyond the matched lines: nobody knows how the print goes on there.
    """
    described = layout.boxes[:, 0]
    seen = line_of >= 0
    at, levels = described[seen], found.y[line_of[seen]]
    guess = np.interp(described, at, levels)
    if len(np.unique(at)) > 1:
        slope, start = line_through(at[-_TAIL:], levels[-_TAIL:])
        beyond = (described > at.max()) & (described < at.max() + _ONE_LINE)
        guess = np.where(beyond, slope * described + start, guess)
    known = (described >= at.min()) & (described < at.max() + _ONE_LINE)
    return np.where(seen, found.y[line_of], np.where(known, guess, np.nan))


def _reaches(match: _Match) -> Floats:
    """Return how far left and right the runs of each leader may lie, shape (n, 2)."""
    layout, runs, found, line_of = match.layout, match.runs, match.found, match.line_of
    left, right = match.expected
    reach = np.column_stack([left - _NEAR_X, right + _NEAR_X])
    for group in _pairs(layout):
        first, second = np.array(group), np.array(group) + 1
        matched = line_of[first][line_of[first] >= 0]
        if not len(matched):
            continue
        rows = np.isin(found.of, matched)
        wanted = 2 if len(matched) == _TWO else max(1, round(_SHARED * len(matched)))
        span = float(reach[first, 0].min()), float(reach[second, 1].max())
        middle = float((right[first] + left[second]).mean() / 2)
        gap = unit_gap(runs[rows], span, middle, wanted)
        reach[first, 1] = gap[0]
        reach[second, 0] = gap[1]
    return np.asarray(reach)


def _pairs(layout: Layout) -> list[list[int]]:
    """Group the leaders that are followed by one for the same count in words, column by column."""
    groups: list[list[int]] = []
    for k in range(len(layout.leaders) - 1):
        first, second = layout.leaders[k], layout.leaders[k + 1]
        if second.name != f"{first.name}.words":
            continue
        for group in groups:
            if abs(layout.leaders[group[0]].right - first.right) < _ALIKE:
                group.append(k)
                break
        else:
            groups.append([k])
    return groups
