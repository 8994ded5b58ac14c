"""Immutable files: their path is made from the hash of their content."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import orjson

DATA: Final = "data/files"
"""Every immutable file lies here, in 256 folders by the first two digits of its hash."""

LATEST: Final = "data/latest.json"
"""The pointer: the only file that a reader needs to know by name."""


PRINTED: Final = "data/printed.json"
"""What the pages and files with fixed names are, each with its hash."""


@dataclass(frozen=True)
class Blob:
    """A file and its place in the published folder."""

    path: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        """The hash that others name this file by."""
        return digest(self.data)

    def link(self) -> dict[str, Any]:
        """Return how another file names this one."""
        return {"path": self.path, "sha256": self.sha256, "bytes": len(self.data)}


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in small hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def path_for(sha256: str, ending: str) -> str:
    """Return the path of the immutable file of a hash."""
    return f"{DATA}/{sha256[:2]}/{sha256}.{ending}"


def blob(data: bytes, ending: str) -> Blob:
    """Return `data` as an immutable file."""
    sha256 = digest(data)
    made = Blob(path_for(sha256, ending), data)
    made.__dict__["sha256"] = sha256  # hashed once: it is asked for again when the file is named
    return made


def canonical(value: object) -> bytes:
    """Return JSON as it is hashed and signed: UTF-8, sorted keys, no spaces, one line end."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def json_blob(value: object) -> Blob:
    """Return a JSON value as an immutable file."""
    return blob(canonical(value), "json")


def snapshot_path(sequence: int) -> str:
    """Return the path of the signed pointer of a snapshot, kept as it first was."""
    return f"data/snapshots/{sequence:06}.json"


def changes_path(sequence: int) -> str:
    """Return the path of what a snapshot changed against the one before."""
    return f"data/changes/{sequence:06}.json"
