"""Verification of a published root from its files alone; nothing of the record is needed.

The walk starts at the pointer and follows hashes: root, manifests, unit records, images, CSV
files, pages, then the snapshot before, down to the first. A file is read once.
"""

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from results.addresses import LATEST, canonical, digest, snapshot_path
from results.conservation import unexplained
from results.edition import PACKED
from results.errors import KeyUnreadable, PublicationError
from results.pointer import POINTER_LIMIT, is_signed_by
from results.signing import PublicKey
from results.sources import Source


@dataclass
class Report:
    """What was found; an empty `faults` means that everything fits."""

    sequence: int = 0
    snapshots: int = 0
    fingerprint: str = ""
    is_self_signed: bool = True
    """No key was given: the signature proves that all is of one hand, not whose."""
    faults: list[str] = field(default_factory=list)
    listed: dict[str, str] = field(default_factory=dict)
    """Path → SHA-256 of every file that hangs on the pointer."""
    unlisted: list[str] = field(default_factory=list)
    is_printing: bool = False
    """Pages of an older snapshot are being replaced: some may differ for a few seconds."""

    @property
    def is_sound(self) -> bool:
        """Whether every listed file is there and is what it is said to be."""
        return not self.faults

    def was_overtaken(self, source: Source) -> bool:
        """Tell whether the pointer is another one than the one that was walked from."""
        data = source.read(LATEST)
        return data is not None and digest(data) != self.listed[LATEST]


def verify(source: Source, key: PublicKey | None = None) -> Report:
    """Check everything that hangs on the pointer of a published root.

    Raises:
        PublicationError: there is no pointer, or the place cannot be read.
    """
    data = source.read(LATEST)
    if data is None:
        raise PublicationError(f"there is no {LATEST}")
    return _Walk(source, key).walk(data)


