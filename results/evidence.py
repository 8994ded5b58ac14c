"""Files of a published root as they were read, and what does not fit about them."""

import json
from collections.abc import Mapping
from typing import Any

from results.addresses import digest
from results.sources import Source


class Evidence:
    """What was read: its hashes, never the files themselves, which no memory holds."""

    def __init__(self, source: Source) -> None:
        """Take the place to read from."""
        self.source = source
        self.listed: dict[str, str] = {}
        """Path → SHA-256 of every file that was asked for, empty where it is missing."""
        self.faults: list[str] = []

    def fault(self, path: str, what: str) -> None:
        """Note what is wrong with a file."""
        self.faults.append(f"{path} {what}")

    def json(self, link: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the JSON object that `link` names, or None after noting what is wrong."""
        data = self.linked(link)
        return None if data is None else self.object(str(link["path"]), data)

    def object(self, path: str, data: bytes) -> dict[str, Any] | None:
        """Return the JSON object in `data`, or None after noting that there is none."""
        try:
            found = json.loads(data)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            self.fault(path, "is not JSON")
            return None
        return found

    def check(self, link: Mapping[str, Any]) -> None:
        """Look once at a file of which nothing but the hash matters."""
        if self.listed.get(link["path"]) != link["sha256"]:
            self.linked(link)

    def linked(self, link: Mapping[str, Any]) -> bytes | None:
        """Return the file that `link` names, or None after noting what is wrong."""
        return self.file(link["path"], link["sha256"])

    def file(self, path: str, sha256: str) -> bytes | None:
        """Return a file whose hash is known, or None after noting what is wrong."""
        data = self.plain(path)
        if data is not None and digest(data) != sha256:
            self.fault(path, "was changed: its hash is not the one that is listed")
            return None
        return data

    def plain(self, path: str) -> bytes | None:
        """Return a file whose hash nobody told, or None after noting that it is missing."""
        data = self.source.read(path)
        self.listed[path] = digest(data) if data is not None else ""
        if data is None:
            self.fault(path, "is missing")
            return None
        return data
