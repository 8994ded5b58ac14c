"""Ruled lines of a page: pieces of line found in a picture, and the smooth bend they share.

A sheet that was curled or photographed at an angle bends all its lines alike. So the bend is fitted
to all pieces together (each piece must end up level), and joining the pieces of one ruled line
becomes a question of equal levels, whatever stood between them.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.page.images import Floats, Grey, Ints

_FEWEST = 12
BIN = 4
"""Samples of a piece are means over this many pixels along the line."""


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Samples of line pieces: `of[i]` names the piece to which sample i belongs."""

    of: Ints
    along: Floats
    across: Floats
    count: int

    def spans(self) -> Floats:
        """Return first and last position along, shape (count, 2)."""
        spans = np.full((self.count, 2), np.nan)
        if self.of.size:
            lows = np.full(self.count, np.inf)
            highs = np.full(self.count, -np.inf)
            np.minimum.at(lows, self.of, self.along)
            np.maximum.at(highs, self.of, self.along)
            spans = np.stack([lows, highs], axis=1)
        return spans

    def only(self, which: Ints) -> "Pieces":
        """Return some of the pieces, numbered anew."""
        index = np.full(self.count, -1, np.int64)
        index[which] = np.arange(len(which))
        on = index[self.of] >= 0
        return Pieces(index[self.of][on], self.along[on], self.across[on], len(which))


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """How lines bend: `level = across + bend(along, across)` is one number along one line."""

    centre: tuple[float, float]
    size: tuple[float, float]
    weights: Floats

    def terms(self, along: Floats, across: Floats) -> Floats:
        """Return the shapes that a bend is made of, shape (..., 6)."""
        a = (along - self.centre[0]) / self.size[0]
        b = (across - self.centre[1]) / self.size[1]
        return np.stack([a, a * a, a**3, a * b, a * a * b, a * b * b], axis=-1)

    def level(self, along: Floats, across: Floats) -> Floats:
        """Return the level on which each point lies."""
        return np.asarray(across + self.terms(along, across) @ self.weights)

    def across(self, along: Floats, level: Floats) -> Floats:
        """Return where a level stands at positions along: the inverse of `level`."""
        a = (along - self.centre[0]) / self.size[0]
        w = self.weights
        alone = a * (w[0] + a * (w[1] + a * w[2]))
        with_b, with_bb = a * (w[3] + a * w[4]), a * w[5]
        guess = level - alone
        for _ in range(3):
            b = (guess - self.centre[1]) / self.size[1]
            guess = level - alone - b * (with_b + b * with_bb)
        return np.asarray(guess, np.float64)


def binarised(grey: Grey, block: int, contrast: float) -> Grey:
    """Return ink as 255: darker by `contrast` than the mean of a block around it."""
    return cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block | 1, contrast
    ).astype(np.uint8, copy=False)


def runs_across(ink: Grey, length: int) -> Grey:
    """Return the horizontal runs of at least `length` pixels; a slope of 1 in 12 is followed."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    return cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)).astype(
        np.uint8, copy=False
    )


def pieces_of(runs: Grey, shortest: float, thickest: float) -> Pieces:
    """Trace the connected runs of a mask of horizontal runs."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    width = stats[:, cv2.CC_STAT_WIDTH].astype(float)
    height = stats[:, cv2.CC_STAT_HEIGHT]
    keep = (
        (width >= shortest)
        & (stats[:, cv2.CC_STAT_AREA] <= thickest * width)
        & (height <= np.maximum(2 * thickest, 0.2 * width))
    )
    keep[0] = False
    index = np.full(count, -1, np.int64)
    index[keep] = np.arange(keep.sum())
    where = np.flatnonzero(labels)
    of = index[labels.ravel()[where]]
    on = of >= 0
    ys, xs = np.divmod(where[on], runs.shape[1])
    return _binned(of[on], xs, ys, runs.shape[1])


def _binned(of: Ints, xs: Ints, ys: Ints, width: int) -> Pieces:
    """Average the pixels of each piece over short stretches."""
    bins = width // BIN + 1
    key = of * bins + xs // BIN
    mass = np.bincount(key)
    used = np.flatnonzero(mass)
    along = np.bincount(key, xs)[used] / mass[used]
    across = np.bincount(key, ys)[used] / mass[used]
    piece = used // bins
    return Pieces(piece, along, across, int(piece.max()) + 1 if piece.size else 0)


def fit_bend(pieces: Pieces, shape: tuple[int, int], slack: float) -> Bend:
    """Fit the bend under which each piece lies level, ignoring pieces that do not fit in.

    `shape` is (extent along, extent across) of the picture; `slack` in pixels. A level is the
    position across at the middle of the pieces.
    """
    if not pieces.of.size:
        return Bend((shape[0] / 2, shape[1] / 2), (1.0, 1.0), np.zeros(6))
    spread = (pieces.along.min() + pieces.along.max()) / 2, float(np.median(pieces.across))
    centre = (float(spread[0]), spread[1])
    bend = Bend(centre, (max(1.0, shape[0] / 2), max(1.0, shape[1] / 2)), np.zeros(6))
    if pieces.of.size < _FEWEST:
        return bend
    sizes = np.bincount(pieces.of, minlength=pieces.count).astype(float)
    terms = bend.terms(pieces.along, pieces.across)
    terms -= _piece_means(terms, pieces, sizes)[pieces.of]
    across = pieces.across - (_piece_means(pieces.across[:, None], pieces, sizes)[pieces.of, 0])
    weight = np.ones(pieces.of.size)
    ridge = np.diag([1e-3, 1e-2, 1e-2, 1e-2, 5e-2, 5e-2]) * pieces.of.size * 0.05
    found = np.zeros(6)
    for _ in range(5):
        gram = (terms * weight[:, None]).T @ terms + ridge
        found = np.linalg.solve(gram, -(terms * weight[:, None]).T @ across)
        off = np.abs(across + terms @ found)
        worst = np.bincount(pieces.of, off, pieces.count) / sizes
        weight = 1 / (1 + (off / slack) ** 2 + (worst[pieces.of] / slack) ** 2)
    return Bend(bend.centre, bend.size, found)


def _piece_means(values: Floats, pieces: Pieces, sizes: Floats) -> Floats:
    columns = [np.bincount(pieces.of, v, pieces.count) / sizes for v in values.T]
    return np.stack(columns, axis=1)
