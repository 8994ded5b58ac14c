from pathlib import Path

from ocr.bench.report import END, START
from ocr.bench.section import put_section


def test_only_the_section_of_the_page_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"# Benchmarks\n\n{START}\nold\n{END}\n\n## Line\n", "utf-8")
    put_section(page, f"{START}\nnew\n{END}\n")
    text = page.read_text("utf-8")
    assert "old" not in text
    assert text == f"# Benchmarks\n\n{START}\nnew\n{END}\n\n## Line\n"


def test_a_page_without_the_section_gets_it(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    put_section(page, f"{START}\nnew\n{END}\n")
    assert page.read_text("utf-8").startswith("# Benchmarks\n")
