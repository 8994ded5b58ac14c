import pytest

from models.values.reading import Ink, best_value
from ocr.draw.page import Kind
from tests.integration.ocr_page.photos import photo, scan_of, sheet

CASES = [("ส.ส. 5/18", 0, "flat"), ("ส.ส. 5/18 (บช)", 1, "desk"), ("ส.ส. 5/17", 0, "scanner")]


@pytest.mark.parametrize(("code", "page", "condition"), CASES)
def test_the_words_of_a_page_are_heard_beside_its_digits(
    code: str, page: int, condition: str
) -> None:
    shot = photo(sheet(code, 24)[page], condition, seed=7)
    said = {
        r.key: r.value for r in shot.truth.regions if r.kind is Kind.WORDS and r.value is not None
    }
    cells = [c for c in scan_of(shot).cells if c.ink is Ink.DIGITS and c.key in said]
    heard = [c for c in cells if c.words]
    assert len(cells) >= 5
    assert len(heard) >= 0.8 * len(cells)
    right = [best_value(c.words) == said[c.key] for c in heard]
    assert sum(right) >= 0.6 * len(right)


def test_cells_without_digits_have_no_words() -> None:
    scan = scan_of(photo(sheet("ส.ส. 5/18 (บช)", 24)[1], "flat", seed=7))
    assert all(not c.words for c in scan.cells if c.ink is not Ink.DIGITS)
