"""The words beside the counts: strips of ink cut from the page as it was drawn for geometry.

Ruled lines and dotted leaders are taken out; the reader of words has learned to live with brackets
and with what the rows above and below leave.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import cv2
import numpy as np

from ocr.page.found import FoundPage
from ocr.page.grid import Grid
from ocr.page.head import Place
from ocr.page.images import Grey
from ocr.page.ink import PAPER, whitened
from ocr.page.rows import row_keys
from ocr.page.table import votes_column
from ocr.words.view import HEIGHT, LINE, trimmed, without_lines

_LEFT, _RIGHT = 0.25, 0.985
"""Shares of the votes column between which words stand, brackets included."""
_STRONGEST: Final = 0.996
"""So many pixels are no darker than the darkest stroke."""
_LEAST_CONTRAST: Final = 60
LEADER: Final = 37
"""Row of a strip at which the dotted line of a head count is put."""
_BEFORE, _AFTER = 20, 14
_NARROWEST: Final = 24
"""No words fit between lines nearer than this."""


def page_words(page: FoundPage) -> dict[str, Grey | None]:
    """Return the ink of the words of a page's cells by field key."""
    known, grid = page.known, page.grid
    if known is None or grid is None:
        return {}
    keys = row_keys(grid, known.form, known.page)
    words = dict(zip(keys, row_words(page.view, grid, grid.votes), strict=True))
    if known.head is None:
        return words
    names = [c.name for c in known.form.counts]
    return words | dict(zip(names, head_words(page.view, known.head.places, names), strict=True))


def row_words(view: Grey, grid: Grid, intervals: Sequence[int]) -> list[Grey | None]:
    """Return the ink of the words in each interval of a table, None where nothing is written.

    `view` is the page at geometry scale.
    """
    left, right = (float(grid.edges[i]) for i in votes_column(grid.edges))
    x0, x1 = (round(left + share * (right - left)) for share in (_LEFT, _RIGHT))
    if not intervals or x1 - x0 < _NARROWEST:
        return [None] * len(intervals)
    below = np.asarray(intervals, np.int64) + 1
    lines = grid.rows_at(below, np.array([[(x0 + x1) / 2]]))[:, 0]
    strips = cut_strips(view, [round(y) - LINE for y in lines.tolist()], (x0, x1))
    return [trimmed(strip) for strip in without_lines(ink_of(strips))]


def head_words(view: Grey, places: Mapping[str, Place], names: Sequence[str]) -> list[Grey | None]:
    """Return the ink of the words of head counts, None where none were found."""
    known = {n: places[f"{n}.words"] for n in names if f"{n}.words" in places}
    if not known:
        return [None] * len(names)
    start = round(min(p.left for p in known.values())) - _BEFORE
    end = round(max(p.right for p in known.values())) + _AFTER
    strips = cut_strips(view, [round(p.level) - LEADER for p in known.values()], (start, end))
    inks = {}
    for (name, place), ink in zip(known.items(), without_lines(ink_of(strips)), strict=True):
        left, right = round(place.left) - _BEFORE - start, round(place.right) + _AFTER - start
        inks[name] = trimmed(ink[:, max(0, left) : right])
    return [inks.get(name) for name in names]


def cut_strips(view: Grey, tops: Sequence[int], reach: tuple[int, int]) -> Grey:
    """Return strips of the view, shape (n, 48, width); white where the page ends."""
    out = np.full((len(tops), HEIGHT, max(1, reach[1] - reach[0])), 255, np.uint8)
    x0, x1 = max(0, reach[0]), min(view.shape[1], reach[1])
    for strip, top in zip(out, tops, strict=True):
        low, high = max(0, top), min(view.shape[0], top + HEIGHT)
        if high > low and x1 > x0:
            strip[low - top : high - top, x0 - reach[0] : x1 - reach[0]] = view[low:high, x0:x1]
    return out


def ink_of(strips: Grey) -> Grey:
    """Return the ink of strips, 0 paper to 255 darkest stroke of all of them."""
    count, height, width = strips.shape
    if not count:
        return strips
    white = whitened(strips.reshape(count * height, width))
    ink = cv2.subtract(np.full_like(white, PAPER), white)
    levels = np.bincount(ink[::2, ::2].ravel(), minlength=256).cumsum()
    dark = max(int(np.searchsorted(levels, _STRONGEST * levels[-1])), _LEAST_CONTRAST)
    stretched = np.minimum(np.arange(256) * 255.0 / dark, 255.0).astype(np.uint8)
    return np.asarray(cv2.LUT(ink, stretched), np.uint8).reshape(count, height, width)
