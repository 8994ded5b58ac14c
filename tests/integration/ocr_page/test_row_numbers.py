"""Printed row numbers of drawn forms whose ballot list has gaps, read with nothing told."""

from dataclasses import replace

import pytest

from models.values.fields import row_key, row_number
from models.values.forms import Form, Numbering, forms
from models.values.reading import PageScan
from ocr.draw import PRESETS, draw_sheet, photograph, sample_filling
from ocr.draw.print_run import print_run
from ocr.reader import numbered
from ocr.scan import scan_page

GONE = (2, 5)
"""Numbers that were struck off before the forms were printed."""


def print_seed(form: Form, numbering: Numbering) -> int:
    """A printing house that prints the ballot list alone, in these figures."""
    runs = ((seed, print_run(form, seed)) for seed in range(1000))
    return next(s for s, run in runs if run.numbering is numbering and not run.spare_rows)


def first_page(form: Form, numbering: Numbering, condition: str) -> tuple[PageScan, set[int]]:
    """The scan of a form's first page whose list has gaps, and the numbers printed on it."""
    seed = 77
    filling = sample_filling(form, seed)
    rows = tuple(r for r in filling.rows if r.number not in GONE)
    counts = {k: v for k, v in filling.counts.items() if k not in map(row_key, GONE)}
    house = print_seed(form, numbering)
    filling = replace(filling, rows=rows, counts=counts, print_seed=house)
    page = draw_sheet(form, filling, seed)[0]
    scan, _ = scan_page(photograph(page, PRESETS[condition], seed, 1280).jpeg, form=form)
    printed = form.printed_numbers([r.number for r in rows])
    return scan, set(form.rows_on_pages(printed)[0].numbers)


CASES = [
    (form, numbering)
    for form in forms()
    for numbering in Numbering
    if form.id != "referendum" and numbering in (Numbering.ARABIC, form.table.numbering)
]


@pytest.mark.parametrize(
    ("form", "numbering"), CASES, ids=[f"{form.id}-{numbering}" for form, numbering in CASES]
)
def test_rows_are_known_by_their_print_without_the_list(form: Form, numbering: Numbering) -> None:
    scan, printed = first_page(form, numbering, "desk")
    cells = [c for c in scan.cells if row_number(c.key) is not None]
    tops = [c.printed[0][0] for c in cells if c.printed]
    assert len(cells) == len(printed)
    assert sum(n in printed for n in tops) >= len(printed) - 1
    (named,) = numbered([scan], form, None)
    kept = {n for c in named.cells if (n := row_number(c.key)) is not None}
    assert kept <= printed
    if not form.table.printed_rows:
        assert kept == printed


def test_a_blurred_number_never_moves_a_row_in_silence() -> None:
    form = next(f for f in forms() if f.id == "ss_5_18")
    scan, _ = first_page(form, Numbering.THAI, "flat")
    rows = [c for c in scan.cells if row_number(c.key) is not None]
    hidden = {c.key for c in rows[1:]}
    cells = tuple(replace(c, printed=()) if c.key in hidden else c for c in scan.cells)
    (named,) = numbered([replace(scan, cells=cells)], form, [1, 3, 4, 6])
    keys = [c.key for c in named.cells if row_number(c.key) is not None]
    assert keys[:4] == ["row:1", "row:3", "row:4", "row:6"]
