"""Files of snapshots that were cut short: they were written, and no pointer leads to them.

The record knows them by name (`Snapshot.loose`): only what was not there before is noted, so that
nothing a reader can be led to is ever among them. What a file says of itself is asked all the same.
"""

from collections.abc import Iterator, Set
from typing import Any

import orjson

from results.previous import Previous, read_json
from results.target import Target

_SIGNATURE = ".minisig"


def sweep(target: Target, left: Set[str], keep: Set[str], previous: Previous | None) -> None:
    """Delete what was left, but files to keep and any that a snapshot which is out may name.

    The caller sees to it that the pointer stays where it is meanwhile.

    Raises:
        PublicationError: the chain of snapshots could not be read.
    """
    seen = previous.sequence if previous else 0
    found = {path: _shown_by(target, path) for path in left - keep}
    kept = {path for path, number in found.items() if number and number <= seen}
    if previous and None in found.values():  # the log of corrections says no number
        kept.update(set(found) & set(_files_of(target, previous)))
    target.sweep(left, keep | kept)
    target.settle()


def _shown_by(target: Target, path: str) -> int | None:
    """Return which snapshot a file says that it was made for; a signature is as old as its root."""
    plain = path.removesuffix(_SIGNATURE)
    if not plain.endswith(".json"):
        return None
    try:
        said = orjson.loads(target.read(plain) or b"{}")
    except ValueError:
        return None
    number: int | None = said.get("snapshot", said.get("sequence"))
    return number


def _files_of(target: Target, previous: Previous) -> Iterator[str]:
    """Give the files of the country that any snapshot names, from the newest to the first."""
    root: dict[str, Any] = previous.root
    while True:
        yield from (link["path"] for link in root["files"].values())
        before = root["previous"]
        if before is None:
            return
        link = {"path": before["root_path"], "sha256": before["root_sha256"]}
        root = read_json(target, link)
