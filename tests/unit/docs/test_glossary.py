"""The glossary's words live in the code, and the code's nouns stand in the glossary."""

import importlib
import re
from pathlib import Path

import pytest
from sqlmodel import SQLModel

import models.tables
from models.values.ballots import Ballot, Stream
from models.values.fields import COUNT_NAMES

GLOSSARY = Path(__file__).resolve().parents[3] / "docs" / "glossary.md"
LINE = re.compile(
    r"^\| (?P<thai>[^|]+) \| (?P<english>[^|]+) \| `(?P<code>[^`]+)` \| (?P<meaning>[^|]+) \|$"
)
LINES = [match for line in GLOSSARY.read_text().splitlines() if (match := LINE.match(line))]
CODE = {match["code"] for match in LINES}
HOMES = sorted(CODE - set(COUNT_NAMES))


def _resolve(name: str) -> object:
    """Follow a dotted name: modules as far as they go, then attributes."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part)
        return found
    raise ModuleNotFoundError(name)


@pytest.mark.parametrize("home", HOMES)
def test_every_word_has_its_home_in_the_code(home: str) -> None:
    assert _resolve(home) is not None


def test_every_table_has_a_word() -> None:
    modules = {models.tables.__dict__[name] for name in models.tables.__all__ if name != "METADATA"}
    tables = {
        f"{thing.__module__}.{thing.__name__}"
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, SQLModel) and hasattr(thing, "__table__")
    }
    assert len(tables) == len(SQLModel.metadata.tables)
    assert tables <= CODE


def test_every_count_ballot_and_stream_has_a_word() -> None:
    members = {f"models.values.ballots.Ballot.{ballot.name}" for ballot in Ballot}
    members |= {f"models.values.ballots.Stream.{stream.name}" for stream in Stream}
    assert members | set(COUNT_NAMES) <= CODE


def test_no_word_stands_twice() -> None:
    english = [match["english"] for match in LINES]
    assert sorted(english) == sorted(set(english))


def test_every_thai_gloss_is_thai() -> None:
    assert all(re.search("[ก-๙]", match["thai"]) for match in LINES)
