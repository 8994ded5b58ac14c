"""The signature block of a found page, whether it stands alone or below a table."""

from collections.abc import Mapping

import numpy as np

from models.values.forms import Form
from ocr.page.found import CLEAR_OF_TABLE, FoundPage
from ocr.page.grid import Grid
from ocr.page.head import Anchor, Place
from ocr.page.images import Grey
from ocr.page.leaders import Leaders, leaders_in
from ocr.page.signatures import Signed, match_signing, read_signatures


def signed_of(page: FoundPage) -> Signed | None:
    """Look at the signature lines of a page; None where the page has none."""
    known = page.known
    if known is None or known.page != known.form.signatures.page:
        return None
    if page.grid is None:
        places, bend = known.head.places if known.head else {}, page.leaders.bend
    else:
        leaders = _leaders_below(page.view, page.relief, page.grid)
        places, bend = _below_table(leaders, page.grid, known.form), leaders.bend
    return read_signatures(page.frame, known.form, places, bend) if places else None


def _leaders_below(view: Grey, relief: Grey, grid: Grid) -> Leaders:
    """Return the leaders of the part of a page that holds all that stands below its table."""
    whole = np.arange(view.shape[1], dtype=np.float64)
    top = int(np.clip(grid.row_at(len(grid.rows) - 1, whole).min(), 0, view.shape[0] - 1))
    return leaders_in(view[top:], relief[top:]).lowered(top)


def _below_table(leaders: Leaders, grid: Grid, form: Form) -> Mapping[str, Place]:
    """Return the signature lines that stand below a table."""
    middle = leaders.runs[:, 1:].mean(axis=1)
    bottom = grid.row_at(len(grid.rows) - 1, middle) + CLEAR_OF_TABLE
    below = leaders.bend.across(middle, leaders.runs[:, 0]) > bottom
    left, right = float(grid.edges[0]), float(grid.edges[-1])
    anchor = Anchor(None, left, right, 0.0, form.table.left, form.table.right)
    return match_signing(Leaders(leaders.runs[below], leaders.bend), form, anchor).places
