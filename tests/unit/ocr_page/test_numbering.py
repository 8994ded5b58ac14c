from dataclasses import replace

from models.values.fields import TOTAL, row_key
from models.values.forms import form_by_code
from models.values.reading import CellScan, Ink, Outcome, PageScan
from ocr.page.rows import NO_NAME
from ocr.reader import numbered, read_scans, sheet_form

PLAIN = form_by_code("ส.ส. 5/18")
BANGKOK = form_by_code("ส.ส. 5/17", "bangkok")
_SCAN = PageScan(
    form="ส.ส. 5/18",
    page=1,
    problems=(),
    quality={},
    header={},
    cells=(),
    signatures=None,
    reason_written=None,
    ms=0.0,
)


def _cell(key: str, ink: Ink = Ink.DIGITS, *flags: str) -> CellScan:
    return CellScan(key, ink, ((5, 0.9),) if ink is Ink.DIGITS else (), (0, 0, 9, 9), (), flags)


def _page(page: int, rows: int, *, total: bool = False) -> PageScan:
    cells = tuple(_cell(row_key(k + 1)) for k in range(rows))
    return replace(_SCAN, page=page, cells=(*cells, _cell(TOTAL)) if total else cells)


def _keys(scans: list[PageScan]) -> list[str]:
    return [c.key for s in scans for c in s.cells]


def test_rows_go_on_from_page_to_page_whatever_the_order() -> None:
    scans = numbered([_page(2, 2, total=True), _page(1, 3)], PLAIN, None)
    assert _keys(scans) == ["row:4", "row:5", "total", "row:1", "row:2", "row:3"]


def test_a_ballot_list_with_a_gap_numbers_the_rows() -> None:
    scans = numbered([_page(1, 3, total=True)], PLAIN, [1, 2, 4])
    assert _keys(scans) == ["row:1", "row:2", "row:4", "total"]


def test_writing_in_a_row_beyond_the_list_is_kept_under_a_number_of_its_own() -> None:
    scans = numbered([_page(1, 4)], PLAIN, [1, 2, 4])
    assert _keys(scans) == ["row:1", "row:2", "row:4", "row:5"]


def test_rows_printed_in_advance_keep_their_printed_numbers() -> None:
    form = form_by_code("ส.ส. 5/17")
    cells = tuple(_cell(row_key(k + 1), Ink.BLANK) for k in range(10))
    scans = numbered([replace(_SCAN, cells=cells)], form, [1, 2, 4])
    assert _keys(scans) == ["row:1", "row:2", "row:4"]


def test_empty_rows_without_a_name_are_nobodys() -> None:
    cells = (_cell("row:1", Ink.BLANK), _cell("row:2", Ink.BLANK, NO_NAME))
    assert _keys(numbered([replace(_SCAN, cells=cells)], PLAIN, None)) == ["row:1"]


def test_bangkok_begins_its_second_page_at_nine() -> None:
    scans = numbered([_page(1, 8), _page(2, 2, total=True)], BANGKOK, None)
    assert _keys(scans)[-3:] == ["row:9", "row:10", "total"]


def test_rows_are_nobodys_while_the_page_before_is_missing() -> None:
    assert _keys(numbered([_page(2, 2, total=True)], PLAIN, None)) == ["total"]
    unread = replace(_SCAN, page=1, cells=())
    assert _keys(numbered([unread, _page(2, 2, total=True)], PLAIN, [1, 2])) == ["total"]


def test_a_page_of_the_other_print_starts_where_that_print_says() -> None:
    cells = tuple(_cell(row_key(k)) for k in (9, 10))
    unread = replace(_SCAN, page=1, cells=())
    scans = numbered([unread, replace(_SCAN, page=2, cells=cells)], form_by_code("ส.ส. 5/17"), None)
    assert _keys(scans) == ["row:9", "row:10"]


def test_the_page_with_the_counts_names_the_form() -> None:
    other = replace(_SCAN, page=2, form="ส.ส. 5/16")
    form = sheet_form([other, _SCAN])
    assert form is not None
    assert form.code == "ส.ส. 5/18"


def test_a_sheet_without_a_known_form_is_unreadable() -> None:
    reading = read_scans(["a.jpg"], [replace(_SCAN, form=None)], form=None, numbers=None)
    assert reading.outcome is Outcome.UNREADABLE
    assert reading.form is None
    assert not reading.cells
