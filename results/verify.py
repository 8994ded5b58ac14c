"""Verification of a published root from its files alone; nothing of the record is needed.

The walk starts at the pointer and follows hashes: root, manifests, unit records, images, CSV
files, pages, then the snapshot before, down to the first. What did not change from one snapshot to
the next is read once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from results.addresses import LATEST, canonical, digest, snapshot_path
from results.errors import KeyUnreadable, PublicationError
from results.evidence import Evidence
from results.ledger import Country, Ledger
from results.pointer import POINTER_LIMIT, is_signed_by
from results.printed import Printed, Wait, is_printing
from results.signing import PublicKey
from results.sources import Source

Tell = Callable[[int, int], None]
"""How many snapshots were walked, of how many at most."""


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


def verify(
    source: Source,
    key: PublicKey | None = None,
    wait: Wait = lambda: False,
    *,
    older: Sequence[PublicKey] = (),
    tell: Tell = lambda _done, _total: None,
) -> Report:
    """Check everything that hangs on the pointer of a published root.

    `wait` is asked before pages that do not fit are read again, while the printer is at work.
    `older` are the keys before `key`, newest first: going back, the chain may pass from one to the
    next, and never returns. `tell` hears how many snapshots were walked, of how many.

    Raises:
        PublicationError: there is no pointer, or the place cannot be read.
    """
    data = source.read(LATEST)
    if data is None:
        raise PublicationError(f"there is no {LATEST}")
    return _Walk(source, [key, *older] if key else [], wait, tell).walk(data)


class _Walk:
    def __init__(self, source: Source, keys: list[PublicKey], wait: Wait, tell: Tell) -> None:
        self._source = source
        self._keys = keys
        self._wait = wait
        self._tell = tell
        self._files = Evidence(source)
        self._begin_record()
        self.report = Report(
            is_self_signed=not keys, faults=self._files.faults, listed=self._files.listed
        )

    def walk(self, data: bytes) -> Report:
        report = self.report
        report.listed[LATEST] = digest(data)
        if len(data) > POINTER_LIMIT:
            self._fault(LATEST, f"is larger than {POINTER_LIMIT} bytes")
        pointer = self._files.object(LATEST, data)
        if pointer is not None:
            self._keys = self._keys or self._own_key(pointer)
            self._pointer(pointer, data)
        if report.is_sound:  # a broken chain lists too little
            report.unlisted = [p for p in self._source.paths() if p not in report.listed]
        return report

    def _own_key(self, pointer: Mapping[str, Any]) -> list[PublicKey]:
        try:
            return [PublicKey.from_text(str(pointer.get("key", "")))]
        except KeyUnreadable:
            self._fault(LATEST, "names no readable key")
            return []

    def _pointer(self, pointer: dict[str, Any], data: bytes) -> None:
        newest = self._keys[:1]
        self.report.fingerprint = "".join(key.fingerprint for key in newest)
        if self._signer(LATEST, pointer, data, newest) is None:
            return  # what it names cannot be trusted to be even well formed
        self.report.sequence = pointer["sequence"]
        root = self._json(pointer.get("root"))
        if root is None:
            return
        self._agrees(pointer, root)
        self.report.is_printing = is_printing(pointer)
        self._snapshots(pointer, root)
        self._printed(pointer, newest[0])

    def _printed(self, pointer: Mapping[str, Any], key: PublicKey) -> None:
        """Check the pages and files with fixed names, whichever snapshot they show."""
        printed = Printed(self._source, key)
        self.report.faults += printed.faults(pointer, self._wait)
        self.report.listed |= printed.listed

    def _agrees(self, pointer: Mapping[str, Any], root: Mapping[str, Any]) -> None:
        for name in ("sequence", "published_at", "audit_head", "previous", "rehearsal"):
            if pointer.get(name) != root.get(name):
                self._fault(LATEST, f"says another {name} than its root")
        if pointer.get("election") != root["election"]["code"]:
            self._fault(LATEST, "says another election than its root")

    def _snapshots(self, pointer: dict[str, Any], root: dict[str, Any]) -> None:
        """Walk the roots from the newest back to the first."""
        link = pointer["root"]
        kept: str | None = None
        while True:
            self.report.snapshots += 1
            self._tell(self.report.snapshots, self.report.sequence)
            self._kept_pointer(root, link, kept)
            self._root(link["path"], root)
            before = root["previous"]
            if before is None:
                return
            link = {"path": before["root_path"], "sha256": before["root_sha256"]}
            kept = before["pointer_sha256"]
            older = self._json(link)
            if older is None:
                return
            if older["election"] != root["election"]:
                self._begin_record()  # nothing leads over from another record
            if older["sequence"] >= root["sequence"]:
                self._fault(link["path"], "is not older than its successor")
                return
            root = older

    def _begin_record(self) -> None:
        self._ledgers: dict[str, Ledger] = {}
        self._homes: dict[str, str] = {}
        self._country = Country()

    def _kept_pointer(
        self, root: Mapping[str, Any], link: Mapping[str, Any], sha256: str | None
    ) -> None:
        """Check the pointer of a snapshot as it first was; the successor names its hash."""
        path = snapshot_path(root["sequence"])
        data = self._files.file(path, sha256) if sha256 else self._files.plain(path)
        pointer = self._files.object(path, data) if data is not None else None
        if pointer is None:
            return
        signer = self._signer(path, pointer, data or b"", self._keys)
        if signer is None:
            return
        # Whoever holds an earlier key must not be able to sign what came after it.
        self._keys = self._keys[self._keys.index(signer) :]
        if pointer["root"]["sha256"] != link["sha256"]:
            self._fault(path, "names another root")
        self._signed_root(pointer["root"], signer)

    def _signed_root(self, link: Mapping[str, Any], key: PublicKey) -> None:
        """Check the signature file beside a root, the one that stock minisign reads."""
        path = f"{link['path']}.minisig"
        signature = self._files.file(path, link["minisig_sha256"])
        data = self._source.read(link["path"])
        if signature is None or data is None:
            return
        if not key.accepts(data, signature.decode(errors="replace")):
            self._fault(path, "is not this key's signature")

    def _root(self, path: str, root: Mapping[str, Any]) -> None:
        for link in root["files"].values():
            self._files.check(link)
        shown = root["constituencies"]
        is_first = not self._ledgers
        for code in self._ledgers.keys() - shown.keys():
            self._country.leave(code)
            del self._ledgers[code]
        for code, entry in shown.items():
            if code not in self._ledgers:
                if not is_first:
                    self._fault(path, f"shows {code}, which vanished later")
                self._ledgers[code] = Ledger(code, self._files, self._homes)
            self._constituency(root, code, entry["manifest"])
        self._nation(root["files"]["nation"])

    def _constituency(self, root: Mapping[str, Any], code: str, link: Mapping[str, Any]) -> None:
        ledger = self._ledgers[code]
        if ledger.manifest == link["sha256"]:
            return
        manifest = self._json(link)
        if manifest is None:
            return
        own = (code, root["election"]["code"], root["rehearsal"])
        if (manifest["code"], manifest["election"], manifest["rehearsal"]) != own:
            self._fault(link["path"], f"is not of {code} in this election")
        for fault in ledger.turn_to(manifest, link["sha256"]):
            self._fault(link["path"], fault)
        self._country.show(code, manifest)

    def _nation(self, link: Mapping[str, Any]) -> None:
        nation = self._json(link)
        if nation is not None and not self._country.is_summed_in(nation):
            self._fault(link["path"], "is not the sum of the constituencies")

    def _json(self, link: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if not link:
            self._fault(LATEST, "names no root")
            return None
        return self._files.json(link)

    def _signer(
        self, path: str, pointer: Mapping[str, Any], data: bytes, keys: Iterable[PublicKey]
    ) -> PublicKey | None:
        """Return which of some keys signed a pointer, None after noting what is wrong."""
        signer = next((key for key in keys if is_signed_by(pointer, key)), None)
        if signer is None:
            self._fault(path, "is not signed by this key")
        elif canonical(pointer) != data:
            self._fault(path, "is not written as it was signed")
            return None
        return signer

    def _fault(self, path: str, what: str) -> None:
        self._files.fault(path, what)
