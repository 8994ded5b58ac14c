"""Signatures and the lines for a reason on drawn forms, counted by ink."""

from dataclasses import replace

import pytest

from models.values.forms import Form, forms
from models.values.reading import PageScan, Signatures
from ocr.draw import PRESETS, draw_sheet, photograph, sample_filling
from ocr.scan import scan_page

REASON = "ผู้มีสิทธิคืนบัตรไม่ครบ 1 ใบ"
MISSING = (2, 4)
"""Two members did not sign."""


def last_page(form: Form, condition: str, *, reason: str, seed: int = 100) -> PageScan:
    filling = sample_filling(form, seed)
    signers = tuple("" if i in MISSING else name for i, name in enumerate(filling.signers))
    filling = replace(filling, signers=signers, reason=reason)
    page = draw_sheet(form, filling, seed)[form.signatures.page - 1]
    return scan_page(photograph(page, PRESETS[condition], seed, 1280).jpeg, form=form)[0]


SOME = [f for f in forms() if f.id in {"ss_5_18", "ss_5_17_bangkok", "referendum"}]


@pytest.mark.parametrize("form", SOME, ids=lambda form: form.id)
def test_unsigned_lines_and_a_reason_are_seen(form: Form) -> None:
    scan = last_page(form, "desk", reason=REASON)
    expected = form.signatures.expected
    assert scan.signatures == Signatures(expected - len(MISSING), expected)
    assert scan.reason_written is (True if form.reason else None)


@pytest.mark.parametrize("form", SOME[1:], ids=lambda form: form.id)
def test_empty_reason_lines_are_empty_whatever_is_printed_around(form: Form) -> None:
    assert last_page(form, "flat", reason="").reason_written is False


def test_a_blurred_page_does_not_say_that_people_did_not_sign() -> None:
    form = next(f for f in forms() if f.id == "ss_5_16_party_list")
    scan = last_page(form, "hard", reason="")
    assert scan.signatures is None
    assert scan.reason_written is None
