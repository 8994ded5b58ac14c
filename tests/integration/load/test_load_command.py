"""`khanaen load`, `convert-ge2026` and `checks`, as a person types them."""

import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from app.commands import checks, load
from app.election.demo import demo_counts, demo_folder
from models.values.ballots import Ballot


@pytest.fixture
def cli() -> typer.Typer:
    made = typer.Typer()
    load.register(made)
    checks.register(made)
    return made


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new' / 'record.sqlite3'}"


def test_a_folder_is_loaded_once(cli: typer.Typer, nobody: Path, address: str) -> None:
    first = CliRunner().invoke(cli, ["load", str(nobody), "--database", address])
    assert first.exit_code == 0, first.output
    assert "demo-2570" in first.output
    again = CliRunner().invoke(cli, ["load", str(nobody), "--database", address])
    assert again.exit_code == 0
    assert "อยู่ในฐานข้อมูลแล้ว" in again.output


def test_a_broken_folder_is_told_in_both_languages(
    cli: typer.Typer, nobody: Path, address: str
) -> None:
    file = nobody / "units.csv"
    file.write_text(file.read_text("utf-8").replace(",568", ",[red]", 1), "utf-8")
    said = CliRunner().invoke(cli, ["load", str(nobody), "--database", address])
    assert said.exit_code == 1
    assert "units.csv:2 on_roll" in said.stderr
    assert "“[red]” ไม่ใช่จำนวนเต็ม" in said.stderr
    assert "not a whole number" in said.stderr


def test_another_election_is_refused(
    cli: typer.Typer, nobody: Path, address: str, tmp_path: Path
) -> None:
    CliRunner().invoke(cli, ["load", str(nobody), "--database", address])
    other = shutil.copytree(nobody, tmp_path / "other")
    file = other / "parties.csv"
    file.write_text(file.read_text("utf-8").replace("ต้นกล้าใหม่", "ต้นกล้าเก่า"), "utf-8")
    said = CliRunner().invoke(cli, ["load", str(other), "--database", address])
    assert said.exit_code == 1
    assert "nothing was changed" in said.stderr


def test_a_folder_that_is_not_there_is_a_usage_error(cli: typer.Typer, tmp_path: Path) -> None:
    assert CliRunner().invoke(cli, ["load", str(tmp_path / "none")]).exit_code == 2


def test_the_page_of_rules_can_be_written(cli: typer.Typer, tmp_path: Path) -> None:
    page = tmp_path / "checks.md"
    page.write_text("# before\n", "utf-8")
    assert CliRunner().invoke(cli, ["checks", "doc", str(page)]).exit_code == 0
    written = page.read_text("utf-8")
    assert written.startswith("# before\n")
    CliRunner().invoke(cli, ["checks", "doc", str(page)])
    assert page.read_text("utf-8") == written


def test_rates_are_counted_over_a_file(cli: typer.Typer, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    heads = ("on_roll", "came", "allocated", "used", "good", "invalid", "no_vote", "remaining")
    lines = ["amphoe,tambon,unit," + ",".join((*heads, "v1", "v2"))]
    for number in range(1, 31):
        votes = (200, 101) if number == 7 else (200, 100)
        values = (600, 330, 580, 330, 300, 10, 20, 250, *votes)
        lines.append(f"อ,ต,{number}," + ",".join(str(v) for v in values))
    file.write_text("\n".join(lines), "utf-8")
    said = CliRunner().invoke(cli, ["checks", "rates", str(file)], env={"COLUMNS": "200"})
    assert said.exit_code == 0, said.output
    fired = [line for line in said.output.splitlines() if "R303" in line]
    assert len(fired) == 1
    assert "1 (3.3 %)" in fired[0]
    assert "0 of 29" in fired[0]


def test_the_demo_counts_are_all_on_forms_of_the_demo() -> None:
    counts = demo_counts()
    units = (demo_folder() / "units.csv").read_text("utf-8").splitlines()[1:]
    assert {u for u, _ in counts} == {line.partition(",")[0] for line in units}
    assert {b for _, b in counts} == {Ballot.CONSTITUENCY, Ballot.PARTY_LIST}
