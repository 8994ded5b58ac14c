from pathlib import Path

from PIL import Image

from models.values.fields import TOTAL, row_number
from ocr.bench.choices import right, row_with_digits
from ocr.bench.drawn import Setting
from ocr.bench.phones import SEEDS, read_by_phone
from ocr.bench.sheets import rate
from ocr.bench.truth import TrueCell, TrueSheet
from tests.integration.ocr_page.photos import sheet


def test_a_scan_is_photographed_and_read_as_often_as_there_are_seeds(tmp_path: Path) -> None:
    drawn = sheet("ส.ส. 5/16", 31)[0]
    scan = tmp_path / "page.png"
    Image.fromarray(drawn.image).save(scan)
    cells = {
        key: TrueCell(value, "digits" if value is not None else "blank")
        for key, value in drawn.values.items()
        if row_number(key) is not None or key == TOTAL
    }
    truth = TrueSheet("drawn", drawn.code, (scan,), cells)
    score = read_by_phone([truth], Setting("desk", 1280))
    assert len(score.read) == SEEDS
    assert rate(score.read, row_with_digits, right).share > 0.9
