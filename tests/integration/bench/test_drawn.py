from models.values.forms import form_by_code
from ocr.bench.drawn import true_sheet
from ocr.bench.sheets import read_one
from ocr.draw import PRESETS, Habits, draw_sheet, photograph, sample_filling

FORM = form_by_code("ส.ส. 5/16")


def test_a_drawn_sheet_is_compared_with_what_was_written() -> None:
    filling = sample_filling(FORM, 7, Habits(zero="-"))
    numbers = [row.number for row in filling.rows]
    photos = [photograph(page, PRESETS["flat"], 7, 1754) for page in draw_sheet(FORM, filling, 7)]
    sheet = true_sheet(FORM, photos, numbers)
    assert sheet.numbers == tuple(numbers)
    assert sheet.cells["good"].value == filling.counts["good"]
    files = [(f"{i}.jpg", photo.jpeg) for i, photo in enumerate(photos)]
    read = read_one(sheet, files, FORM.code, numbers)
    assert {c.key for c in read.cells} == set(sheet.cells)
    assert sum(c.right for c in read.cells) >= 0.8 * len(read.cells)
    assert read.scan_ms > 0
