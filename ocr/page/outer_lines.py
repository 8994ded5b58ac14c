"""The outer lines of a table: put in where only the column lines show that they must stand there.

Without its uppermost line a table's head would pass for nothing and its first row for the head:
every count would be given to the row above.
"""

from collections.abc import Sequence

import numpy as np

from ocr.page.grid import RuledLine
from ocr.page.images import Floats
from ocr.page.ruling import Ruling

_LEAST, _MOST = 0.5, 2.2
"""Column lines that reach so many rows beyond the last row line end at one that was missed."""
_AGREE = 0.3
"""So near, in rows, the ends of most column lines lie together."""
_FEWEST = 3


def with_outer_lines(
    lines: Sequence[RuledLine], rows: Ruling, columns: Ruling, edges: Floats
) -> list[RuledLine]:
    """Return row lines with the first and the last one where they were missed."""
    pitch = float(np.median(np.diff([r.level for r in lines])))
    kept = [int(np.abs(columns.levels - e).argmin()) for e in edges]
    ends = columns.ends()[kept]
    tops = np.array([rows.bend.level(e, y) for e, y in zip(edges, ends[:, 0], strict=True)])
    # The row of the total has no inner lines but that of the votes.
    outer = [0, len(edges) - 1]
    feet = np.array([rows.bend.level(edges[k], ends[k, 1]) for k in outer])
    above = _beyond(lines[0].level - tops, pitch, _FEWEST)
    below = _beyond(feet - lines[-1].level, pitch, len(outer))
    first = [] if above is None else [_copied(lines[0], -above)]
    last = [] if below is None else [_copied(lines[-1], below)]
    return [*first, *lines, *last]


def _beyond(reach: Floats, pitch: float, fewest: int) -> float | None:
    """Return how far column lines reach beyond a row line where they end together, else None."""
    middle = float(np.median(reach))
    together = int((np.abs(reach - middle) < _AGREE * pitch).sum())
    return middle if _LEAST * pitch < middle < _MOST * pitch and together >= fewest else None


def _copied(line: RuledLine, down: float) -> RuledLine:
    return RuledLine(line.level + down, line.sag, 0.0)
