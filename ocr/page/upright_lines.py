"""The column lines of a table among all upright lines of a page.

Handwriting and brackets stand above one another and look like lines; a sheet that curls up at its
sides bends the table's outer lines more than the others.
"""

from collections.abc import Iterator, Sequence

from ocr.page.grid import RuledLine
from ocr.page.images import Floats
from ocr.page.ruling import Ruling

_COLUMN_SEEN, _COLUMN_SURE, _COLUMN_SPREAD = 0.6, 0.9, 3.5
"""Handwriting and brackets above one another make lines that are shorter or less straight."""
_OUTER_SEEN = 0.4
"""Where the row lines end a column line must be, however little of it is seen."""
_CROSSED, _BEYOND_SEEN = 0.25, 0.8
"""Share of the row lines that reach a column line; none reaches the edge of the paper."""
_STEP_IN_COLUMN, _PART_ADDS = 9.0, 0.1
"""Parts of a bent column line lie so near each other, and each shows more of it."""
_SLACK = 0.02
"""Column lines stand at least twice this share of the table's width apart."""


def upright_lines(
    columns: Ruling,
    extent: tuple[float, float],
    reach: tuple[float, float],
    crossings: Floats,
) -> list[RuledLine]:
    """Return the column lines, from the left.

    Args:
        columns: upright lines of the page.
        extent: where most row lines begin and end.
        reach: levels of the first and the last row line.
        crossings: for each upright line the share of the row lines that reach it.
    """
    slack = _SLACK * (extent[1] - extent[0])
    found: list[RuledLine] = []
    for parts, seen in _joined(columns, reach):
        level = float(columns.levels[parts[0]])
        beyond = max(extent[0] - level, level - extent[1])
        outer = min(abs(level - end) for end in extent) <= slack
        if beyond > slack:
            # Where a sheet curls up, the ends of its rows pass for lines of their own.
            is_column = crossings[parts[0]] >= _CROSSED and seen >= _BEYOND_SEEN
        elif outer:
            is_column = seen >= _OUTER_SEEN
        else:
            is_column = _is_inner(columns, parts, seen)
        if is_column:
            _take(found, columns.ruled(parts, reach, seen), 2 * slack)
    return found


def _is_inner(columns: Ruling, parts: Sequence[int], seen: float) -> bool:
    if seen < _COLUMN_SEEN:
        return False
    scattered = max(columns.spread(k) for k in parts) > _COLUMN_SPREAD
    return seen >= (_COLUMN_SURE if scattered else _COLUMN_SEEN)


def _take(found: list[RuledLine], line: RuledLine, apart: float) -> None:
    """Add a line; of two that stand too near each other keep the one that is seen more of."""
    if found and line.level - found[-1].level < apart:
        if line.seen <= found[-1].seen:
            return
        found.pop()
    found.append(line)


def _joined(columns: Ruling, reach: tuple[float, float]) -> Iterator[tuple[list[int], float]]:
    """Return the parts of each upright line, the longest first, and the share that is seen of it.

    A line that is bent more than the others comes in parts, one above the other.
    """
    k, count = 0, len(columns.levels)
    while k < count:
        parts, seen = [k], columns.covered(k, *reach)
        while k + 1 < count and columns.levels[k + 1] - columns.levels[k] < _STEP_IN_COLUMN:
            both = columns.covered_by([*parts, k + 1], *reach)
            if both - max(seen, columns.covered(k + 1, *reach)) < _PART_ADDS:
                break
            k += 1
            parts.append(k)
            seen = both
        yield sorted(parts, key=lambda p: -columns.covered(p, *reach)), seen
        k += 1
