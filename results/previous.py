"""The snapshot that is out: what the next one is compared with and names as its predecessor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from results.addresses import LATEST, digest, snapshot_path
from results.errors import PublicationError
from results.target import Target


@dataclass(frozen=True)
class Previous:
    """The pointer that readers see now, and the root that it names."""

    pointer: dict[str, Any]
    root: dict[str, Any]
    pointer_sha256: str
    """Of the pointer as it first was."""
    pointer_data: bytes
    """The pointer that readers see now, as it stands."""

    @property
    def sequence(self) -> int:
        """Its number."""
        return int(self.root["sequence"])

    @property
    def published_at(self) -> datetime:
        """When it went out."""
        return datetime.fromisoformat(self.root["published_at"])

    @property
    def is_paused(self) -> bool:
        """Whether the operator has paused publication."""
        return bool(self.pointer["status"] == "paused")

    def to_data(self) -> dict[str, Any]:
        """Return how its successor names it."""
        return {
            "sequence": self.sequence,
            "root_sha256": self.pointer["root"]["sha256"],
            "root_path": self.pointer["root"]["path"],
            "pointer_sha256": self.pointer_sha256,
        }


def read_previous(target: Target) -> Previous | None:
    """Return what is published, or None for an empty place.

    Raises:
        PublicationError: there is a pointer, but what it names is missing or damaged.
    """
    data = target.read(LATEST)
    if data is None:
        return None
    pointer = orjson.loads(data)
    root = read_json(target, pointer["root"])
    kept = target.read(snapshot_path(root["sequence"]))
    if kept is None:
        raise PublicationError(f"the pointer of snapshot {root['sequence']} is missing")
    return Previous(pointer, root, digest(kept), data)


def read_json(target: Target, link: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON file that `link` names.

    Raises:
        PublicationError: it is missing, or is not what was linked to.
    """
    found: dict[str, Any] = orjson.loads(read_bytes(target, link))
    return found


def read_records(target: Target, manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the records of a constituency's public units, in the manifest's order.

    Raises:
        PublicationError: one is missing, or is not what was linked to.
    """
    return (read_json(target, unit["record"]) for unit in manifest["units"] if unit["record"])


def read_bytes(target: Target, link: dict[str, Any]) -> bytes:
    """Return the content of the file that `link` names.

    Raises:
        PublicationError: it is missing, or is not what was linked to.
    """
    data = target.read(link["path"])
    if data is None or digest(data) != link["sha256"]:
        raise PublicationError(f"{link['path']} is missing or damaged")
    return data
