"""Names and signatures are painted black; no pixel of the paint may stand in what goes out."""

import pytest

from models.values.forms import forms
from ocr.draw import PRESETS
from tests.integration.ocr_page.paint import painted
from tests.integration.ocr_page.photos import sheet

NAMED = [(form.code, form.variant, 0) for form in forms()] + [("ส.ส. 5/17", "bangkok", 1)]
"""Pages on which names stand close to counts; of 5/17 the province on the very line above.

The second page of Bangkok's 5/17 has votes, and all signatures below them.
"""
SIGNED = [(form.code, form.variant) for form in forms() if form.pages > 1 and not form.variant]
"""Forms whose last page is one of signatures."""


@pytest.mark.parametrize("condition", PRESETS)
@pytest.mark.parametrize(("code", "variant", "page"), NAMED)
def test_no_paint_is_public(code: str, variant: str, page: int, condition: str) -> None:
    found = painted(sheet(code, 1, variant)[page], condition, seed=1)
    assert found.shown == 0
    if found.public is None:
        assert condition in ("hard", "gutter")
    else:
        assert found.painted > 1000


@pytest.mark.parametrize("condition", PRESETS)
@pytest.mark.parametrize(("code", "variant"), SIGNED)
def test_a_page_of_signatures_is_never_public(code: str, variant: str, condition: str) -> None:
    assert painted(sheet(code, 41, variant)[-1], condition, seed=2).public is None
