"""Ruled lines of a page: pieces of line found in a picture, and the smooth bend they share.

A sheet that was curled or photographed at an angle bends all its lines alike. So the bend is fitted
to all pieces together (each piece must end up level), and joining the pieces of one ruled line
becomes a question of equal levels, whatever stood between them.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.page.images import Floats, Grey, Ints

_FEWEST, _ENOUGH = 12, 500
BIN = 4
"""Samples of a piece are means over this many pixels along the line."""
BLOCK = 17
"""Ink is darker than the mean of a block of this many pixels around it."""

_FULL_BIN, _MIDDLE = 0xFFFFFFFF, (BIN - 1) / 2

_ONES, _TO_NUMBER, _TOP_BYTE = np.uint32(0x01010101), np.uint32(0x01020408), np.uint32(24)
"""Four pixels of 0 and 255, masked, multiplied and shifted so, give a number of four bits."""
_SETS = (np.arange(16)[:, None] >> np.arange(BIN)) & 1
_PIXELS, _FIRST = _SETS.sum(axis=1), _SETS.argmax(axis=1)
_CENTRE = (_SETS * np.arange(BIN)).sum(axis=1) / np.maximum(_PIXELS, 1)
"""Of each such number: pixels set, the first of them and their mean place."""


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
        a = (along - self.centre[0]) / self.size[0]
        b = (across - self.centre[1]) / self.size[1]
        w = self.weights
        return np.asarray(
            across + a * (w[0] + b * (w[3] + b * w[5]) + a * (w[1] + a * w[2] + b * w[4]))
        )

    def across(self, along: Floats, level: Floats) -> Floats:
        """Return where a level stands at positions along: the inverse of `level`."""
        a = (along - self.centre[0]) / self.size[0]
        w = self.weights
        alone = a * (w[0] + a * (w[1] + a * w[2]))
        with_b, with_bb = a * (w[3] + a * w[4]), a * w[5]
        guess = level - alone
        for _ in range(2):
            b = (guess - self.centre[1]) / self.size[1]
            guess = level - alone - b * (with_b + b * with_bb)
        return np.asarray(guess, np.float64)


def binarised(grey: Grey, block: int, contrast: float) -> Grey:
    """Return ink as 255: darker by `contrast` than the mean of a block around it."""
    return cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block | 1, contrast
    ).astype(np.uint8, copy=False)


def relief_of(grey: Grey) -> Grey:
    """Return by how much each pixel is darker than the mean of the block around it, 0 if not."""
    mean = cv2.blur(grey, (BLOCK, BLOCK), borderType=cv2.BORDER_REPLICATE)
    return cv2.subtract(mean, grey).astype(np.uint8, copy=False)


def inked(relief: Grey, contrast: int) -> Grey:
    """Return ink as 255: what is darker than its surroundings by at least `contrast`."""
    ink = cv2.threshold(relief, contrast - 1, 255, cv2.THRESH_BINARY)[1]
    return ink.astype(np.uint8, copy=False)


def inked_bins(relief: Grey, contrast: int) -> Grey:
    """Return ink, see `inked`, in a picture filled up with 0 to whole bins of `BIN` pixels."""
    whole, inside = _bins_around(relief)
    cv2.threshold(relief, contrast - 1, 255, cv2.THRESH_BINARY, dst=inside)
    return whole


def _bins_around(picture: Grey) -> tuple[Grey, Grey]:
    """Return an empty picture of whole bins, and the part of it that is as large as a picture."""
    height, width = picture.shape
    whole = np.zeros((-(-height // BIN) * BIN, -(-width // BIN) * BIN), np.uint8)
    return whole, whole[:height, :width]


def runs_across(ink: Grey, length: int) -> Grey:
    """Return as 1 the bins that horizontal runs of about `length` pixels fill, (rows, bins).

    `ink` holds 0 and 255 in whole bins. A slope of 1 in 12 is followed. Bins show the same lines as
    pixels at a quarter of the work.
    """
    thick = ink.copy()
    thick[1:] |= ink[:-1]
    thick[:-1] |= ink[1:]
    return _long((thick.view(np.uint32) == _FULL_BIN).view(np.uint8), length)


def runs_down(ink: Grey, length: int) -> Grey:
    """Return as 1 the bins that upright runs fill, (columns, bins): see `runs_across`."""
    thick = cv2.dilate(ink, np.ones((1, 3), np.uint8))
    first, second, third, fourth = (thick[k::BIN] for k in range(BIN))
    full = cv2.bitwise_and(cv2.bitwise_and(first, second), cv2.bitwise_and(third, fourth))
    # A quarter of the picture is turned, not the whole.
    return _long(cv2.transpose(full).astype(np.uint8, copy=False) & np.uint8(1), length)


def _long(full: Grey, length: int) -> Grey:
    """Return the full bins that stand in runs of about `length` pixels."""
    kernel = np.ones((1, (length // BIN - 1) | 1), np.uint8)
    return cv2.morphologyEx(full, cv2.MORPH_OPEN, kernel).astype(np.uint8, copy=False)


def pieces_of_runs(runs: Grey, shortest: float, thickest: float) -> Pieces:
    """Trace the connected runs of a mask in bins, see `runs_across`."""
    _, labels = cv2.connectedComponents(np.ascontiguousarray(runs), connectivity=8)
    where = np.flatnonzero(runs.view(np.bool_))
    ys, bins = np.divmod(where, runs.shape[1])
    of = labels.ravel()[where].astype(np.int64)
    points = _Points(of, bins, bins * BIN + _MIDDLE, ys, np.full(of.size, BIN))
    return _traced(points, shortest, thickest)


def pieces_of(mask: Grey, shortest: float, thickest: float) -> Pieces:
    """Trace the connected runs of a mask of pixels, 0 and 255.

    Runs that do not touch stand at least three pixels apart on a row: so the pixels of a bin belong
    to one of them and are counted together.
    """
    whole, room = _bins_around(mask)
    room[:] = mask
    words = whole.view(np.uint32)
    inked = words != 0
    # Only rows with ink, and one after each of their groups: half of a page is none.
    rows = inked.any(axis=1)
    rows[1:] |= rows[:-1]
    kept = np.flatnonzero(rows)
    if not kept.size:
        return Pieces(kept, np.zeros(0), np.zeros(0), 0)
    _, labels = cv2.connectedComponents(whole[kept], connectivity=8)
    where = np.flatnonzero(inked[kept])
    inside = ((words[kept].ravel()[where] & _ONES) * _TO_NUMBER) >> _TOP_BYTE
    ys, bins = np.divmod(where, whole.shape[1] // BIN)
    of = labels.ravel()[where * BIN + _FIRST[inside]].astype(np.int64)
    points = _Points(of, bins, bins * BIN + _CENTRE[inside], kept[ys], _PIXELS[inside])
    return _traced(points, shortest, thickest)


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """Ink from the top: component, bin, x, y and number of pixels of points."""

    of: Ints
    bins: Ints
    x: Floats
    y: Ints
    pixels: Ints


def _traced(points: _Points, shortest: float, thickest: float) -> Pieces:
    """Average the points of each component over its bins; keep what is long and thin."""
    if not points.of.size:
        return Pieces(points.of, np.zeros(0), np.zeros(0), 0)
    stride = int(points.bins.max()) + 1
    key = points.of * stride + points.bins
    mass = np.bincount(key, points.pixels)
    used = np.flatnonzero(mass)
    of, bins = np.divmod(used, stride)
    count = int(of[-1]) + 1
    first = np.searchsorted(of, np.arange(count))
    last = np.searchsorted(of, np.arange(count), side="right") - 1
    width = (bins[last] - bins[first] + 1) * BIN
    low, high = np.zeros(count, np.int64), np.zeros(count, np.int64)
    # Points come from the top, and the last of equal indices is kept.
    high[points.of] = points.y
    low[points.of[::-1]] = points.y[::-1]
    area = np.bincount(points.of, points.pixels, count)
    keep = (width >= shortest) & (area <= thickest * width)
    keep &= high - low < np.maximum(2 * thickest, 0.2 * width)
    keep[0] = False
    pieces = Pieces(
        of,
        np.bincount(key, points.x * points.pixels)[used] / mass[used],
        np.bincount(key, points.y * points.pixels)[used] / mass[used],
        count,
    )
    return pieces.only(np.flatnonzero(keep))


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
    pieces = _thinned(pieces)
    sizes = np.maximum(np.bincount(pieces.of, minlength=pieces.count), 1).astype(float)
    terms = bend.terms(pieces.along, pieces.across)
    terms -= _piece_means(terms, pieces, sizes)[pieces.of]
    across = pieces.across - (_piece_means(pieces.across[:, None], pieces, sizes)[pieces.of, 0])
    weight = np.ones(pieces.of.size)
    ridge = np.diag([1e-3, 1e-2, 1e-2, 1e-2, 5e-2, 5e-2]) * pieces.of.size * 0.05
    found = np.zeros(6)
    for _ in range(5):
        weighted = terms.T * weight
        found = np.linalg.solve(weighted @ terms + ridge, -(weighted @ across))
        off = np.abs(across + terms @ found)
        worst = np.bincount(pieces.of, off, pieces.count) / sizes
        weight = 1 / (1 + (off / slack) ** 2 + (worst[pieces.of] / slack) ** 2)
    return Bend(bend.centre, bend.size, found)


def _thinned(pieces: Pieces) -> Pieces:
    """Return enough samples for the few numbers of a bend."""
    step = max(1, pieces.of.size // _ENOUGH)
    chosen = slice(None, None, step)
    return Pieces(pieces.of[chosen], pieces.along[chosen], pieces.across[chosen], pieces.count)


def _piece_means(values: Floats, pieces: Pieces, sizes: Floats) -> Floats:
    columns = [np.bincount(pieces.of, v, pieces.count) / sizes for v in values.T]
    return np.stack(columns, axis=1)