def are_sums_of(totals: Mapping[str, Any], records: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a manifest's totals are the sums of the unit records (R607)."""
    left = Counter(
        {
            (stream, ballot, key): value
            for stream, by_ballot in totals.items()
            for ballot, counts in by_ballot.items()
            for key, value in counts.items()
        }
    )
    for record in records:
        for ballot, sheet in record["ballots"].items():
            for key, value in sheet["counts"].items():
                left[(record["unit"]["stream"], ballot, key)] -= value
    return not any(left.values())


class _Walk:
    def __init__(self, source: Source, key: PublicKey | None) -> None:
        self._source = source
        self._key = key
        self._seen: dict[str, bytes] = {}
        self._manifests: set[str] = set()
        self._later: dict[str, dict[str, dict[str, Any]]] = {}
        self.report = Report(is_self_signed=key is None)

    def walk(self, data: bytes) -> Report:
        report = self.report
        report.listed[LATEST] = digest(data)
        if len(data) > POINTER_LIMIT:
            self._fault(LATEST, f"is larger than {POINTER_LIMIT} bytes")
        pointer = self._object(LATEST, data)
        if pointer is not None:
            self._key = self._key or self._own_key(pointer)
            self._pointer(pointer, data)
        if report.is_sound:  # a broken chain lists too little
            report.unlisted = [p for p in self._source.paths() if p not in report.listed]
        return report

    def _own_key(self, pointer: Mapping[str, Any]) -> PublicKey | None:
        try:
            return PublicKey.from_text(str(pointer.get("key", "")))
        except KeyUnreadable:
            self._fault(LATEST, "names no readable key")
            return None

    def _pointer(self, pointer: dict[str, Any], data: bytes) -> None:
        self.report.fingerprint = self._key.fingerprint if self._key else ""
        if not self._is_signed(LATEST, pointer, data):
            return  # what it names cannot be trusted to be even well formed
        self.report.sequence = pointer["sequence"]
        root = self._json(pointer.get("root"))
        if root is None:
            return
        self._agrees(pointer, root)
        printed = pointer["printed"]
        self.report.is_printing = printed is None or printed["snapshot"] != pointer["sequence"]
        if printed:
            self._printed(printed)
        self._snapshots(pointer, root)

    def _printed(self, link: Mapping[str, Any]) -> None:
        """Check the pages and files with fixed names, whichever snapshot they show."""
        index = self._json(link)
        if index is None:
            return
        self._copies(index["assets"])
        self._copies(index["nation"])
        self._copies({path: file["sha256"] for path, file in index["exports"]["files"].items()})
        for entry in (*index.get("steps", []), *index.get("cards", {}).values()):
            self._copies(entry.get("pages") or entry["files"])
        for entry in index.get("provinces", {}).values():
            self._copies(entry["pages"])
        for entry in index["constituencies"].values():
            listed = self._json(entry["pages"])
            self._copies(listed["pages"] if listed else {})

    def _agrees(self, pointer: Mapping[str, Any], root: Mapping[str, Any]) -> None:
        for name in ("sequence", "published_at", "audit_head", "previous", "rehearsal"):
            if pointer.get(name) != root.get(name):
                self._fault(LATEST, f"says another {name} than its root")

    def _snapshots(self, pointer: dict[str, Any], root: dict[str, Any]) -> None:
        """Walk the roots from the newest back to the first."""
        link = pointer["root"]
        kept: str | None = None
        while True:
            self.report.snapshots += 1
            self._kept_pointer(root, link, kept)
            self._root(root)
            before = root["previous"]
            if before is None:
                return
            link = {"path": before["root_path"], "sha256": before["root_sha256"]}
            kept = before["pointer_sha256"]
            older = self._json(link)
            if older is None:
                return
            if older["election"] != root["election"]:
                self._later = {}  # another record begins here: nothing leads over
            if older["sequence"] >= root["sequence"]:
                self._fault(link["path"], "is not older than its successor")
                return
            root = older

    def _kept_pointer(
        self, root: Mapping[str, Any], link: Mapping[str, Any], sha256: str | None
    ) -> None:
        """Check the pointer of a snapshot as it first was; the successor names its hash."""
        path = snapshot_path(root["sequence"])
        data = self._file(path, sha256) if sha256 else self._plain(path)
        pointer = self._object(path, data) if data is not None else None
        if pointer is None:
            return
        if not self._is_signed(path, pointer, data or b""):
            return
        if pointer["root"]["sha256"] != link["sha256"]:
            self._fault(path, "names another root")
        self._signed_root(pointer["root"])

    def _signed_root(self, link: Mapping[str, Any]) -> None:
        """Check the signature file beside a root, the one that stock minisign reads."""
        path = f"{link['path']}.minisig"
        signature, data = self._file(path, link["minisig_sha256"]), self._seen.get(link["path"])
        if signature is None or data is None or self._key is None:
            return
        if not self._key.accepts(data, signature.decode(errors="replace")):
            self._fault(path, "is not this key's signature")

    def _root(self, root: Mapping[str, Any]) -> None:
        for link in root["files"].values():
            self._linked(link)
        for entry in root["constituencies"].values():
            self._manifest(entry["manifest"])

    def _manifest(self, link: Mapping[str, Any]) -> None:
        if link["path"] in self._manifests:
            return
        self._manifests.add(link["path"])
        manifest = self._json(link)
        if manifest is None:
            return
        found = {u["code"]: self._record(u["record"]) for u in manifest["units"] if u["record"]}
        records = {code: record for code, record in found.items() if record is not None}
        if len(records) == len(found):
            self._sums(link["path"], manifest, records)

    def _sums(
        self, path: str, manifest: Mapping[str, Any], records: dict[str, dict[str, Any]]
    ) -> None:
        """Check that totals are sums of units, and what changed up to the later manifest."""
        if not are_sums_of(manifest["totals"], records.values()):
            self._fault(path, "has totals that are not the sums of its units")
        later = self._later.get(manifest["code"])
        self._later[manifest["code"]] = records
        if later is None:
            return
        for code, record in records.items():
            if code not in later:
                self._fault(path, f"shows {code}, which vanished later")
            elif changed := unexplained(record, later[code]):
                self._fault(path, f"{code} changed without a correction: {', '.join(changed)}")

    def _record(self, link: Mapping[str, Any]) -> dict[str, Any] | None:
        record = self._json(link)
        for sheet in (record or {"ballots": {}})["ballots"].values():
            for page in sheet["pages"]:
                if page["image"]:
                    self._linked(page["image"])
        return record

    def _copies(self, copies: Mapping[str, str]) -> None:
        for path, sha256 in copies.items():
            data = self._file(path, sha256)
            plain = path.removesuffix(PACKED)
            if data is not None and plain != path and plain in self._seen:
                self._packs(path, data, plain)

    def _packs(self, path: str, data: bytes, plain: str) -> None:
        """Check that browsers which take a page packed are shown the same page."""
        try:
            is_same = gzip.decompress(data) == self._seen[plain]
        except (OSError, EOFError, zlib.error):
            is_same = False
        if not is_same:
            self._fault(path, f"does not hold {plain}")

    def _json(self, link: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if not link:
            self._fault(LATEST, "names no root")
            return None
        data = self._linked(link)
        return None if data is None else self._object(str(link["path"]), data)

    def _linked(self, link: Mapping[str, Any]) -> bytes | None:
        return self._file(link["path"], link["sha256"])

    def _file(self, path: str, sha256: str) -> bytes | None:
        """Return a file whose hash is known, or None after noting what is wrong."""
        if path in self._seen and self.report.listed[path] == sha256:
            return self._seen[path]
        data = self._plain(path)
        if data is not None and digest(data) != sha256:
            self._fault(path, "was changed: its hash is not the one that is listed")
            return None
        return data

    def _plain(self, path: str) -> bytes | None:
        data = self._source.read(path)
        self.report.listed[path] = digest(data) if data is not None else ""
        if data is None:
            self._fault(path, "is missing")
            return None
        self._seen[path] = data
        return data

    def _is_signed(self, path: str, pointer: Mapping[str, Any], data: bytes) -> bool:
        if self._key is None or not is_signed_by(pointer, self._key):
            self._fault(path, "is not signed by this key")
            return False
        if canonical(pointer) != data:
            self._fault(path, "is not written as it was signed")
            return False
        return True

    def _object(self, path: str, data: bytes) -> dict[str, Any] | None:
        try:
            found = json.loads(data)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            self._fault(path, "is not JSON")
            return None
        return found

    def _fault(self, path: str, what: str) -> None:
        self.report.faults.append(f"{path} {what}")
