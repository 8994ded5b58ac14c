from dataclasses import replace

import pytest

from models.values.fields import TOTAL, row_key, row_number
from models.values.forms import Form, form_by_code
from models.values.reading import CellScan, Ink, PageScan
from ocr.joint import decide
from ocr.joint.alignment import rows_stand

LISTED: Form = form_by_code("ส.ส. 5/18")
HAND_LISTED: Form = form_by_code("ส.ส. 5/16")
VOTES = (30, 15, 0, 5, 8)


def page(form: Form = LISTED, pitch: float = 40.0) -> PageScan:
    """Return a page with a row every `pitch` pixels and the total below them."""
    keys = [*(row_key(n) for n in range(1, len(VOTES) + 1)), TOTAL]
    values = [*VOTES, sum(VOTES)]
    cells = tuple(
        CellScan(key, Ink.DIGITS, ((v, 0.9995),), (50, round(k * pitch), 90, round(k * pitch + 30)))
        for k, (key, v) in enumerate(zip(keys, values, strict=True))
    )
    good = CellScan("good", Ink.DIGITS, ((sum(VOTES), 0.9995),), (50, 0, 90, 20))
    return PageScan(form.code, 1, (), {}, {}, (good, *cells), None, None, 1.0)


def without_row(scan: PageScan, lost: int) -> PageScan:
    """Return the page as if a ruled line was not found: the rows below move up by one."""
    kept = [c for c in scan.cells if c.key != row_key(lost)]
    rows = iter(range(1, len(VOTES)))
    cells = [replace(c, key=row_key(next(rows))) if row_number(c.key) else c for c in kept]
    return replace(scan, cells=tuple(cells))


def accepted_rows(scan: PageScan, form: Form, numbers: tuple[int, ...] | None) -> list[str]:
    cells = decide([scan], form, numbers).cells
    return [key for key, cell in cells.items() if row_number(key) and cell.accepted]


ALL = tuple(range(1, len(VOTES) + 1))


def test_whole_rows_stand() -> None:
    assert rows_stand([page()], LISTED, ALL)
    assert len(accepted_rows(page(), LISTED, ALL)) == len(VOTES)


@pytest.mark.parametrize("numbers", [None, ALL])
def test_a_lost_line_shows_as_a_gap_and_no_row_is_accepted(numbers: tuple[int, ...] | None) -> None:
    """Row 3 holds no votes, so that every sum still closes."""
    shifted = without_row(page(), 3)
    assert not rows_stand([shifted], LISTED, numbers)
    assert accepted_rows(shifted, LISTED, numbers) == []
    assert decide([shifted], LISTED, numbers).cells["good"].accepted


@pytest.mark.parametrize("lost", [1, len(VOTES)])
def test_a_row_lost_at_an_end_is_missed_in_the_ballot_list(lost: int) -> None:
    assert accepted_rows(without_row(page(), lost), LISTED, ALL) == []


def test_a_row_too_many_is_nobodys() -> None:
    assert accepted_rows(page(), LISTED, ALL[:-1]) == []


def test_rows_beyond_the_list_are_usual_where_the_form_prints_its_own() -> None:
    assert rows_stand([page(HAND_LISTED)], HAND_LISTED, ALL[:2])


def test_a_page_of_a_table_whose_other_pages_are_missing_may_stand() -> None:
    first = replace(page(), cells=page().cells[:4])
    assert rows_stand([first], LISTED, ALL)
