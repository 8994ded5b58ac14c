"""docs/draw-forms.md names every condition and every kind of region."""

from pathlib import Path

from ocr.draw import PRESETS, Kind

PAGE = (Path(__file__).parents[3] / "docs" / "draw-forms.md").read_text("utf-8")


def test_every_condition_is_described() -> None:
    rows = [line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    assert [name for name in rows if name in PRESETS] == list(PRESETS)


def test_every_kind_of_region_is_named() -> None:
    assert [kind for kind in Kind if f"`{kind}`" not in PAGE] == []
