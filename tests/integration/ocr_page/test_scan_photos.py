from dataclasses import replace

import pytest

from models.values.forms import form_by_code
from ocr.draw import draw_sheet, sample_filling
from tests.integration.ocr_page.photos import compare, photo, scan_of, sheet

CASES = [
    ("ส.ส. 5/18", "", 0, "flat"),
    ("ส.ส. 5/18", "", 0, "shadow"),
    ("ส.ส. 5/18 (บช)", "", 0, "cut_top"),
    ("ส.ส. 5/18 (บช)", "", 1, "gutter"),
    ("ส.ส. 5/18 (บช)", "", 2, "sideways"),
    ("ส.ส. 5/16", "", 0, "desk"),
    ("ส.ส. 5/16 (บช)", "", 0, "scanner"),
    ("ส.ส. 5/17", "", 0, "desk"),
    ("ส.ส. 5/17 (บช)", "", 0, "gutter"),
    ("ส.ส. 5/17", "bangkok", 0, "scanner"),
    ("ส.ส. 5/17", "bangkok", 0, "hard"),
    ("ส.ส. 5/17", "bangkok", 1, "desk"),
]


@pytest.mark.parametrize(("code", "variant", "page", "condition"), CASES)
def test_every_cell_is_cut_where_it_stands(
    code: str, variant: str, page: int, condition: str
) -> None:
    shot = photo(sheet(code, 21, variant)[page], condition, seed=4)
    scan = scan_of(shot)
    compared = compare(scan, shot)
    assert scan.page == page + 1
    assert compared.missing == ()
    assert compared.elsewhere == ()
    assert compared.silent == ()
    assert condition == "hard" or not scan.problems


@pytest.mark.parametrize(
    "code",
    ["ส.ส. 5/16", "ส.ส. 5/17", "ส.ส. 5/18", "ส.ส. 5/16 (บช)", "ส.ส. 5/17 (บช)", "ส.ส. 5/18 (บช)"],
)
def test_a_first_page_names_its_form(code: str) -> None:
    assert scan_of(photo(sheet(code, 22)[0], "desk", seed=5)).form == code


def test_a_later_page_of_a_party_list_does_not_guess_its_stream() -> None:
    scan = scan_of(photo(sheet("ส.ส. 5/18 (บช)", 22)[1], "flat", seed=5))
    assert (scan.form, scan.page) == (None, 2)
    assert scan.cells[0].key == "row:11"


@pytest.mark.parametrize("condition", ["flat", "desk"])
def test_the_committee_signs(condition: str) -> None:
    shot = photo(sheet("ส.ส. 5/18", 23)[1], condition, seed=6)
    signatures = scan_of(shot).signatures
    assert signatures is not None
    assert (signatures.inked, signatures.expected) == (9, 9)


def test_an_unsigned_sheet_has_no_signatures() -> None:
    form = form_by_code("ส.ส. 5/18")
    filling = replace(sample_filling(form, 24), signers=("",) * 9, reason="")
    shot = photo(draw_sheet(form, filling, 24)[1], "desk", seed=6)
    scan = scan_of(shot)
    assert scan.signatures is not None
    assert scan.signatures.inked == 0
    assert scan.reason_written is False


def test_a_reason_is_seen() -> None:
    form = form_by_code("ส.ส. 5/18")
    filling = replace(sample_filling(form, 24), reason="ผู้มีสิทธิหนึ่งคนไม่คืนบัตร")
    assert scan_of(photo(draw_sheet(form, filling, 24)[1], "flat", seed=6)).reason_written


def test_a_large_photo_gives_boxes_in_its_own_pixels() -> None:
    shot = photo(sheet("ส.ส. 5/18", 25)[0], "desk", seed=7, long_side=5000)
    compared = compare(scan_of(shot), shot)
    assert compared.missing == ()
    assert compared.elsewhere == ()
