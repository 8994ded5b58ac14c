"""Dotted leaders of a page: the lines of dots on which numbers and names are written by hand.

They are what every print of these forms has in its head, and they are easy to see: at geometry size
the dots run together into flat strokes that no letter resembles.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page.images import Floats, Grey
from ocr.page.lines import BLOCK, Bend, Pieces, fit_bend, inked, pieces_of, relief_of

_CONTRAST = 5
_JOIN, _RUN, _SHORTEST, _TALL = 7, 17, 9, 6
_PALEST = 0.22
_TURNED = np.array([1.0, -1, 1, -1, 1, 1])
"""How the shapes of a bend change sign when a page is turned upside down."""
_LONG = 60
"""Only runs of this length bend the page; short ones may be parts of letters."""


@dataclass(frozen=True, slots=True, eq=False)
class Leaders:
    """Runs of dots, (n, 3) of level, left and right in geometry pixels, and how the page bends."""

    runs: Floats
    bend: Bend

    def half_turned(self, size: tuple[int, int]) -> "Leaders":
        """Return the leaders of the page upside down; `size` is its width and height."""
        width, height = (side - 1 for side in size)
        centre = width - self.bend.centre[0], height - self.bend.centre[1]
        bend = replace(self.bend, centre=centre, weights=self.bend.weights * _TURNED)
        level, left, right = self.runs.T
        return Leaders(np.column_stack([height - level, width - right, width - left]), bend)

    def lowered(self, down: float) -> "Leaders":
        """Return leaders found in a part of a page as they stand in the page, `down` further."""
        bend = replace(self.bend, centre=(self.bend.centre[0], self.bend.centre[1] + down))
        return Leaders(self.runs + np.array([down, 0.0, 0.0]), bend)


def find_leaders(view: Grey) -> Leaders:
    """Return the runs of dots in a page, or a part of it, drawn at the geometry scale."""
    return leaders_in(view, relief_of(view))


def leaders_in(view: Grey, relief: Grey, floor: Floats | None = None) -> Leaders:
    """Return the runs of dots in a page, or a part of it, whose `relief_of` is at hand.

    `floor` gives for each column the y below which nothing is looked for: ruled lines there are
    darker than dots, and print cut through is as flat as dots.
    """
    shape = relief.shape[1], relief.shape[0]
    nothing = Leaders(np.zeros((0, 3)), Bend((0, 0), (1, 1), np.zeros(6)))
    if min(shape) < BLOCK:
        return nothing
    ink = inked(relief, _CONTRAST)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, _JOIN), np.uint8))
    flat = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, _RUN), np.uint8))
    # Opened, then grown by a pixel all around: growing twice is growing once by both.
    tall = cv2.dilate(cv2.erode(joined, np.ones((_TALL, 1))), np.ones((_TALL + 2, 3)))
    flat = cv2.subtract(flat, tall)
    flat = cv2.morphologyEx(flat, cv2.MORPH_OPEN, np.ones((1, _SHORTEST), np.uint8))
    pieces = pieces_of(flat.astype(np.uint8, copy=False), _SHORTEST, 4)
    if floor is not None and pieces.count:
        pieces = _above(pieces, floor)
    if not pieces.count:
        return nothing
    spans = pieces.spans()
    long = np.flatnonzero(spans[:, 1] - spans[:, 0] >= _LONG)
    bend = fit_bend(pieces.only(long), shape, 1.5)
    strong = _strong(view, pieces, spans)
    mass = np.bincount(pieces.of, minlength=pieces.count)
    level = np.bincount(pieces.of, bend.level(pieces.along, pieces.across), pieces.count) / mass
    return Leaders(np.column_stack([level, spans])[strong], bend)


def _above(pieces: Pieces, floor: Floats) -> Pieces:
    """Return the pieces that lie above the floor."""
    room = floor[np.clip(pieces.along.astype(np.int64), 0, len(floor) - 1)] - pieces.across
    mean = np.bincount(pieces.of, room, pieces.count) / np.bincount(pieces.of)
    return pieces.only(np.flatnonzero(mean > 0))


def _strong(view: Grey, pieces: Pieces, spans: Floats) -> NDArray[np.bool_]:
    """Tell which runs are as dark as the long ones: print shining through the paper is paler."""
    # Against the paper around, not the mean: digits stand close to the dots that they cover.
    paper = cv2.dilate(view, np.ones((BLOCK, BLOCK), np.uint8))
    y = np.clip(np.round(pieces.across).astype(np.int64), 0, view.shape[0] - 1)
    x = np.clip(np.round(pieces.along).astype(np.int64), 0, view.shape[1] - 1)
    off = paper[y, x].astype(np.float64) - view[y, x]
    dark = np.bincount(pieces.of, off, pieces.count) / np.bincount(pieces.of)
    length = spans[:, 1] - spans[:, 0]
    long = length >= _LONG
    if long.sum() < 3:  # noqa: PLR2004 - too few to know how dark this print's dots are
        return np.ones(pieces.count, bool)
    return np.asarray(dark >= _PALEST * np.median(dark[long]))
