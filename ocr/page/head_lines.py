"""Dotted lines of the head that take a place or a number, told apart by their order on a line.

Widths of print are estimated, so a line's last dots may stand far from where the description has
them; their order is certain. Handwriting hides dots: one leader may show as two runs or as none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

import numpy as np

from ocr.page.head import Place
from ocr.page.images import Floats
from ocr.page.layout import Layout
from ocr.page.leaders import Leaders

_SAME_LINE = 5.0
_WRITTEN_OVER = 24.0
"""Runs of dots nearer than this are one leader with a number written on it, in geometry pixels."""
_SHORTEST = 7.0
_HIDDEN = 10.0
"""So many pixels of dots may be hidden by a number at either end."""
_NO_RUN, _NO_LEADER = 90.0, 12.0
"""What it costs to leave a leader without a run, and a run without a leader, in pixels off."""

Span = tuple[float, float]


def in_order(layout: Layout, leaders: Leaders, places: Mapping[str, Place]) -> dict[str, Place]:
    """Return the places of a head with each line's leaders laid on its runs in order."""
    placed = dict(places)
    for _, line in groupby(layout.leaders, key=lambda e: e.y):
        here = [e for e in line if e.name in places]
        if not here:
            continue
        spans = [(places[e.name].left, places[e.name].right) for e in here]
        runs = _runs(leaders.runs, places[here[0].name].level)
        for leader, run in zip(here, _matched(spans, runs), strict=True):
            if run is not None:
                placed[leader.name] = _on_run(places[leader.name], run)
    return placed


def _on_run(found: Place, run: Span) -> Place:
    """Return a place that holds to its run of dots, and to what may hide dots at its ends."""
    left = min(run[0], max(found.left, run[0] - _HIDDEN))
    right = max(run[1], min(found.right, run[1] + _HIDDEN))
    return replace(found, left=left, right=right, dots=run[0])


def _runs(runs: Floats, level: float) -> list[Span]:
    """Return the dotted runs of a line from left to right, joined over what is written on them."""
    on = runs[np.abs(runs[:, 0] - level) < _SAME_LINE]
    joined: list[Span] = []
    for start, end in sorted((float(a), float(b)) for _, a, b in on):
        if joined and start - joined[-1][1] < _WRITTEN_OVER:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return [(a, b) for a, b in joined if b - a >= _SHORTEST]


def _matched(spans: Sequence[Span], runs: Sequence[Span]) -> list[Span | None]:
    """Return for each described span its run or None, in order, with the least distance."""

    @cache
    def best(i: int, j: int) -> tuple[float, tuple[Span | None, ...]]:
        if i == len(spans):
            return _NO_LEADER * (len(runs) - j), ()
        alone = best(i + 1, j)
        options = [(alone[0] + _NO_RUN, (None, *alone[1]))]
        if j < len(runs):
            skipped, both = best(i, j + 1), best(i + 1, j + 1)
            options.append((skipped[0] + _NO_LEADER, skipped[1]))
            off = abs(sum(spans[i]) - sum(runs[j])) / 2
            options.append((both[0] + off, (runs[j], *both[1])))
        return min(options, key=lambda option: option[0])

    return list(best(0, 0)[1])
