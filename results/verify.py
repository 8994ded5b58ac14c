"""Verification of a published root from its files alone; nothing of the record is needed.

The walk starts at the pointer and follows hashes: root, manifests, unit records, images, CSV
files, pages, then the snapshot before, down to the first. A file is read once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from results.addresses import LATEST, canonical, digest, snapshot_path
from results.conservation import unexplained
from results.errors import KeyUnreadable, PublicationError
from results.evidence import Evidence
from results.pointer import POINTER_LIMIT, is_signed_by
from results.printed import Printed, Wait, is_printing
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
    """Pages of an older snapshot were being replaced when the walk began."""

    @property
    def is_sound(self) -> bool:
        """Whether every listed file is there and is what it is said to be."""
        return not self.faults


def verify(source: Source, key: PublicKey | None = None, wait: Wait = lambda: False) -> Report:
    """Check everything that hangs on the pointer of a published root.

    `wait` is asked before pages that do not fit are read again, while the printer is at work.

    Raises:
        PublicationError: there is no pointer, or the place cannot be read.
    """
    data = source.read(LATEST)
    if data is None:
        raise PublicationError(f"there is no {LATEST}")
    return _Walk(source, key, wait).walk(data)


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
    def __init__(self, source: Source, key: PublicKey | None, wait: Wait) -> None:
        self._source = source
        self._key = key
        self._wait = wait
        self._files = Evidence(source)
        self._manifests: set[str] = set()
        self._later: dict[str, dict[str, dict[str, Any]]] = {}
        self.report = Report(
            is_self_signed=key is None, faults=self._files.faults, listed=self._files.listed
        )

    def walk(self, data: bytes) -> Report:
        report = self.report
        report.listed[LATEST] = digest(data)
        if len(data) > POINTER_LIMIT:
            self._fault(LATEST, f"is larger than {POINTER_LIMIT} bytes")
        pointer = self._files.object(LATEST, data)
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
        self.report.is_printing = is_printing(pointer)
        self._snapshots(pointer, root)
        self._printed(pointer)

    def _printed(self, pointer: Mapping[str, Any]) -> None:
        """Check the pages and files with fixed names, whichever snapshot they show."""
        if self._key is not None:
            printed = Printed(self._source, self._key)
            self.report.faults += printed.faults(pointer, self._wait)
            self.report.listed |= printed.listed

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
        data = self._files.file(path, sha256) if sha256 else self._files.plain(path)
        pointer = self._files.object(path, data) if data is not None else None
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
        signature = self._files.file(path, link["minisig_sha256"])
        data = self._files.seen.get(link["path"])
        if signature is None or data is None or self._key is None:
            return
        if not self._key.accepts(data, signature.decode(errors="replace")):
            self._fault(path, "is not this key's signature")

    def _root(self, root: Mapping[str, Any]) -> None:
        for link in root["files"].values():
            self._files.linked(link)
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
                    self._files.linked(page["image"])
        return record

    def _json(self, link: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if not link:
            self._fault(LATEST, "names no root")
            return None
        return self._files.json(link)

    def _is_signed(self, path: str, pointer: Mapping[str, Any], data: bytes) -> bool:
        if self._key is None or not is_signed_by(pointer, self._key):
            self._fault(path, "is not signed by this key")
            return False
        if canonical(pointer) != data:
            self._fault(path, "is not written as it was signed")
            return False
        return True

    def _fault(self, path: str, what: str) -> None:
        self._files.fault(path, what)
