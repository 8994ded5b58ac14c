"""Columns of a found table laid against a form's: a line too many dropped, one missing put in."""

from dataclasses import replace

import numpy as np

from models.values.forms import Form
from ocr.page.grid import KNOTS, Grid, RuledLine
from ocr.page.images import Floats

_SLACK = 0.12
"""Prints differ by up to 0.04 of the table's width; nothing fits at this distance."""
_NEAR = 0.045
_MOST_CHANGES = 1
_CHANGE_COSTS = 0.15


def fit_columns(grid: Grid, form: Form) -> tuple[Grid, float] | None:
    """Return a table with exactly a form's columns, and how well they stand (0 to 1).

    One inner line may be missing or one too many: handwriting makes lines and hides them. None
    where the columns are others.
    """
    edges = grid.edges
    seen = (edges - edges[0]) / (edges[-1] - edges[0])
    described = np.concatenate([[0.0], np.cumsum([c.share for c in form.table.columns])])
    described /= described[-1]
    if len(seen) == len(described):
        worst = float(np.abs(seen - described).max())
        return (grid, 1 - worst / _SLACK) if worst < _SLACK else None
    return _mended(grid, seen, described)


def _mended(grid: Grid, seen: Floats, described: Floats) -> tuple[Grid, float] | None:
    """Match lines one by one where their number differs."""
    if abs(len(seen) - len(described)) > _MOST_CHANGES:
        return None
    off = np.abs(seen[None, :] - described[:, None])
    nearest = off.argmin(axis=1)
    found = off.min(axis=1) < _NEAR
    missing = int((~found).sum())
    extra = len(seen) - len(np.unique(nearest[found]))
    if missing > _MOST_CHANGES or missing + extra > _MOST_CHANGES:
        return None
    lines = tuple(
        grid.columns[nearest[k]] if found[k] else _put_in(grid, float(described[k]))
        for k in range(len(described))
    )
    worst = float(off.min(axis=1)[found].max())
    return replace(grid, columns=lines), 1 - worst / _SLACK - _CHANGE_COSTS


def _put_in(grid: Grid, share: float) -> RuledLine:
    """Return a line where the description has one that was not seen."""
    level = grid.edges[0] + share * (grid.edges[-1] - grid.edges[0])
    sags = np.array([c.sag for c in grid.columns])
    sag = np.array([np.interp(level, grid.edges, sags[:, k]) for k in range(KNOTS)])
    return RuledLine(float(level), sag, 0.0)
