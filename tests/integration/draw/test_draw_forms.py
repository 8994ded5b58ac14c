import json
from pathlib import Path

import cv2
import pytest
import typer
from typer.testing import CliRunner

from app.commands import draw, forms
from app.election.demo import demo_folder

runner = CliRunner()


@pytest.fixture
def cli() -> typer.Typer:
    made = typer.Typer()
    draw.register(made)
    forms.register(made)
    return made


def run(cli: typer.Typer, *words: str | Path) -> str:
    result = runner.invoke(cli, [str(w) for w in words])
    assert result.exit_code == 0, result.output
    return result.output


def truth_of(folder: Path) -> list[dict[str, object]]:
    pages = [p for s in json.loads((folder / "truth.json").read_text("utf-8")) for p in s["pages"]]
    assert pages
    return pages


def counts_of(folder: Path) -> dict[str, int]:
    regions = [r for page in truth_of(folder) for r in page["regions"]]
    return {
        r["key"]: r["value"] for r in regions if r["kind"] == "count" and r["value"] is not None
    }


def test_units_of_an_election_are_drawn_with_their_counts(cli: typer.Typer, tmp_path: Path) -> None:
    run(cli, "draw-forms", "--out", tmp_path, "--election", demo_folder(), "--unit", "TKM0101-001")
    names = sorted(p.name for p in tmp_path.glob("*.jpg"))
    assert len(names) == 6
    constituency = [p for p in truth_of(tmp_path) if p["form"] == "ส.ส. 5/18"]
    assert {p["page"] for p in constituency} == {1, 2}
    assert counts_of(tmp_path)["row:57"] == 1
    image = cv2.imread(str(tmp_path / names[0]))
    assert image is not None
    assert max(image.shape) == 1280


def test_fillings_come_from_a_file(cli: typer.Typer, tmp_path: Path) -> None:
    filling = {
        "name": "one",
        "form": "ส.ส. 5/18",
        "rows": [{"number": 1, "name": "นายมานะ นาดี", "party": "เรือใบ"}, {"number": 3}],
        "counts": {"good": 12, "row:1": 9, "row:3": 3, "total": 12, "invalid": None},
    }
    source = tmp_path / "fillings.json"
    source.write_text(json.dumps([filling]), encoding="utf-8")
    out = tmp_path / "out"
    run(cli, "draw-forms", "--out", out, "--fillings", source, "--shape", "png")
    assert counts_of(out) == {"good": 12, "row:1": 9, "row:3": 3, "total": 12}
    assert (out / "one-ss_5_18-p1.png").is_file()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"form": "ส.ส. 9/99"}, "no form"),
        ({"counts": {"guests": 1}}, "no field"),
        ({"counts": {"good": -1}}, "not a count"),
        ({"counts": {"good": True}}, "not a count"),
        ({"name": "../out"}, "no file name"),
    ],
)
def test_a_broken_filling_is_refused_with_its_reason(
    cli: typer.Typer, tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    filling = {"form": "ส.ส. 5/18", "rows": [], "counts": {}} | change
    source = tmp_path / "fillings.json"
    source.write_text(json.dumps([filling]), encoding="utf-8")
    result = runner.invoke(cli, ["draw-forms", "--out", str(tmp_path), "--fillings", str(source)])
    assert result.exit_code == 2
    assert reason in " ".join(result.output.split())


def test_a_folder_without_counts_is_refused(cli: typer.Typer, tmp_path: Path) -> None:
    for file in demo_folder().glob("*.csv"):
        if file.name != "counts.csv":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    command = ["draw-forms", "--out", str(tmp_path / "out"), "--election", str(tmp_path)]
    result = runner.invoke(cli, command)
    assert result.exit_code == 2
    assert "counts.csv" in result.output


def test_an_unknown_condition_names_the_known_ones(cli: typer.Typer, tmp_path: Path) -> None:
    command = ["draw-forms", "--out", str(tmp_path), "--sample", "1", "--condition", "fog"]
    result = runner.invoke(cli, command)
    assert result.exit_code == 2
    assert "scanner" in result.output


def test_samples_as_pdf(cli: typer.Typer, tmp_path: Path) -> None:
    run(cli, "draw-forms", "--out", tmp_path, "--sample", "1", "--shape", "pdf")
    (pdf,) = tmp_path.glob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF")


def test_forms_check_says_that_all_is_well(cli: typer.Typer) -> None:
    assert "8 forms" in run(cli, "forms", "check")
    assert "ส.ส. 5/17 bangkok" in run(cli, "forms", "list")


@pytest.mark.parametrize("asked", [(), ("--election", demo_folder(), "--unit", "NOWHERE-1")])
def test_nothing_to_draw_is_said(
    cli: typer.Typer, tmp_path: Path, asked: tuple[str | Path, ...]
) -> None:
    out = tmp_path / "drawn"
    result = runner.invoke(cli, ["draw-forms", "--out", str(out), *(str(w) for w in asked)])
    assert result.exit_code == 2
    assert "nothing to draw" in result.output
    assert not out.exists()
