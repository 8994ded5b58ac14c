"""The grid of a score table: row and column lines as curves, and points inside its cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ocr.page.frame import GEOMETRY_SCALE
from ocr.page.images import Floats, Ints
from ocr.page.lines import Bend

KNOTS = 9
"""A line may leave the bend that all lines share at this many places."""

_ROW_STEPS, _ROW_SHAPES = (0.75, 1.25), (0.036, 0.11)
_TOTAL_STEPS = 0.6, 1.7
"""The total's row may be of another height than the rows of votes; nothing depends on it."""
_HIGHEST_HEAD = 2.3


@dataclass(frozen=True, slots=True, eq=False)
class RuledLine:
    """A line of the table: its level, its own sag at the knots, and how much of it was seen.

    `sag` is in pixels, at equal steps over the table's extent. `seen` is the share of the line over
    which its ink was found; 0 for a line that was put in where the pitch asks for one.
    """

    level: float
    sag: Floats
    seen: float


@dataclass(frozen=True, eq=False)
class Grid:
    """A table: row lines from the top, column lines from the left, in geometry pixels."""

    rows: tuple[RuledLine, ...]
    columns: tuple[RuledLine, ...]
    row_bend: Bend
    column_bend: Bend
    merged_last: bool = False
    """The last interval has no line between number and name: the row of the total."""
    headless: bool = False
    """The first interval is a row of votes already: the table's head is cut off."""

    @property
    def intervals(self) -> int:
        """How many spaces between row lines there are, the table's head included."""
        return len(self.rows) - 1

    @property
    def votes(self) -> range:
        """The intervals that carry votes, the total included."""
        return range(0 if self.headless else 1, self.intervals)

    @property
    def body(self) -> int:
        """How many rows carry votes: without the table's head and the total."""
        return len(self.votes) - self.merged_last

    @cached_property
    def pitch(self) -> float:
        """Median height of the intervals below the head, in geometry pixels."""
        steps = np.diff(self._row_levels)
        return float(np.median(steps[1:] if len(steps) > 1 else steps))

    @property
    def head(self) -> float:
        """Height of the first interval in rows."""
        return float(self._row_levels[1] - self._row_levels[0]) / self.pitch

    @property
    def is_sound(self) -> bool:
        """Tell whether the rows are as high as rows can be: a line too many or too few shows.

        Over all prints seen a row is 0.045 to 0.083 of the table's width high, within one table
        rows differ by an eighth at most, and the head is as high as 0.9 to 1.8 rows.
        """
        steps = np.diff(self._row_levels)[1:] / self.pitch
        shape = self.pitch / max(float(self.edges[-1] - self.edges[0]), 1.0)
        votes = steps[:-1] if self.merged_last else steps
        even = _within(votes, _ROW_STEPS) and _within(steps, _TOTAL_STEPS)
        return even and self.head < _HIGHEST_HEAD and _ROW_SHAPES[0] < shape < _ROW_SHAPES[1]

    @cached_property
    def edges(self) -> Floats:
        """Levels of the column lines, from the left."""
        return np.array([c.level for c in self.columns])

    @cached_property
    def _row_levels(self) -> Floats:
        return np.array([r.level for r in self.rows])

    @cached_property
    def _row_sags(self) -> Floats:
        return np.array([r.sag for r in self.rows])

    @cached_property
    def _column_sags(self) -> Floats:
        return np.array([c.sag for c in self.columns])

    def row_at(self, index: int, x: Floats) -> Floats:
        """Return y of a row line at positions x."""
        return np.asarray(self.rows_at(np.array([index]), x[None])[0])

    def rows_at(self, indices: Ints, x: Floats) -> Floats:
        """Return y of row lines at positions x, shape (len(indices), ...)."""
        levels, sags = self._row_levels[indices], self._row_sags[indices]
        place = (x - self.edges[0]) / max(self.edges[-1] - self.edges[0], 1.0)
        own = _at_knots(sags, np.arange(len(sags)).reshape(-1, *[1] * (x.ndim - 1)), place)
        return self.row_bend.across(x, levels.reshape(-1, *[1] * (x.ndim - 1))) + own

    def column_at(self, levels: Floats, y: Floats) -> Floats:
        """Return x of column levels, shape (n,), at heights y, shape (..., n) or (..., 1)."""
        mixed = _between(levels, self.edges, self._column_sags)
        first, last = self.rows[0].level, self.rows[-1].level
        own = _at_knots(mixed, np.arange(len(levels)), (y - first) / max(last - first, 1.0))
        return self.column_bend.across(y, levels) + own

    def points(self, intervals: Sequence[int], levels: Floats, down: Floats) -> Floats:
        """Return page points of intervals, shape (intervals, len(down), len(levels), 2).

        `levels` are column levels from left to right, `down` runs from 0 (upper line) to 1 (lower
        line) and may go beyond.
        """
        upper_lines = np.asarray(intervals, np.int64)
        lines = np.concatenate([upper_lines, upper_lines + 1])
        y = self._row_levels[lines][:, None]
        y = self.rows_at(lines, self.column_at(levels, y))
        meets = np.stack([self.column_at(levels, y), y], axis=-1)
        # Column lines are as good as straight between two row lines.
        upper, lower = meets[: len(upper_lines), None], meets[len(upper_lines) :, None]
        points = upper + down[:, None, None] * (lower - upper)
        return np.asarray((points + 0.5) / GEOMETRY_SCALE - 0.5)

    def corners(self, intervals: Sequence[int], left: float, right: float) -> Floats:
        """Return points around intervals between two column levels, (intervals, n, 2), page px."""
        levels = np.linspace(left, right, 5)
        points = self.points(intervals, levels, np.array([0.0, 1.0]))
        return points.reshape(len(points), -1, 2)


def _within(steps: Floats, bounds: tuple[float, float]) -> bool:
    return bool(((steps > bounds[0]) & (steps < bounds[1])).all())


def _between(places: Floats, at: Floats, rows: Floats) -> Floats:
    """Interpolate rows of values that stand at increasing places, constant beyond the ends."""
    below = np.clip(np.searchsorted(at, places) - 1, 0, len(at) - 2)
    share = ((places - at[below]) / np.maximum(at[below + 1] - at[below], 1e-9)).clip(0, 1)
    return np.asarray(rows[below] + share[:, None] * (rows[below + 1] - rows[below]))


def _at_knots(values: Floats, row: Ints, place: Floats) -> Floats:
    """Interpolate rows of knot values, shape (n, KNOTS), at places 0..1 along each `row`."""
    at = place.clip(0, 1) * (KNOTS - 1)
    below = np.minimum(at.astype(np.int64), KNOTS - 2)
    share = at - below
    lower = values[row, below]
    return np.asarray(lower + share * (values[row, below + 1] - lower))
