"""The way from one unit's published numbers back to its photos, from a few small files.

Pointer → root → constituency's manifest → unit's record → public images; the record names the
SHA-256 of every original photo, which whoever holds one can compare.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from results.addresses import LATEST, canonical
from results.errors import KeyUnreadable, PublicationError
from results.evidence import Evidence
from results.pointer import is_signed_by
from results.signing import PublicKey
from results.sources import Source


@dataclass
class Trace:
    """What stands on the way; an empty `faults` means that every step leads to the next."""

    unit: str
    fingerprint: str = ""
    is_self_signed: bool = True
    pointer: dict[str, Any] = field(default_factory=dict)
    constituency: str = ""
    manifest: str = ""
    """Path of the constituency's manifest."""
    path: str = ""
    """Path of the unit's record, empty where the unit is not public."""
    where: str = ""
    """Where the unit stands, as the manifest says."""
    record: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def photos(self) -> dict[str, tuple[str, int]]:
        """SHA-256 of each original photo → ballot and page number."""
        return {
            page["photo_sha256"]: (ballot, page["page"])
            for ballot, sheet in self.record.get("ballots", {}).items()
            for page in sheet["pages"]
        }


def trace(source: Source, unit: str, key: PublicKey | None = None) -> Trace:
    """Follow the numbers of the unit with code `unit` through the newest snapshot.

    Raises:
        PublicationError: there is no pointer, the place cannot be read, or no constituency of the
            snapshot has such a unit.
    """
    files = Evidence(source)
    found = Trace(unit, is_self_signed=key is None, faults=files.faults)
    root = _signed_root(files, found, key)
    if root is not None:
        _find(files, found, root)
    return found


def _signed_root(files: Evidence, found: Trace, key: PublicKey | None) -> dict[str, Any] | None:
    data = files.source.read(LATEST)
    if data is None:
        raise PublicationError(f"there is no {LATEST}")
    pointer = files.object(LATEST, data)
    if pointer is None:
        return None
    try:
        key = key or PublicKey.from_text(str(pointer.get("key", "")))
    except KeyUnreadable:
        files.fault(LATEST, "names no readable key")
        return None
    found.fingerprint = key.fingerprint
    if not is_signed_by(pointer, key) or canonical(pointer) != data:
        files.fault(LATEST, "is not signed by this key")
        return None
    found.pointer = pointer
    return files.json(pointer["root"])


def _find(files: Evidence, found: Trace, root: Mapping[str, Any]) -> None:
    """Look for the unit, first where the constituency's code begins as the unit's does."""
    entries = root["constituencies"]
    for code in sorted(entries, key=lambda code: -_alike(code, found.unit)):
        manifest = files.json(entries[code]["manifest"]) or {"units": []}
        unit = next((u for u in manifest["units"] if u["code"] == found.unit), None)
        if unit is not None:
            found.constituency, found.manifest = code, entries[code]["manifest"]["path"]
            found.where = unit["where"]
            _record(files, found, unit["record"])
            return
    if not files.faults:  # an unreadable manifest may be the one that has it
        raise PublicationError(f"no constituency has a unit {found.unit}")


def _record(files: Evidence, found: Trace, link: Mapping[str, Any] | None) -> None:
    if link is None:
        return
    found.path = link["path"]
    found.record = files.json(link) or {}
    for sheet in found.record.get("ballots", {}).values():
        for page in sheet["pages"]:
            if page["image"]:
                files.check(page["image"])


def _alike(one: str, other: str) -> int:
    """Return how many characters two codes begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
