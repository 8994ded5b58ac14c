"""The printed unit between the digits and the words of a count: where no line has dots."""

import numpy as np

from ocr.page.images import Floats

_UNIT = 11, 60
"""Width of a printed unit word with its bracket, in geometry pixels."""
_UNIT_OFF = 60


def unit_gap(
    runs: Floats, span: tuple[float, float], middle: float, wanted: int
) -> tuple[float, float]:
    """Return where the dots of all lines leave room for a printed unit such as "บัตร (".

    A place counts as dotted where `wanted` lines have dots: letters may look like dots in one.
    Room that is bare in all lines is the best sign.
    """
    low, high = int(span[0]), int(span[1]) + 1
    lines = np.zeros(high - low + 2, np.int64)
    for _, start, end in runs:
        lines[max(0, int(start) - low) : max(0, int(end) - low + 1)] += 1
    dotted = lines >= wanted
    dotted[0] = dotted[-1] = True
    edges = np.flatnonzero(np.diff(dotted.astype(np.int8)))
    starts, ends = edges[::2] + low, edges[1::2] + low
    length = ends - starts
    off = np.abs((starts + ends) / 2 - middle)
    bare = np.array(
        [(lines[a:b] == 0).sum() for a, b in zip(starts - low, ends - low, strict=True)]
    )
    worth = 0.5 * np.minimum(length, _UNIT[1]) + 3 * np.minimum(bare, _UNIT[1] / 2) - 0.4 * off
    worth = np.where((length >= _UNIT[0]) & (off < _UNIT_OFF), worth, -np.inf)
    if not len(worth) or not np.isfinite(worth.max()):
        return middle - _UNIT[0], middle + _UNIT[0]
    best = int(worth.argmax())
    return float(starts[best]) + 1, float(ends[best]) - 1
