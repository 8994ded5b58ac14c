"""The words beside the counts: strips of ink cut from the page as it was drawn for geometry.

Ruled lines and dotted leaders are taken out; the reader of words has learned to live with brackets
and with what the rows above and below leave.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from ocr.page.grid import Grid
from ocr.page.head import Place
from ocr.page.images import Grey
from ocr.page.ink import PAPER, whitened
from ocr.page.table import votes_column
from ocr.words.view import HEIGHT, LINE, trimmed, without_lines

_LEFT, _RIGHT = 0.25, 0.985
"""Shares of the votes column between which words stand, brackets included."""
_STRONGEST: Final = 99.6
"""Percentile of the ink that counts as the darkest stroke."""
_LEAST_CONTRAST: Final = 60.0
_LEADER: Final = 37
"""Row of a strip at which the dotted line of a head count is put."""
_BEFORE, _AFTER = 20, 14


def row_words(view: Grey, grid: Grid, intervals: Sequence[int]) -> list[Grey | None]:
    """Return the ink of the words in each interval of a table, None where nothing is written.

    `view` is the page at geometry scale.
    """
    left, right = (float(grid.edges[i]) for i in votes_column(grid.edges))
    x0, x1 = (round(left + share * (right - left)) for share in (_LEFT, _RIGHT))
    middle = np.array([(x0 + x1) / 2])
    tops = [round(float(grid.row_at(i + 1, middle)[0])) - LINE for i in intervals]
    strips = _cut(view, tops, (x0, x1))
    return [trimmed(strip) for strip in without_lines(_ink(strips))]


def head_words(view: Grey, places: Mapping[str, Place], names: Sequence[str]) -> list[Grey | None]:
    """Return the ink of the words of head counts, None where none were found."""
    found: list[Grey | None] = []
    for name in names:
        place = places.get(f"{name}.words")
        if place is None:
            found.append(None)
            continue
        reach = round(place.left) - _BEFORE, round(place.right) + _AFTER
        strip = _ink(_cut(view, [round(place.level) - _LEADER], reach))
        found.append(trimmed(without_lines(strip)[0]))
    return found


def _cut(view: Grey, tops: Sequence[int], reach: tuple[int, int]) -> Grey:
    """Return strips of the view, shape (n, 48, width); white where the page ends."""
    x0, x1 = max(0, reach[0]), min(view.shape[1], reach[1])
    out = np.full((len(tops), HEIGHT, max(1, x1 - x0)), 255, np.uint8)
    for strip, top in zip(out, tops, strict=True):
        low, high = max(0, top), min(view.shape[0], top + HEIGHT)
        if high > low and x1 > x0:
            strip[low - top : high - top] = view[low:high, x0:x1]
    return out


def _ink(strips: Grey) -> Grey:
    """Return the ink of strips, 0 paper to 255 darkest stroke of all of them."""
    count, height, width = strips.shape
    if not count:
        return strips
    white = whitened(strips.reshape(count * height, width)).astype(np.float32)
    ink = np.maximum(PAPER - white, 0.0)
    dark = max(float(np.percentile(ink[::2, ::2], _STRONGEST)), _LEAST_CONTRAST)
    scaled = np.minimum(ink * (255.0 / dark), 255.0)
    return scaled.astype(np.uint8).reshape(count, height, width)
