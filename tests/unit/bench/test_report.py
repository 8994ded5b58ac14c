from models.values.fields import TOTAL
from models.values.reading import CellScan, Ink, PageScan
from ocr.bench.report import END, START, Results, section
from ocr.bench.sheets import with_slipped_sum


def test_without_data_the_section_says_so() -> None:
    text = section(Results([], [], [], []))
    assert "No real sheets were at hand" in text
    assert text.startswith(START)
    assert text.rstrip().endswith(END)


def test_the_paper_error_test_shifts_total_and_good_alone() -> None:
    cells = tuple(
        CellScan(key, Ink.DIGITS, ((7, 0.9), (1, 0.1)), (0, 0, 1, 1))
        for key in ("row:1", "good", TOTAL)
    )
    scan = PageScan(None, 1, (), {}, {}, cells, None, None, 0.0)
    (slipped,) = with_slipped_sum([scan], 10)
    assert [c.candidates[0][0] for c in slipped.cells] == [7, 17, 17]
