from pathlib import Path

import typer
from typer.testing import CliRunner

from app.commands import bench


def test_the_bench_skips_what_is_not_at_hand_with_a_sentence(tmp_path: Path) -> None:
    cli = typer.Typer()
    cli.callback()(lambda: None)  # else its only command would be the root
    bench.register(cli)
    page = tmp_path / "benchmarks.md"
    arguments = ["bench", "--data", str(tmp_path), "--drawn", "0", "--page", str(page)]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    assert "No real sheets" in result.output
    assert "No digit sets were at hand" in page.read_text("utf-8")


def test_an_unknown_part_is_named_with_those_there_are(tmp_path: Path) -> None:
    cli = typer.Typer()
    cli.callback()(lambda: None)
    bench.register(cli)
    result = CliRunner().invoke(cli, ["bench", "--data", str(tmp_path), "--only", "cutz"])
    assert result.exit_code != 0
    assert "cutz" in result.output
    assert "cuts" in result.output


def test_a_part_alone_is_shown_and_the_page_stays(tmp_path: Path) -> None:
    cli = typer.Typer()
    cli.callback()(lambda: None)
    bench.register(cli)
    page = tmp_path / "benchmarks.md"
    arguments = ["bench", "--data", str(tmp_path), "--only", "strips", "--page", str(page)]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    assert "No digit sets were at hand" in result.output
    assert not page.exists()
