import shutil
from dataclasses import replace

import numpy as np
import pytest

from models.values.fields import row_number
from models.values.forms import form_by_code
from ocr.look import look_at
from ocr.page.decode import decode
from ocr.page.found import find_page
from ocr.page.printed import form_by_title
from ocr.page.tesseract import printed_text
from ocr.scan import read_on
from tests.integration.ocr_page.photos import photo, sheet

CODES = ("ส.ส. 5/16", "ส.ส. 5/17", "ส.ส. 5/18")


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
@pytest.mark.parametrize("code", CODES)
def test_the_printed_title_names_the_form(code: str) -> None:
    forms = [form_by_code(c) for c in CODES]
    page = find_page(decode(photo(sheet(code, 71)[0], "flat", 3, 1700).jpeg), forms)
    found = form_by_title(page, forms, printed_text)
    assert found is not None
    assert found.code == code


def test_a_page_that_its_print_names_is_read_under_that_form() -> None:
    """Two party lists whose heads lie alike: what is printed decides what the lines count."""
    form, other = form_by_code("ส.ส. 5/18 (บช)"), form_by_code("ส.ส. 5/17 (บช)")
    look = look_at(photo(sheet(form.code, 71)[0], "flat", 3, 1700).jpeg, form=other)
    assert look.page.known is not None
    both = frozenset({form.code, other.code})
    doubtful = replace(look.page.known, certain=False, rivals=both)
    look = replace(look, page=replace(look.page, known=doubtful))
    scan, public = read_on(look, forms=[form, other], read_print=lambda _: form.title)
    told = {count.name for count in form.counts if count.page == 1}
    assert scan.form == form.code
    assert {c.key for c in scan.cells if row_number(c.key) is None} == told
    assert public is not None
    assert told <= public.boxes.keys()


def test_an_empty_picture_says_nothing() -> None:
    assert printed_text(np.full((1, 1), 255, np.uint8)) == ""
