"""Pages of signatures are alike in all forms; the number printed at their top is not."""

from functools import cache

import pytest

from models.values.forms import form_by_code
from models.values.reading import PageScan
from ocr.draw import PRESETS, draw_sheet, photograph, sample_filling
from ocr.scan import scan_page

LAST = {"ส.ส. 5/18": 2, "ส.ส. 5/18 (บช)": 4}
SEEDS = (3, 4)


@cache
def last_page(code: str, condition: str, seed: int) -> PageScan:
    """The scan of a form's page of signatures, nothing told."""
    form = form_by_code(code)
    page = draw_sheet(form, sample_filling(form, seed), seed)[-1]
    return scan_page(photograph(page, PRESETS[condition], seed, 1280).jpeg)[0]


@pytest.mark.parametrize("condition", ["scanner", "desk"])
@pytest.mark.parametrize("code", LAST)
def test_a_page_of_signatures_says_which_page_it_is(code: str, condition: str) -> None:
    assert [last_page(code, condition, seed).page for seed in SEEDS] == [LAST[code]] * len(SEEDS)
