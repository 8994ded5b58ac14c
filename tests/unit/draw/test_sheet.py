from dataclasses import replace

import numpy as np
import pytest

from models.values.forms import Form, form_by_code, forms
from ocr.draw import DrawnPage, Filling, Habits, Kind, Look, NoShapingError, Row, draw_sheet
from ocr.draw.fonts import require_shaping
from ocr.draw.sample import sample_filling

SMALL = Look(width=827)
PLAIN = Habits()


def drawn(form: Form, seed: int = 1, look: Look = SMALL) -> list[DrawnPage]:
    return draw_sheet(form, sample_filling(form, seed, PLAIN), seed, look)


@pytest.mark.parametrize("form", forms(), ids=lambda f: f.id)
def test_every_form_is_drawn_with_all_its_counts(form: Form) -> None:
    filling = sample_filling(form, 1, PLAIN)
    pages = draw_sheet(form, filling, 1, SMALL)
    assert [p.page for p in pages] == list(range(1, form.pages + 1))
    written = {k: v for page in pages for k, v in page.values.items() if v is not None}
    assert written == dict(filling.counts)


@pytest.mark.parametrize("form", forms(), ids=lambda f: f.id)
def test_everybody_signs_once(form: Form) -> None:
    regions = [r for page in drawn(form) for r in page.regions]
    signed = [r for r in regions if r.kind is Kind.SIGNATURE and r.ink]
    named = [r for r in regions if r.kind is Kind.NAME and r.ink]
    assert len(signed) == len(named) == form.signatures.expected


def test_same_seed_same_bytes() -> None:
    form = form_by_code("ส.ส. 5/18")
    first, second = drawn(form), drawn(form)
    assert all(np.array_equal(a.image, b.image) for a, b in zip(first, second, strict=True))
    assert [p.regions for p in first] == [p.regions for p in second]


def test_truth_boxes_fall_where_ink_is() -> None:
    """Counts are painted in one colour by a blue pen, so ink shows as blue over red."""
    form = form_by_code("ส.ส. 5/18")
    page = drawn(form, look=Look())[0]
    for region in page.regions:
        if region.kind is not Kind.COUNT or region.ink is None:
            continue
        x0, y0, x1, y1 = (round(v) for v in region.ink)
        inside = page.image[y0:y1, x0:x1]
        inked = inside[:, :, 2].astype(int) - inside[:, :, 0] > 40
        assert inked.any(axis=0).mean() > 0.5, region.key
        around = page.image[max(0, y0 - 3) : y1 + 3, max(0, x0 - 3) : x1 + 3].astype(int)
        assert (around[:, :, 2] - around[:, :, 0] > 40).sum() <= inked.sum() * 1.05 + 4, region.key


def test_marker_colours_show_names_and_signatures_only_where_the_truth_says() -> None:
    form = form_by_code("ส.ส. 5/17", "bangkok")
    magenta, green = (255, 0, 255), (0, 255, 0)
    page = drawn(form, look=Look(1200, name_colour=magenta, signature_colour=green))[1]
    image = page.image.astype(int)
    found = (image[:, :, 1] < 120) & (image[:, :, 0] > 180) & (image[:, :, 2] > 180)
    found |= (image[:, :, 1] > 180) & (image[:, :, 0] < 120) & (image[:, :, 2] < 120)
    assert found.sum() > 1000
    for region in page.regions:
        if region.kind in (Kind.NAME, Kind.SIGNATURE) and region.ink:
            x0, y0, x1, y1 = (round(v) for v in region.ink)
            found[y0 - 2 : y1 + 3, x0 - 2 : x1 + 3] = False
    assert found.sum() == 0


@pytest.mark.parametrize(("zero", "shown"), [("0", "digits"), ("-", "dash"), ("", "blank")])
def test_no_votes_are_shown_as_the_clerk_is_used_to(zero: str, shown: str) -> None:
    form = form_by_code("ส.ส. 5/18")
    base = sample_filling(form, 1)
    counts = dict(base.counts) | {"row:1": 0}
    filling = Filling(rows=base.rows, counts=counts, habits=Habits(zero=zero))
    regions = draw_sheet(form, filling, 1, SMALL)[0].regions
    row = next(r for r in regions if r.key == "row:1" and r.kind is Kind.COUNT)
    assert (row.value, row.shown, row.ink is None) == (0, shown, zero == "")


def test_a_line_without_a_value_stays_empty() -> None:
    form = form_by_code("ส.ส. 5/18")
    base = sample_filling(form, 1)
    filling = Filling(rows=base.rows, counts={**base.counts, "invalid": None})
    regions = draw_sheet(form, filling, 1, SMALL)[0].regions
    assert [r.ink for r in regions if r.key == "invalid"] == [None, None]


def test_nothing_lies_over_anything_on_a_long_constituency_list() -> None:
    form = form_by_code("ส.ส. 5/17", "bangkok")
    page = drawn(form)[1]
    votes = max(r.box[3] for r in page.regions if r.kind is Kind.COUNT)
    signatures = min(r.box[1] for r in page.regions if r.kind is Kind.SIGNATURE)
    assert votes < signatures
    assert all(r.box[3] <= page.image.shape[0] for r in page.regions)


def test_drawing_refuses_to_start_without_raqm() -> None:
    with pytest.raises(NoShapingError, match="RAQM"):
        require_shaping(has=lambda part: part != "raqm")


@pytest.mark.parametrize("count", [0, 1, 11, 12, 24])
def test_any_length_of_ballot_list_finds_room(count: int) -> None:
    form = form_by_code("ส.ส. 5/18")
    base = sample_filling(form, 1, PLAIN)
    rows = tuple(Row(i, "นายมานะ นาดี", "เรือใบ") for i in range(1, count + 1))
    counts = {f"row:{row.number}": row.number for row in rows}
    pages = draw_sheet(form, replace(base, rows=rows, counts=counts), 1, SMALL)
    votes = [(p.page, r) for p in pages for r in p.regions if r.key in counts and r.ink]
    assert {r.key for _, r in votes} == set(counts)
    ends = [r.box[3] for page, r in votes if page == 2]
    others = [r.box[1] for r in pages[1].regions if r.key == "date:day"]
    assert max(ends, default=0) < min(others)
