import pytest

import ocr.scan
from models.values.forms import form_by_code
from ocr.bench import stages
from ocr.draw import PRESETS, draw_sheet, photograph, sample_filling


@pytest.fixture(scope="module")
def page() -> bytes:
    """Return the photo of a first page with a table, counts and signatures."""
    form = form_by_code("ส.ส. 5/18")
    drawn = draw_sheet(form, sample_filling(form, 3), 3)[0]
    return photograph(drawn, PRESETS["scanner"], 3, long_side=1280).jpeg


def test_every_step_is_found_in_the_reader(page: bytes) -> None:
    spent = stages.measure([page])
    asleep = {step for step, ms in spent.items() if ms <= 0}
    assert list(spent) == [*stages.STEPS, stages.REST]
    assert asleep == set()


def test_a_step_that_the_reader_lost_is_an_error(
    page: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = ocr.scan.read_strips
    monkeypatch.setitem(stages.STEPS, "gone", "ocr.scan.gone")
    with pytest.raises(AttributeError, match="gone"):
        stages.measure([page])
    assert ocr.scan.read_strips is plain
