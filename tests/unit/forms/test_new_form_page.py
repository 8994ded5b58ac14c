"""docs/new-form.md names every key of a description, and every word that a key may hold."""

import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from models.values.fields import COUNT_NAMES
from models.values.forms import DATE_NAMES, HEADER_NAMES, PUBLIC_REGIONS, Holds, Numbering

PAGE = (Path(__file__).parents[3] / "docs" / "new-form.md").read_text("utf-8")
FILES = [
    f for f in resources.files("models").joinpath("forms").iterdir() if f.name.endswith(".toml")
]


def keys_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.isdigit():
                yield key
            yield from keys_of(inner)
    if isinstance(value, list):
        for item in value:
            yield from keys_of(item)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_key_is_explained(file: Any) -> None:
    described = tomllib.loads(file.read_text("utf-8"))
    unexplained = {
        key for key in keys_of(described) if f"{key}`" not in PAGE and f"{key}]" not in PAGE
    }
    assert unexplained == set()


@pytest.mark.parametrize(
    "words", [COUNT_NAMES, HEADER_NAMES, PUBLIC_REGIONS, DATE_NAMES, Holds, Numbering]
)
def test_every_word_is_explained(words: Any) -> None:
    assert [word for word in words if f"`{word}`" not in PAGE] == []
