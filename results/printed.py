"""The files with fixed names, checked against the list of them that the pointer names.

The printer replaces them while people read: pages first, then their list, and the publisher signs
the list at its next look. In a folder that is alive a page that does not fit is therefore read
again, by a newer list, before anybody hears of it; each page has to fit once.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from results.addresses import LATEST, PRINTED, canonical, digest
from results.edition import PACKED
from results.evidence import Evidence
from results.pointer import is_signed_by
from results.signing import PublicKey
from results.sources import Source

Wait = Callable[[], bool]
"""Waits a little for the printer; says no when its patience is at its end."""


def is_printing(pointer: Mapping[str, Any]) -> bool:
    """Tell whether the pages that a pointer names are those of an older snapshot."""
    printed = pointer["printed"]
    return printed is None or printed["snapshot"] != pointer["sequence"]


class Printed:
    """Pages and files with fixed names, and which of them fitted already."""

    def __init__(self, source: Source, key: PublicKey) -> None:
        """Take the place to read from and the key that signs its pointers."""
        self._source = source
        self._key = key
        self._fitting: set[str] = set()
        self.listed: dict[str, str] = {}
        """Path → SHA-256 of every file that was asked for."""

    def faults(self, pointer: Mapping[str, Any], wait: Wait) -> list[str]:
        """Return what does not fit, once the printer is done or `wait` says no."""
        while True:
            faults = self._look(pointer)
            if not faults or not self._is_changing(pointer) or not wait():
                return faults
            pointer = self._newest() or pointer

    def _look(self, pointer: Mapping[str, Any]) -> list[str]:
        """Check what did not fit so far; return what still does not."""
        evidence = Evidence(self._source)
        index = evidence.json(pointer["printed"]) if pointer["printed"] else None
        for copies in _listed(index, evidence) if index else ():
            self._check(copies, evidence)
        self.listed |= evidence.listed
        return evidence.faults

    def _check(self, copies: Mapping[str, str], evidence: Evidence) -> None:
        """Check each page together with its packed twin: they are replaced one after the other."""
        for path in copies:
            plain = path.removesuffix(PACKED)
            if plain in self._fitting or (path != plain and plain in copies):
                continue
            pair = {name: copies[name] for name in (plain, plain + PACKED) if name in copies}
            if _is_fitting(pair, evidence):
                self._fitting.add(plain)

    def _is_changing(self, pointer: Mapping[str, Any]) -> bool:
        """Tell whether the printer is at work, or was since the pointer was read."""
        if is_printing(pointer) or self._newest() not in (None, pointer):
            return True
        listed = self._source.read(PRINTED)
        return listed is not None and digest(listed) != pointer["printed"]["sha256"]

    def _newest(self) -> dict[str, Any] | None:
        """Return the pointer as it is now, None where it is no signed one."""
        data = self._source.read(LATEST) or b""
        try:
            pointer = json.loads(data)
        except ValueError:
            return None
        if not isinstance(pointer, dict) or not is_signed_by(pointer, self._key):
            return None
        return pointer if canonical(pointer) == data else None


def _listed(index: Mapping[str, Any], evidence: Evidence) -> Iterator[Mapping[str, str]]:
    """Give the files that a list names with their hashes, and those of the lists below it."""
    yield index["assets"]
    yield index["nation"]
    yield {path: file["sha256"] for path, file in index["exports"]["files"].items()}
    for entry in (*index.get("steps", []), *index.get("cards", {}).values()):
        yield entry.get("pages") or entry["files"]
    for entry in index.get("provinces", {}).values():
        yield entry["pages"]
    for entry in index["constituencies"].values():
        pages = evidence.json(entry["pages"])
        yield pages["pages"] if pages else {}


def _is_fitting(pair: Mapping[str, str], evidence: Evidence) -> bool:
    """Tell whether a page, and its packed twin, are what the list says and the same page."""
    data = {path: evidence.file(path, sha256) for path, sha256 in pair.items()}
    if None in data.values():
        return False
    plain, *packed = (bytes(found or b"") for found in data.values())
    if packed and not _holds(packed[0], plain):
        evidence.fault(list(pair)[1], f"does not hold {next(iter(pair))}")
        return False
    return True


def _holds(packed: bytes, plain: bytes) -> bool:
    """Tell whether browsers which take a page packed are shown the same page."""
    try:
        return gzip.decompress(packed) == plain
    except (OSError, EOFError, zlib.error):
        return False
