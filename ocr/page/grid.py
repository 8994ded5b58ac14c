"""The grid of a score table: row and column lines as curves, and points inside its cells."""

from dataclasses import dataclass

import numpy as np

from ocr.page.frame import GEOMETRY_SCALE
from ocr.page.images import Floats
from ocr.page.lines import Bend

KNOTS = 9
"""A line may leave the bend that all lines share at this many places."""


@dataclass(frozen=True, slots=True, eq=False)
class RuledLine:
    """A line of the table: its level, its own sag at the knots, and how much of it was seen.

    `sag` is in pixels, at equal steps over the table's extent. `seen` is the share of the line over
    which its ink was found; 0 for a line that was put in where the pitch asks for one.
    """

    level: float
    sag: Floats
    seen: float


@dataclass(frozen=True, slots=True, eq=False)
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

    @property
    def pitch(self) -> float:
        """Median height of the intervals below the head, in geometry pixels."""
        levels = np.array([r.level for r in self.rows])
        steps = np.diff(levels)
        return float(np.median(steps[1:] if len(steps) > 1 else steps))

    @property
    def edges(self) -> Floats:
        """Levels of the column lines, from the left."""
        return np.array([c.level for c in self.columns])

    def row_at(self, index: int, x: Floats) -> Floats:
        """Return y of a row line at positions x."""
        row = self.rows[index]
        y = self.row_bend.across(x, np.asarray(row.level))
        knots = np.linspace(self.columns[0].level, self.columns[-1].level, KNOTS)
        return np.asarray(y + np.interp(x, knots, row.sag))

    def column_at(self, levels: Floats, y: Floats) -> Floats:
        """Return x of column levels, shape (n,), at heights y, shape (..., n) or (..., 1)."""
        knots = np.linspace(self.rows[0].level, self.rows[-1].level, KNOTS)
        sags = np.array([c.sag for c in self.columns])
        sag = np.stack([np.interp(levels, self.edges, s) for s in sags.T])
        place = np.clip((y - knots[0]) / (knots[1] - knots[0]), 0, KNOTS - 1.001)
        below = place.astype(np.int64)
        share = place - below
        column = np.arange(len(levels))
        own = sag[below, column] * (1 - share) + sag[below + 1, column] * share
        return np.asarray(self.column_bend.across(y, levels) + own)

    def points(self, interval: int, levels: Floats, down: Floats) -> Floats:
        """Return page points of an interval, shape (len(down), len(levels), 2).

        `levels` are column levels from left to right, `down` runs from 0 (upper line) to 1 (lower
        line) and may go beyond.
        """
        middle = (self.rows[interval].level + self.rows[interval + 1].level) / 2
        x = self.column_at(levels, np.full(len(levels), middle))
        for _ in range(2):
            upper = self.row_at(interval, x)
            lower = self.row_at(interval + 1, x)
            x = self.column_at(levels, (upper + lower) / 2)
        y = upper + down[:, None] * (lower - upper)
        xs = self.column_at(levels, y)
        return (np.stack([xs, y], axis=-1) + 0.5) / GEOMETRY_SCALE - 0.5

    def corners(self, interval: int, left: float, right: float) -> Floats:
        """Return points around an interval between two column levels, in page pixels."""
        levels = np.linspace(left, right, 5)
        return self.points(interval, levels, np.array([0.0, 1.0])).reshape(-1, 2)
