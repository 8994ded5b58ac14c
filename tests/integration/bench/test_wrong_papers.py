from models.values.fields import TOTAL
from models.values.forms import form_by_code
from models.values.reading import Outcome
from ocr.bench.drawn import numbers_of, photographed, true_sheet
from ocr.bench.sheets import read_one
from ocr.bench.wrong_papers import RULES, slipped
from ocr.draw import Habits, sample_filling

FORM = form_by_code("ส.ส. 5/16")


def test_a_paper_whose_total_is_wrong_does_not_add_up_and_stays_as_written() -> None:
    filling = slipped(sample_filling(FORM, 7, Habits(zero="-")), {TOTAL: 3})
    photos = photographed(FORM, filling, 7, "flat", 1754)
    sheet = true_sheet(FORM, photos, numbers_of(filling))
    files = [(f"{i}.jpg", photo.jpeg) for i, photo in enumerate(photos)]
    read = read_one(sheet, files, FORM.code, numbers_of(filling))
    assert sheet.cells[TOTAL].value == (filling.counts["good"] or 0) + 3
    assert read.reading.outcome in {Outcome.DOES_NOT_ADD_UP, Outcome.UNCLEAR}
    assert {f.code for f in read.reading.findings} & RULES
    assert all(c.right for c in read.cells if c.accepted)
