"""Lines of a table in one direction: pieces of ruling joined into lines of equal level."""

from dataclasses import dataclass, replace

import numpy as np

from ocr.page.grid import KNOTS, RuledLine
from ocr.page.images import Floats, Grey
from ocr.page.lines import BIN, Bend, Pieces, fit_bend, pieces_of

_SHORTEST, _THICKEST, _SLACK = 20, 6.0, 1.5
_SAG_SAMPLES, _SAG_KNOTS, _LARGEST_SAG = 4, 3, 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """Lines of one direction: the pieces they are made of, their shared bend and their levels.

    `line_of` gives for each piece the index of its line.
    """

    pieces: Pieces
    bend: Bend
    levels: Floats
    line_of: Floats

    def samples(self, line: int) -> tuple[Floats, Floats]:
        """Return positions along and across of a line's samples."""
        mine = self.line_of[self.pieces.of] == line
        return self.pieces.along[mine], self.pieces.across[mine]

    def near(self, level: float, reach: float) -> Floats:
        """Return positions along of the samples of all lines within `reach` of a level."""
        close = np.abs(self.levels - level) <= reach
        return self.pieces.along[close[self.line_of.astype(np.int64)][self.pieces.of]]

    def ruled(self, line: int, reach: tuple[float, float], seen: float) -> RuledLine:
        """Return a line of the table with its own sag between two positions along it."""
        along, across = self.samples(line)
        off = self.bend.level(along, across) - self.levels[line]
        return RuledLine(float(self.levels[line]), _sag(along, off, reach), seen)

    def spread(self, line: int) -> float:
        """Return by how many pixels a line's samples scatter around its level."""
        along, across = self.samples(line)
        return float(np.std(self.bend.level(along, across)))


def joined(
    runs: Grey, origin: tuple[int, int], shape: tuple[int, int], tolerance: float
) -> Ruling | None:
    """Join the pieces of a mask of horizontal runs into lines; None where there are too few.

    The mask lies at `origin` in a picture of `shape`, both as (along, across).
    """
    pieces = pieces_of(runs, _SHORTEST, _THICKEST)
    if pieces.count <= 1:
        return None
    pieces = replace(pieces, along=pieces.along + origin[0], across=pieces.across + origin[1])
    bend = fit_bend(pieces, shape, _SLACK)
    sizes = np.bincount(pieces.of, minlength=pieces.count)
    level = np.bincount(pieces.of, bend.level(pieces.along, pieces.across), pieces.count) / sizes
    order = np.argsort(level)
    new = np.diff(level[order], prepend=-np.inf) > tolerance
    index = np.empty(pieces.count, np.int64)
    index[order] = np.cumsum(new) - 1
    mass = np.bincount(index, sizes)
    levels = np.bincount(index, level * sizes) / mass
    return Ruling(pieces, bend, levels, index.astype(np.float64))


def covered(along: Floats, low: float, high: float) -> float:
    """Return the share of [low, high] in which samples stand."""
    bins = max(1, int((high - low) / BIN))
    places = ((along - low) / max(high - low, 1.0) * bins).astype(int)
    return len(np.unique(places[(places >= 0) & (places < bins)])) / bins


def _sag(along: Floats, off: Floats, reach: tuple[float, float]) -> Floats:
    """Return, at the knots, how far a line's ink lies beyond its level."""
    knots = np.linspace(reach[0], reach[1], KNOTS)
    nearest = np.abs(along[:, None] - knots[None, :]).argmin(axis=1)
    mass = np.bincount(nearest, minlength=KNOTS)[:KNOTS]
    mean = np.bincount(nearest, off, KNOTS)[:KNOTS] / np.maximum(mass, 1)
    known = mass >= _SAG_SAMPLES
    if known.sum() < _SAG_KNOTS:
        return np.zeros(KNOTS)
    return np.clip(np.interp(knots, knots[known], mean[known]), -_LARGEST_SAG, _LARGEST_SAG)
