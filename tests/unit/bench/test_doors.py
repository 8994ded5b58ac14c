from pathlib import Path

from app.bench.doors import END, START, Measured, Wish, _renumbered, section, within
from intake.header import inspect
from ocr.bench.section import put_section
from tests.fixtures.pictures import picture

WISH = Wish(Path(), 60, 2, 2, 1)
TIMES = tuple(float(n) for n in range(1, 101))
MEASURED = Measured(WISH, TIMES, 0, 100, 9, (1.0, 2.0, 3.0), (0.5, 1.5))


def test_a_share_of_the_calls_was_answered_within() -> None:
    assert (within(TIMES, 0.5), within(TIMES, 0.99), within([7.0], 0.99)) == (51.0, 100.0, 7.0)


def test_the_section_names_rate_times_and_load(tmp_path: Path) -> None:
    text = section([MEASURED])
    assert "| 60 a second for 2 s | 2 | 50 | 96 | 100 | 100 | 3 | 0 | 100 of 100 | 9 |" in text
    page = tmp_path / "page.md"
    page.write_text("# Benchmarks\n\nother words\n", "utf-8")
    for _ in range(2):
        put_section(page, text)
    written = page.read_text("utf-8")
    assert (written.count(START), written.count(END)) == (1, 1)
    assert "other words" in written


def test_the_same_picture_is_another_file() -> None:
    data = picture(1)
    one, two = _renumbered(data, 1), _renumbered(data, 2)
    assert one != two
    assert inspect(one) == inspect(data)
