"""Which form a page belongs to, and which of its pages it is.

Structure decides: the number and shares of the table's columns, the number of its rows, and how the
dotted lines of the head lie against each description. Printed text is read only in doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.values.forms import Form, TablePage
from ocr.page.columns import fit_columns
from ocr.page.frame import GEOMETRY_SCALE, PAGE_HEIGHT, Frame
from ocr.page.grid import Grid
from ocr.page.head import Anchor, Head, match_head
from ocr.page.layout import in_picture, layout_of, signing_layout
from ocr.page.leaders import Leaders

_HEAD_SURE, _HEAD_CLEAR = 0.3, 0.7
_TOO_LOW = 0.08
"""A table stands at most so much lower than described, in shares of the page's height."""
"""From this agreement on a page's head belongs to the described form."""
_SIGNING_SURE = 0.45
_COLUMNS_FIT = 0.3
_CLEAR = 0.04
"""The best description must be better than another code's by this much to name the form."""


@dataclass(frozen=True, slots=True, eq=False)
class Recognised:
    """A page laid against the best description.

    `certain` says whether the form's code is known, and not only its kind of table; `page_certain`
    says the same of the page. `rivals` are the codes that fit nearly as well, its own included.
    `head` is set where dotted lines were laid against the description, `grid` is the table with
    exactly the described columns.
    """

    form: Form
    page: int
    score: float
    certain: bool
    page_certain: bool
    head: Head | None
    rivals: frozenset[str] = frozenset()
    grid: Grid | None = None


def recognise(
    frame: Frame, grid: Grid | None, leaders: Leaders, forms: Sequence[Form]
) -> Recognised | None:
    """Return the form and page that fit best, or None where nothing fits."""
    if grid is None:
        found = _signing_pages(frame, leaders, forms)
    else:
        found = [c for f in forms for c in _pages_with_table(frame, grid, leaders, f)]
    if not found:
        return None
    found.sort(key=lambda c: -c.score)
    best = found[0]
    near = [c for c in found if best.score - c.score < _CLEAR]
    return replace(
        best,
        certain=all(c.form.code == best.form.code for c in near),
        page_certain=all(c.page == best.page for c in near),
        rivals=frozenset(c.form.code for c in near),
    )


def _signing_pages(frame: Frame, leaders: Leaders, forms: Sequence[Form]) -> list[Recognised]:
    """Lay the signature blocks of forms against a page without a table; alike ones only once."""
    heads: dict[bytes, Head] = {}
    found = []
    for form in forms:
        page = form.signatures.page
        if any(p.page == page and p.first for p in form.table.pages):
            continue
        layout = in_picture(signing_layout(form), frame.height / PAGE_HEIGHT)
        key = layout.boxes.tobytes()
        if key not in heads:
            heads[key] = match_head(leaders, layout, page_anchor(frame))
        if heads[key].score >= _SIGNING_SURE:
            found.append(_candidate(form, page, heads[key].score, heads[key]))
    return found


def _candidate(form: Form, page: int, score: float, head: Head | None) -> Recognised:
    return Recognised(form, page, score, certain=True, page_certain=True, head=head)


def page_anchor(frame: Frame) -> Anchor:
    """Return the anchor of a page without a table: its own edges."""
    return Anchor(None, 0.0, frame.width * GEOMETRY_SCALE, 0.0, 0.0, 1.0)


def anchor_of(grid: Grid, form: Form, place: TablePage) -> Anchor:
    """Return what ties a description to a table that was found."""
    edges = grid.edges
    top = float(grid.row_at(0, np.array([edges.mean()]))[0])
    table = form.table
    return Anchor(top, float(edges[0]), float(edges[-1]), place.top, table.left, table.right)


def _pages_with_table(frame: Frame, grid: Grid, leaders: Leaders, form: Form) -> list[Recognised]:
    fitted = fit_columns(grid, form)
    if fitted is None or fitted[1] < _COLUMNS_FIT:
        return []
    grid, columns = fitted
    found = []
    for place in form.table.pages:
        anchor = anchor_of(grid, form, place)
        layout = layout_of(form, place.page)
        counted = any(c.page == place.page for c in form.counts)
        head = match_head(leaders, layout, anchor) if counted else None
        if counted:
            fits = head is not None and _head_fits(head, grid, place)
            score = columns * 0.5 + (head.score if head and fits else -0.5)
            score -= 0.0 if _rows_possible(grid, place) else 0.4
        else:
            score = columns * 0.5 + _rows_fit(frame, grid, place, leaders)
            score -= 0.0 if place is not form.table.pages[-1] or grid.merged_last else 0.4
        found.append(
            Recognised(
                form, place.page, score, certain=True, page_certain=True, head=head, grid=grid
            )
        )
    return found


def _head_fits(head: Head, grid: Grid, place: TablePage) -> bool:
    """Tell whether a head was found above its table.

    Of a table whose first lines are too pale the rest is found, and the head's lines inside it:
    then the table stands too low on the page, and the head fits by chance alone.
    """
    top = grid.rows[0].level / (PAGE_HEIGHT * GEOMETRY_SCALE)
    return head.score >= (_HEAD_CLEAR if top > place.top + _TOO_LOW else _HEAD_SURE)


def _rows_possible(grid: Grid, place: TablePage) -> bool:
    """Tell whether a page may hold as many rows as were found."""
    if place.first and place.last:
        return abs(grid.body - (place.last - place.first + 1)) <= 1
    return True


def _rows_fit(frame: Frame, grid: Grid, place: TablePage, leaders: Leaders) -> float:
    """Return how well a continued table fits a page that has no counts above it."""
    body = grid.body
    score = 0.0
    if place.first and place.last:
        score += 0.5 if body == place.last - place.first + 1 else -0.3
    else:
        score += 0.25 if body <= place.fits + 2 else -0.3
    top = grid.rows[0].level / (PAGE_HEIGHT * GEOMETRY_SCALE)
    score += 0.3 - min(0.3, 2 * abs(top - place.top))
    above = leaders.runs[leaders.runs[:, 0] < grid.rows[0].level - 10]
    crowded = float((above[:, 2] - above[:, 1]).sum()) / (frame.width * GEOMETRY_SCALE)
    return score - min(0.3, 0.1 * crowded)
