"""The plots of a night: something is drawn, and lines differ without their colours."""

import pytest

from app.nation.charts import HEIGHT, WIDTH, Line, chart


def test_a_chart_shows_its_lines() -> None:
    empty = chart("t", "x", [Line("a", [0, 0, 0])])
    drawn = chart("t", "x", [Line("a", [0, 5, 2])])
    assert drawn.size == (WIDTH, HEIGHT)
    assert drawn.tobytes() != empty.tobytes()


def test_the_second_line_is_dashed() -> None:
    flat = [Line("a", [1, 1]), Line("b", [0.5, 0.5])]
    grey = chart("", "", flat).convert("L")
    rows = [[grey.getpixel((x, y)) for x in range(100, 900)] for y in range(HEIGHT)]
    dark = [sum(int(p) < 130 for p in row) for row in rows]  # type: ignore[arg-type]
    assert max(dark) == 800
    assert any(300 < n < 500 for n in dark)


@pytest.mark.parametrize("values", [[], [0.0], [0.004, 0.002]])
def test_few_and_small_values_are_drawn(values: list[float]) -> None:
    assert chart("t", "x", [Line("a", values)]).size == (WIDTH, HEIGHT)
