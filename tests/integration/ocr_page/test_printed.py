import shutil

import numpy as np
import pytest

from models.values.forms import form_by_code
from ocr.page.decode import decode
from ocr.page.found import find_page
from ocr.page.printed import form_by_title
from ocr.page.tesseract import printed_text
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


def test_an_empty_picture_says_nothing() -> None:
    assert printed_text(np.full((1, 1), 255, np.uint8)) == ""
