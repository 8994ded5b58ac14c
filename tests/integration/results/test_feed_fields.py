"""Every field of every published JSON file stands in docs/feed.md, and nothing else does."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from models.values.ballots import Ballot, Stream
from tests.integration.results.newsroom import Newsroom

PAGE: Final = Path(__file__).parents[3] / "docs" / "feed.md"
_LINK: Final = {"path", "sha256", "bytes"}
_NAME: Final = {"code", "kind", "th", "en"}
_CODES: Final = {
    "assets": "<file>",
    "boxes": "<key>",
    "by_party": "<number>",
    "cards": "<page>",
    "constituencies": "<constituency>",
    "counts": "<key>",
    "marks": "<constituency>",
    "pages": "<path>",
    "provinces": "<province>",
    "stages": "<state>",
    "status[]": "<state>",
    "votes": "<key>",
    "withheld": "<reason>",
}
"""Objects whose names are codes and no fields, by their own name."""
_OF_LISTS: Final = {"files": "<path>", "nation": "<path>"}
"""The same in the printer's lists; elsewhere these have fields."""
_SUMS: Final = re.compile(r"totals(\.<stream>)?\.<ballot>$")
_BARE: Final = "?"
"""Behind what is null or empty: another night may have more of it."""
_NOT_OURS: Final = ("nist/", "datapackage")
"""Described by the standards that they follow."""


def fields(kind: str, value: Any, path: str = "") -> Iterator[str]:
    """Give the path of each value: lists as `[]`, links and names whole, codes in brackets."""
    if isinstance(value, Mapping) and value:
        whole = _whole(value)
        if whole:
            yield path
        for name, inner in value.items():
            if name not in whole:
                step = _step(kind, path, name)
                yield from fields(kind, inner, f"{path}.{step}" if path else step)
    elif isinstance(value, list):
        for inner in value:
            yield from fields(kind, inner, f"{path}[]")
        if not value:
            yield f"{path}[]{_BARE}"
    else:
        yield path if value not in (None, {}) else path + _BARE


def _whole(value: Mapping[str, Any]) -> set[str]:
    if {"th", "en"} <= value.keys():
        return _NAME
    return _LINK if "sha256" in value and len(value.keys() & _LINK) > 1 else set()


def _step(kind: str, path: str, name: str) -> str:
    last = path.rpartition(".")[2]
    codes = _CODES | (_OF_LISTS if kind in {"printed", "pages"} else {})
    if last in codes:
        return codes[last]
    if _SUMS.search(path):
        return "<key>"
    if last in {"totals", "expected", "counted", "streams", "ballots", "choices", "<stream>"}:
        kinds: dict[str, str] = {stream.value: "<stream>" for stream in Stream}
        kinds |= {ballot.value: "<ballot>" for ballot in Ballot}
        return kinds.get(name, name)
    return name


def published(files: Mapping[str, bytes]) -> dict[str, set[str]]:
    """Return the paths of every kind of file."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, data in files.items():
        if name.endswith(".json") and not name.startswith(_NOT_OURS):
            value = json.loads(data)
            kind = value.get("kind", name.split("/", maxsplit=1)[0])
            found["pointer" if kind == "data" else kind] |= set(fields(kind, value))
    found["ect"] = {path.rpartition(".")[2] for path in found["ect"]}
    return found


def _begins(path: str, bare: set[str]) -> bool:
    return any(path == b or path.startswith((f"{b}.", f"{b}[")) for b in bare)


def documented(kind: str) -> set[str]:
    """Return the paths of a kind's table."""
    text = PAGE.read_text("utf-8")
    part = text[text.index(f"\n## {kind}\n") :].split("\n## ")[1]
    return set(re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE))


def test_every_field_of_every_file_is_documented(night: Newsroom) -> None:
    found = published(night.files())
    assert found.keys() == {
        "pointer", "root", "constituency", "unit", "nation", "changes", "corrections", "printed",
        "pages", "ect",
    }  # fmt: skip
    for kind, own in found.items():
        told = documented(kind)
        full = {path for path in own if not path.endswith(_BARE)}
        bare = {path.removesuffix(_BARE) for path in own - full}
        bare = {path for path in bare if not any(_begins(other, {path}) for other in full)}
        assert (kind, full - told) == (kind, set())
        # What is null or empty this night is documented with what it can hold.
        assert all(any(_begins(path, {b}) for path in told) for b in bare), (kind, bare - told)
        assert (kind, {p for p in told - full if not _begins(p, bare)}) == (kind, set())


def test_every_file_says_that_it_is_a_rehearsal_and_unofficial(night: Newsroom) -> None:
    files = {name: json.loads(data) for name, data in night.files().items() if _is_ours(name)}
    kinds = {str(value.get("kind")) for value in files.values()}
    assert kinds >= {"corrections", "printed", "pages"}
    silent = {n for n, value in files.items() if value.get("official") is not False}
    assert silent | {n for n, value in files.items() if value.get("rehearsal") is not True} == set()


def _is_ours(name: str) -> bool:
    return name.endswith(".json") and not name.startswith("nist/")
