"""Which of the lines found across a table are its rows: those that follow each other evenly.

Under blur a dotted line runs together into a line, and so does a line of print in the table's head;
both stand nearer to a row line than rows stand to each other. Taking lines from the top one by one
would keep the false one and drop the true one below it, so the whole chain is chosen at once.
"""

from collections.abc import Sequence

import numpy as np

from ocr.page.grid import RuledLine
from ocr.page.images import Floats

_ENOUGH_LINES = 5
_EVEN = 0.8, 1.2
"""Between these shares of the pitch rows need no choosing."""
_SPREAD, _STEP_COST, _MOST_STEP_COST = 0.12, 0.25, 0.9
"""A step that differs from whole pitches by `_SPREAD` costs `_STEP_COST`, more by the square."""
_MOST_MISSING, _MISSING_COST, _OFF_PITCH = 3, 0.5, 0.3
_PITCHES, _ALIKE = 4, 0.06


def evened(lines: Sequence[RuledLine]) -> list[RuledLine]:
    """Return the table's row lines, with what was missed put in and what is none left out.

    The first line is the upper edge of the table's head, which is as high as it likes.
    """
    if len(lines) < _ENOUGH_LINES:
        return list(lines)
    levels = np.array([line.level for line in lines[1:]])
    steps = np.diff(levels)
    if _is_even(steps / float(np.median(steps))):
        return list(lines)
    seen = [line.seen for line in lines[1:]]
    tried = [(*_chain(levels, seen, p), p) for p in _pitches(levels)]
    _, chosen, pitch = max(tried, key=lambda one: one[0])
    return [lines[0], *_filled([lines[1 + k] for k in chosen], pitch)]


def _is_even(steps: Floats) -> bool:
    return bool(((steps > _EVEN[0]) & (steps < _EVEN[1])).all())


def _pitches(levels: Floats) -> list[float]:
    """Return the commonest distances of lines that follow each other, or the next but one."""
    steps = np.sort(np.concatenate([np.diff(levels), levels[2:] - levels[:-2]]))
    alike = np.abs(steps[:, None] / steps - 1) < _ALIKE
    found: list[float] = []
    for k in np.argsort(-alike.sum(axis=0), kind="stable"):
        pitch = float(np.median(steps[alike[:, k]]))
        if all(abs(pitch / other - 1) >= _ALIKE for other in found):
            found.append(pitch)
    return found[:_PITCHES]


def _chain(levels: Floats, seen: Sequence[float], pitch: float) -> tuple[float, list[int]]:
    """Return the lines that show the most ink at the evenest steps, and what they are worth."""
    worth = [0.0] * len(levels)
    before: list[int | None] = [None] * len(levels)
    for k, level in enumerate(levels):
        best = 0.0
        for j in range(k):
            gain = worth[j] - _cost((level - levels[j]) / pitch)
            if gain > best:
                best, before[k] = gain, j
        worth[k] = best + seen[k]
    last: int | None = int(np.argmax(worth))
    total, chain = max(worth), []
    while last is not None:
        chain.append(last)
        last = before[last]
    return total, chain[::-1]


def _cost(step: float) -> float:
    """Return what a step of so many pitches costs a chain."""
    whole = max(1, round(step))
    off = min(_STEP_COST * ((step - whole) / _SPREAD) ** 2, _MOST_STEP_COST)
    return off + _MISSING_COST * (whole - 1)


def _filled(lines: Sequence[RuledLine], pitch: float) -> list[RuledLine]:
    """Put lines in where the pitch asks for some."""
    filled = [lines[0]]
    for line in lines[1:]:
        gap = (line.level - filled[-1].level) / pitch
        missing = round(gap) - 1
        if 1 <= missing <= _MOST_MISSING and abs(gap - round(gap)) < _OFF_PITCH:
            filled.extend(_between(filled[-1], line, missing))
        filled.append(line)
    return filled


def _between(upper: RuledLine, lower: RuledLine, count: int) -> list[RuledLine]:
    lines = []
    for k in range(1, count + 1):
        share = k / (count + 1)
        level = upper.level + share * (lower.level - upper.level)
        lines.append(RuledLine(level, upper.sag * (1 - share) + lower.sag * share, 0.0))
    return lines
