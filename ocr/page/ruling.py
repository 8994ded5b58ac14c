"""Lines of a table in one direction: pieces of ruling joined into lines of equal level."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ocr.page.grid import KNOTS, RuledLine
from ocr.page.images import Floats, Grey, Ints
from ocr.page.lines import BIN, Bend, Pieces, fit_bend, pieces_of_runs

_SHORTEST, _THICKEST, _SLACK = 20, 6.0, 1.5
_AT_KNOTS = np.arange(KNOTS)
_SAG_SAMPLES, _SAG_KNOTS, _LARGEST_SAG = 4, 3, 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """Lines of one direction in the order of their levels, and the bend that they share.

    Samples are sorted by line: those of line k begin at `starts[k]`. `along` is where each stands
    along its line, `level` the level on which it lies. `seen` is (lines, bins), where along a line
    its ink was found.
    """

    along: Floats
    level: Floats
    starts: Ints
    bend: Bend
    levels: Floats
    seen: NDArray[np.bool_]

    def samples(self, line: int) -> tuple[Floats, Floats]:
        """Return the positions along a line and the levels of its samples."""
        mine = slice(int(self.starts[line]), int(self.starts[line + 1]))
        return self.along[mine], self.level[mine]

    def covered(self, line: int, low: float, high: float) -> float:
        """Return the share of [low, high] in which a line was seen."""
        return _share(self.seen[line], low, high)

    def covered_near(self, level: float, reach: float, low: float, high: float) -> float:
        """Return the share of [low, high] in which any line within `reach` of a level was seen."""
        return self.covered_by(np.flatnonzero(np.abs(self.levels - level) <= reach), low, high)

    def covered_by(self, lines: Sequence[int] | Ints, low: float, high: float) -> float:
        """Return the share of [low, high] in which one of some lines was seen."""
        return _share(np.asarray(self.seen[lines].any(axis=0)), low, high)

    def passing(self, places: Floats, low: float, high: float) -> Ints:
        """Return how many lines with levels in [low, high] were seen at places along them."""
        seen = self.seen[(self.levels >= low) & (self.levels <= high)]
        near = np.pad(seen, ((0, 0), (0, 2)))
        near[:, :-2] |= near[:, 1:-1] | near[:, 2:]
        counts = np.append(np.count_nonzero(near[:, :-2], axis=0), 0)
        first = np.maximum(places.astype(np.int64) // BIN - 1, 0)
        return np.asarray(counts[np.minimum(first, len(counts) - 1)])

    def ends(self) -> Floats:
        """Return where each line begins and ends, shape (lines, 2)."""
        count = self.seen.shape[1]
        first = self.seen.argmax(axis=1)
        last = count - 1 - self.seen[:, ::-1].argmax(axis=1)
        return np.column_stack([first, last]) * BIN + (BIN - 1) / 2

    def ruled(self, parts: Sequence[int], reach: tuple[float, float], seen: float) -> RuledLine:
        """Return a line of the table with its own sag between two positions along it.

        The first of its parts gives its level.
        """
        samples = [self.samples(k) for k in parts]
        along, levels = (np.concatenate(s) for s in zip(*samples, strict=True))
        level = float(self.levels[parts[0]])
        return RuledLine(level, _sag(along, levels - level, reach), seen)

    def spread(self, line: int) -> float:
        """Return by how many pixels a line's samples scatter around its level."""
        return float(self.samples(line)[1].std())


def joined(
    runs: Grey, origin: tuple[int, int], shape: tuple[int, int], tolerance: float
) -> Ruling | None:
    """Join the pieces of a mask of runs in bins into lines; None where there are too few.

    The mask lies at `origin` in a picture of `shape`, both as (along, across) in pixels.
    """
    pieces = pieces_of_runs(runs, _SHORTEST, _THICKEST)
    if pieces.count <= 1:
        return None
    pieces = replace(pieces, along=pieces.along + origin[0], across=pieces.across + origin[1])
    bend = fit_bend(pieces, shape, _SLACK)
    sizes = np.bincount(pieces.of, minlength=pieces.count)
    each = bend.level(pieces.along, pieces.across)
    level = np.bincount(pieces.of, each, pieces.count) / sizes
    order = np.argsort(level)
    new = np.diff(level[order], prepend=-np.inf) > tolerance
    line_of = np.empty(pieces.count, np.int64)
    line_of[order] = np.cumsum(new) - 1
    levels = np.bincount(line_of, level * sizes) / np.bincount(line_of, sizes)
    levelled = replace(pieces, across=each)
    return _sorted(levelled, line_of[pieces.of], bend, levels, -(-shape[0] // BIN))


def _sorted(pieces: Pieces, of: Ints, bend: Bend, levels: Floats, bins: int) -> Ruling:
    """Return the samples of levelled pieces sorted by the line that each belongs to."""
    order = np.argsort(of, kind="stable")
    starts = np.searchsorted(of[order], np.arange(len(levels) + 1))
    seen = np.zeros((len(levels), bins), np.bool_)
    seen[of, np.clip(pieces.along.astype(np.int64) // BIN, 0, bins - 1)] = True
    return Ruling(pieces.along[order], pieces.across[order], starts, bend, levels, seen)


def _share(seen: NDArray[np.bool_], low: float, high: float) -> float:
    """Return the share of the bins between two positions in which something was seen."""
    first = min(max(round(low / BIN), 0), len(seen) - 1)
    last = min(max(round(high / BIN), first + 1), len(seen))
    return float(np.count_nonzero(seen[first:last])) / (last - first)


def _sag(along: Floats, off: Floats, reach: tuple[float, float]) -> Floats:
    """Return, at the knots, how far a line's ink lies beyond its level."""
    place = (along - reach[0]) * ((KNOTS - 1) / max(reach[1] - reach[0], 1.0)) + 0.5
    nearest = place.astype(np.int64).clip(0, KNOTS - 1)
    mass = np.bincount(nearest, minlength=KNOTS)
    known = np.flatnonzero(mass >= _SAG_SAMPLES)
    if known.size < _SAG_KNOTS:
        return np.zeros(KNOTS)
    mean = np.bincount(nearest, off, KNOTS)[known] / mass[known]
    return np.interp(_AT_KNOTS, known, mean).clip(-_LARGEST_SAG, _LARGEST_SAG)
