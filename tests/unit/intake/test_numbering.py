"""Which ballot number stands in which row, by form, page and list."""

import pytest

from intake.numbering import number_rows
from intake.versions import alike
from models.values.fields import TOTAL, row_key
from models.values.forms import form_by_code
from models.values.reading import CellScan, Ink, PageScan

DAY = form_by_code("ส.ส. 5/18")
PARTY = form_by_code("ส.ส. 5/18 (บช)")
ADVANCE = form_by_code("ส.ส. 5/16")


def cell(key: str, value: int | None, ink: Ink = Ink.DIGITS) -> CellScan:
    candidates = () if value is None else ((value, 0.9),)
    return CellScan(key, ink if value is not None else Ink.BLANK, candidates, (0, 0, 9, 9))


def scan(*values: int | None) -> PageScan:
    """A page with rows counted by the reader from 1, and a total."""
    rows = tuple(cell(row_key(i), v) for i, v in enumerate(values, 1))
    return PageScan(None, None, (), {}, {}, (*rows, cell(TOTAL, 7)), None, None, 1.0)


def keys(numbered: PageScan) -> list[str]:
    return [c.key for c in numbered.cells]


def test_a_gap_in_the_list_is_a_gap_in_the_keys() -> None:
    numbered, _ = number_rows(scan(5, 6, 7), {}, (DAY, 1), (1, 2, 4))
    assert keys(numbered) == ["row:1", "row:2", "row:4", TOTAL]


@pytest.mark.parametrize(("page", "first"), [(1, 1), (2, 11), (3, 35)])
def test_a_party_list_page_begins_where_the_form_says(page: int, first: int) -> None:
    numbered, _ = number_rows(scan(1, 2), {}, (PARTY, page), range(1, 58))
    assert keys(numbered)[0] == row_key(first)


def test_a_table_that_goes_on_ends_the_list() -> None:
    numbered, _ = number_rows(scan(8, 9), {}, (DAY, 2), range(1, 14))
    assert keys(numbered) == ["row:12", "row:13", TOTAL]


def test_an_empty_row_where_nobody_stands_is_left_out() -> None:
    values = (5, 6, None, 7, *[None] * 6)
    numbered, _ = number_rows(scan(*values), {}, (ADVANCE, 1), (1, 2, 4))
    assert keys(numbered) == ["row:1", "row:2", "row:4", TOTAL]


def test_what_is_written_for_nobody_is_kept() -> None:
    values = (5, 6, 3, 7, *[None] * 6)
    numbered, _ = number_rows(scan(*values), {}, (ADVANCE, 1), (1, 2, 4))
    assert "row:3" in keys(numbered)


def test_boxes_go_with_their_rows() -> None:
    boxes = {row_key(3): [1, 2, 3, 4], TOTAL: [5, 6, 7, 8]}
    _, renamed = number_rows(scan(5, 6, 7), boxes, (DAY, 1), (1, 2, 4))
    assert renamed == {row_key(4): [1, 2, 3, 4], TOTAL: [5, 6, 7, 8]}


def test_two_scans_are_alike_while_no_digits_differ() -> None:
    assert alike(scan(1, None, 3), scan(1, 2, 3))
    assert not alike(scan(1, 2, 3), scan(1, 2, 4))
