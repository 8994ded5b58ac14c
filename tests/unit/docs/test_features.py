"""The table of features is whole, and what it names is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
GROUPS = {
    "A": 14,
    "B": 8,
    "C": 11,
    "D": 15,
    "E": 14,
    "F": 4,
    "G": 9,
    "H": 12,
    "I": 10,
    "J": 7,
    "K": 8,
    "L": 11,
}
LINE = re.compile(r"^\| ([A-L]\d+) \| ([^|]+) \| ([^|]+) \| ([^|]*)\|$")
FILE = re.compile(r"`([\w.-]+(?:/[\w.-]+)*\.\w+|Makefile)`")
ROWS = [
    match.groups()
    for line in (ROOT / "docs" / "features.md").read_text().splitlines()
    if (match := LINE.match(line))
]


def test_every_feature_has_its_line() -> None:
    expected = [f"{group}{n}" for group, size in GROUPS.items() for n in range(1, size + 1)]
    assert len(expected) == 123
    assert [row[0] for row in ROWS] == expected


def test_every_state_is_one_of_three() -> None:
    assert set(Counter(row[2] for row in ROWS)) == {"yes", "partly", "not yet"}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_file_that_a_line_names_is_there(row: tuple[str, ...]) -> None:
    assert not [name for name in FILE.findall(row[3]) if not (ROOT / name).is_file()]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_what_is_there_says_where_and_what_shows_it(row: tuple[str, ...]) -> None:
    identity, _, state, where = row
    files = FILE.findall(where)
    if state != "not yet":
        assert files, identity
    if state == "yes":
        assert any(name.startswith("tests/") for name in files), identity
    if state == "partly":
        assert ";" in where, f"{identity}: say what is missing"
