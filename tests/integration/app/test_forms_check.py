"""`khanaen forms check FILE` says in a sentence what is wrong with a description of one's own."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import build

DOCS = Path(__file__).parents[3] / "docs" / "new-form.md"
EXAMPLE = DOCS.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]


def checked(folder: Path, text: str) -> tuple[int, str]:
    """Exit code and what was said of a description."""
    file = folder / "mine.toml"
    file.write_text(text, "utf-8")
    result = CliRunner().invoke(build(), ["forms", "check", str(file)])
    return result.exit_code, result.output


def test_the_example_of_the_docs_passes(tmp_path: Path) -> None:
    code, said = checked(tmp_path, EXAMPLE)
    assert code == 0
    assert "without a mistake" in said


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("pages = 1\n", "", "lacks the key pages"),
        ("pages = 1\n", "pages = = 1\n", "is not valid TOML"),
        ('ballot = "constituency"', 'ballot = "mayor"', "holds what does not fit"),
        ('right = ["good", "invalid", "no_vote"]', 'right = ["good", "spoilt"]', "names spoilt"),
        ("share = 0.43", "share = 0.13", "add up to 0.700"),
        ("{no_vote.words:0.24}", "", "disagree"),
        ('code = "ผ.ถ. 5/7"', 'code = "ส.ส. 5/18"', "described more than once"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in EXAMPLE
    code, said = checked(tmp_path, EXAMPLE.replace(old, new, 1))
    assert code == 1
    assert sentence in said


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(build(), ["forms", "check", str(tmp_path / "none.toml")])
    assert result.exit_code == 1
    assert "cannot be opened" in result.output
