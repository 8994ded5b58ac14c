"""Which side of a page the photo leaves out: told by where the described print must stand."""

from collections.abc import Mapping

import numpy as np

from models.values.forms import Form
from models.values.reading import Problem
from ocr.page.found import FoundPage
from ocr.page.frame import GEOMETRY_SCALE, PAGE_HEIGHT, PAGE_WIDTH, Frame, apply
from ocr.page.grid import Grid
from ocr.page.head import Place
from ocr.page.images import Floats, line_through
from ocr.page.layout import ExpectedLeader, layout_of, signing_layout

_OUT_OF_PICTURE = 0.004
_FEWEST_LINES = 4
"""Fewer lines found do not tell where the others must be."""
_SIGNING_ROOM = 0.9
"""Prints space the signature block a little closer than described."""
_MEMBER_COLUMNS = 2


def sides_cut(page: FoundPage) -> tuple[Problem, ...]:
    """Return at which sides of the photo the table, the head or the signatures leave it."""
    points = _needed(page)
    if not len(points):
        return ()
    corners: Floats = apply(page.frame.to_photo, points)
    return _sides(corners, page.frame)


def _sides(corners: Floats, frame: Frame) -> tuple[Problem, ...]:
    height, width = frame.photo.shape
    slack = _OUT_OF_PICTURE * min(width, height)
    out = (
        (Problem.CUT_TOP, corners[:, 1].min() < -slack),
        (Problem.CUT_BOTTOM, corners[:, 1].max() > height + slack),
        (Problem.CUT_LEFT, corners[:, 0].min() < -slack),
        (Problem.CUT_RIGHT, corners[:, 0].max() > width + slack),
    )
    return tuple(side for side, is_out in out if is_out)


def _needed(page: FoundPage) -> Floats:
    """Return points of the page, in page pixels, that must be in the picture."""
    known, grid = page.known, page.grid
    parts = [np.zeros((0, 2))]
    if grid is not None:
        parts.append(_outline(grid))
        if known is not None and known.page == known.form.signatures.page:
            parts.append(_below(grid, known.form, known.page))
    if known is not None and known.head is not None:
        signs = grid is None and known.page == known.form.signatures.page
        layout = signing_layout(known.form) if signs else layout_of(known.form, known.page)
        parts.append(_lines(layout.leaders, known.head.places))
    return np.concatenate(parts)


def _outline(grid: Grid) -> Floats:
    ends = grid.edges[[0, -1]]
    return grid.points([0, grid.intervals - 1], ends, np.array([0.0, 1.0])).reshape(-1, 2)


def _below(grid: Grid, form: Form, page: int) -> Floats:
    """Return points at the foot of the signature block that stands below a table."""
    place = next(p for p in form.table.pages if p.page == page)
    block = form.signatures
    rows = block.chair + -(-block.members // _MEMBER_COLUMNS)
    room = max(0.0, block.top - place.bottom) + _SIGNING_ROOM * block.pitch * rows
    width = float(grid.edges[-1] - grid.edges[0])
    scale = width / (form.table.right - form.table.left) * PAGE_HEIGHT / PAGE_WIDTH
    foot = grid.points([grid.intervals - 1], grid.edges[[0, -1]], np.array([1.0])).reshape(-1, 2)
    return np.asarray(foot + np.array([0.0, room * scale / GEOMETRY_SCALE]))


def _lines(described: tuple[ExpectedLeader, ...], places: Mapping[str, Place]) -> Floats:
    """Return the ends of all described dotted lines, laid where those that were found say."""
    found = [e for e in described if e.name in places]
    if len({e.y for e in found}) < _FEWEST_LINES:
        return np.zeros((0, 2))
    here = [places[e.name] for e in found]
    shares = np.array([(e.y, e.right) for e in found])
    seen = np.array([(p.level, p.right) for p in here])
    down, across = (line_through(shares[:, k], seen[:, k]) for k in (0, 1))
    y = down[0] * np.array([e.y for e in described]) + down[1]
    ends = across[0] * np.array([(e.left, e.right) for e in described]) + across[1]
    points = np.concatenate([np.column_stack([x, y]) for x in ends.T])
    return np.asarray((points + 0.5) / GEOMETRY_SCALE - 0.5)
