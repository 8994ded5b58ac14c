"""Prints that no description knows: other columns, row heights and margins, within FORMS' range."""

from dataclasses import replace

import numpy as np
import pytest

from models.values.forms import Form, forms
from ocr.bench.cuts import FAR_MM, Shot, offsets_mm, true_rows
from ocr.draw import PRESETS, draw_sheet, photograph, sample_filling
from ocr.scan import read_page


def other_print(form: Form, seed: int) -> Form:
    """Return a form as another printing house lays it out."""
    rng = np.random.default_rng([seed, 9])
    table = form.table
    shares = np.array([c.share for c in table.columns])
    moved = rng.uniform(-0.03, 0.03, len(shares))
    shares = shares / shares.sum() + moved - moved.mean()
    higher = float(rng.uniform(0.85, 1.08))
    left, right = (float(v) for v in rng.uniform(-0.02, 0.02, 2))
    columns = zip(table.columns, shares.tolist(), strict=True)
    laid_out = replace(
        table,
        columns=tuple(replace(c, share=share) for c, share in columns),
        pages=tuple(replace(p, row_height=p.row_height * higher) for p in table.pages),
        left=table.left + left,
        right=min(0.97, table.right + right),
    )
    return replace(form, table=laid_out)


@pytest.mark.parametrize("form", forms(), ids=lambda f: f.id)
def test_a_print_that_was_never_described_is_read_all_the_same(form: Form) -> None:
    seed = 71
    for page in draw_sheet(other_print(form, seed), sample_filling(form, seed), seed):
        if not true_rows(page):
            continue
        off = offsets_mm(Shot(page, PRESETS["desk"], seed))
        assert off is not None
        assert off.max() < FAR_MM
        scan = read_page(photograph(page, PRESETS["desk"], seed, 1280).jpeg)
        assert scan.page == page.page
        assert scan.form in {form.code, None}
        assert page.page > 1 or scan.form == form.code
