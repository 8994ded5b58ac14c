"""docs/chat-cases.md names tests that are there, and quotes what is said."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "chat-cases.md").read_text("utf-8")
ROWS = [line.split(" | ") for line in PAGE.splitlines() if line.startswith("| ")][1:]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
SAID = [
    *(ROOT / "pages" / "phrases").glob("*.toml"),
    *(ROOT / "models" / "values").glob("*.py"),
    ROOT / "models" / "checks" / "rules.toml",
]


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip("| ") for row in ROWS])
def test_every_case_is_held_by_tests_that_are_there(row: list[str]) -> None:
    assert len(row) == 3
    held = TEST.findall(row[2])
    assert held
    assert not [name for file, name in held if f"\ndef {name}(" not in (ROOT / file).read_text()]


def test_what_is_quoted_is_said() -> None:
    said = "\n".join(file.read_text("utf-8") for file in SAID)
    quoted = re.findall(r"“([^”]+)”", PAGE)
    assert len(quoted) > len(ROWS) / 2
    assert not [words for words in quoted if words not in said]
