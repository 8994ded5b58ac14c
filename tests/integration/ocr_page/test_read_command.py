import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import build
from models.values.forms import form_by_code
from ocr.draw import sample_filling
from tests.integration.ocr_page.photos import photo, sheet

CELL = {"value", "confidence", "accepted", "digits", "words", "blank", "page", "box"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder: Path = tmp_path_factory.mktemp("pages")
    files = []
    for drawn in sheet("ส.ส. 5/18", 61):
        file = folder / f"{drawn.page}.jpg"
        file.write_bytes(photo(drawn, "flat", seed=2).jpeg)
        files.append(str(file))
    return files


def test_json_is_one_object_for_one_sheet(pages: list[str]) -> None:
    run = CliRunner().invoke(build(), ["read", *pages, "--json"])
    assert run.exit_code == 0
    data = json.loads(run.stdout)
    assert data["form"] == "ส.ส. 5/18"
    assert [p["page"] for p in data["pages"]] == [1, 2]
    assert set(data["counts"]) == {
        "on_roll",
        "came",
        "allocated",
        "used",
        "good",
        "invalid",
        "no_vote",
        "remaining",
    }
    assert [r["number"] for r in data["rows"]] == list(sheet("ส.ส. 5/18", 61)[0].numbers)
    for cell in [*data["counts"].values(), *data["rows"], data["total"]]:
        assert set(cell) >= CELL
        assert len(cell["box"]) == 4
    assert data["signatures"] == {"inked": 9, "expected": 9}
    assert set(data["header"]) == {
        "province",
        "constituency",
        "amphoe",
        "area",
        "moo",
        "unit",
        "set",
        "copy",
        "reason_written",
    }


def test_the_print_outweighs_a_list_that_is_not_the_papers(pages: list[str]) -> None:
    count = len(sheet("ส.ส. 5/18", 61)[0].numbers)
    run = CliRunner().invoke(build(), ["read", *pages, "--numbers", f"2-{count + 1}", "--json"])
    data = json.loads(run.stdout)
    assert [r["number"] for r in data["rows"]] == list(range(1, count + 1))
    (finding,) = (f for f in data["findings"] if f["code"] == "R202")
    assert f"missing {count + 1}" in finding["message"]["en"]
    assert not any(r["accepted"] for r in data["rows"] if r["number"] == 1)


def test_a_person_gets_a_table(pages: list[str]) -> None:
    run = CliRunner().invoke(build(), ["read", pages[0], "--form", "ส.ส. 5/18"])
    assert run.exit_code == 0
    assert "good" in run.stdout


@pytest.mark.parametrize(
    "options", [["--numbers", "1,x"], ["--numbers", ""], ["--form", "ส.ส. 9/9"]]
)
def test_nonsense_is_refused_with_a_sentence(pages: list[str], options: list[str]) -> None:
    run = CliRunner().invoke(build(), ["read", pages[0], *options])
    assert run.exit_code == 2
    assert run.stderr.strip()
    assert not run.stdout


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cat.jpg"
    file.write_text("not a cat")
    run = CliRunner().invoke(build(), ["read", str(file), "--json"])
    assert run.exit_code == 2
    assert "cat" not in run.stdout


def test_a_register_names_the_likeliest_unit(pages: list[str], tmp_path: Path) -> None:
    written = sample_filling(form_by_code("ส.ส. 5/18"), 61).header
    parts = ("province", "constituency", "amphoe", "area", "unit", "moo")
    own = ",".join(written[p] for p in parts)
    others = (own.replace(written["area"], "หนองกระทุ่ม"), own.replace(written["amphoe"], "เขาแก้ว"))
    lines = [f"code,{','.join(parts)}", *(f"U-{i},{row}" for i, row in enumerate((*others, own)))]
    register = tmp_path / "register.csv"
    register.write_text("\n".join(lines), encoding="utf-8")
    run = CliRunner().invoke(build(), ["read", *pages, "--register", str(register), "--json"])
    data = json.loads(run.stdout)
    assert data["units"][0]["code"] == "U-2"
    assert sum(u["chance"] for u in data["units"]) <= 1.001
    assert data["header"]["area"]["value"] in (written["area"], None)


def test_without_a_register_no_name_is_read(pages: list[str]) -> None:
    data = json.loads(CliRunner().invoke(build(), ["read", *pages, "--json"]).stdout)
    assert "units" not in data
    assert data["header"]["area"] == {"value": None, "confidence": 0.0}


def test_what_is_no_register_is_refused(pages: list[str], tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text("name\nx\n", encoding="utf-8")
    run = CliRunner().invoke(build(), ["read", pages[0], "--register", str(file)])
    assert run.exit_code == 2
    assert "code" in run.stderr
