"""An onlooker who checks R602–R607 from the published files alone; none of our classes is used.

It follows `data/latest.json` as any reader would, keeps what it saw, and compares.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Sums = Counter[tuple[str, str, str]]

_POINTER_LIMIT = 4096


class Onlooker:
    """What an onlooker has seen of a published folder so far."""

    def __init__(self, root: Path, cap_percent: int = 95) -> None:
        """Take the folder and the announced cap."""
        self._root = root
        self._cap_percent = cap_percent
        self._manifests: dict[str, str] = {}
        self._records: dict[str, dict[str, str]] = {}
        self._sums: dict[str, Sums] = {}
        self._sequences: dict[str, int] = {}
        self._expected: dict[str, int] = {}
        self._root_sha256: str | None = None
        self.sequence = 0
        self.faults: list[str] = []

    def look(self) -> int:
        """Check the newest snapshot against the last that was seen; return its number."""
        data = (self._root / "data/latest.json").read_bytes()
        self._that(len(data) <= _POINTER_LIMIT, "the pointer is too large")
        pointer = json.loads(data)
        root = self._read(pointer["root"])
        self._that(pointer["sequence"] >= self.sequence, "the sequence went back")
        self._that(root["sequence"] == pointer["sequence"], "pointer and root differ")
        if pointer["sequence"] == self.sequence + 1 and self._root_sha256:
            previous = root["previous"]["root_sha256"]
            self._that(previous == self._root_sha256, "the chain does not lead back")
        self.sequence, self._root_sha256 = pointer["sequence"], pointer["root"]["sha256"]
        for code, entry in root["constituencies"].items():
            if self._manifests.get(code) != entry["manifest"]["sha256"]:
                self._manifests[code] = entry["manifest"]["sha256"]
                self._constituency(code, self._read(entry["manifest"]))
        self._nation(self._read(root["files"]["nation"]))
        return self.sequence

    def candidates(self) -> dict[tuple[str, str], int]:
        """Return (constituency, field) → sum of the constituency ballot over all streams."""
        found: Counter[tuple[str, str]] = Counter()
        for code, sums in self._sums.items():
            for (_, ballot, key), value in sums.items():
                if ballot == "constituency":
                    found[code, key] += value
        return dict(found)

    def _that(self, holds: bool, fault: str) -> None:  # noqa: FBT001 - reads as a sentence
        if not holds:
            self.faults.append(f"snapshot {self.sequence}: {fault}")

    def _read(self, link: Mapping[str, Any]) -> dict[str, Any]:
        data = (self._root / link["path"]).read_bytes()
        same = hashlib.sha256(data).hexdigest() == link["sha256"]
        self._that(same, f"{link['path']} has another hash")
        found: dict[str, Any] = json.loads(data)
        return found

    def _constituency(self, code: str, manifest: dict[str, Any]) -> None:
        before = self._sums.get(code, Counter())
        after, corrected = self._added(code, manifest)
        said: Sums = Counter()
        for stream, by_ballot in manifest["totals"].items():
            for ballot, counts in by_ballot.items():
                said.update({(stream, ballot, key): value for key, value in counts.items()})
        self._that(+said == +after, f"{code}: totals are not the sums of the records (R607)")
        for name in before:
            fell = after[name] < before[name]
            self._that(not fell or name[1:] in corrected, f"{code}: {name} fell (R606)")
        self._sums[code] = after
        self._cap(code, manifest)
        self._order(code, manifest)

    def _added(self, code: str, manifest: dict[str, Any]) -> tuple[Sums, set[tuple[str, str]]]:
        sums = Counter(self._sums.get(code, Counter()))
        seen = self._records.setdefault(code, {})
        corrected: set[tuple[str, str]] = set()
        now = {u["code"]: u["record"] for u in manifest["units"] if u["record"]}
        for unit in seen.keys() - now.keys():
            self._that(holds=False, fault=f"{code}: {unit} vanished (R606)")
        for unit, link in now.items():
            if seen.get(unit) == link["sha256"]:
                continue
            record = self._read(link)
            if unit in seen:
                old = self._read({**link, **_link(seen[unit])})
                _count(sums, old, -1)
                corrected |= {(c["ballot"], c["key"]) for c in record["corrections"]}
            _count(sums, record, 1)
            seen[unit] = link["sha256"]
            self._whole(code, record)
        return sums, corrected

    def _whole(self, code: str, record: dict[str, Any]) -> None:
        ballots = set(record["ballots"])
        is_whole = ballots == {"constituency", "party_list"} or record["withdrawn"]
        self._that(bool(is_whole), f"{code}: {record['unit']['code']} lacks a ballot (R602)")

    def _cap(self, code: str, manifest: dict[str, Any]) -> None:
        expected = manifest["expected"]["election_day"]
        fixed = self._expected.setdefault(code, expected)
        self._that(fixed == expected, f"{code}: N changed (R603)")
        on_board = Counter(
            u["stream"] for u in manifest["units"] if u["where"] in {"counted", "rechecked"}
        )
        counted = {s: n for s, n in manifest["counted"].items() if n}
        self._that(counted == dict(on_board), f"{code}: another number of units (R605)")
        if manifest["state"] not in {"consolidated", "certified"}:
            cap = self._cap_percent * expected // 100
            self._that(on_board["election_day"] <= cap, f"{code}: above the cap (R603)")

    def _order(self, code: str, manifest: dict[str, Any]) -> None:
        public, waiting = [0], []
        for unit in manifest["units"]:
            if unit["sequence"] is None:
                continue
            first = self._sequences.setdefault(unit["code"], unit["sequence"])
            self._that(first == unit["sequence"], f"{unit['code']}: another slot (R604)")
            if unit["kind"] == "polling_unit" and unit["record"]:
                public.append(unit["sequence"])
            elif unit["where"] == "withheld" and unit["reason"] == "cap":
                waiting.append(unit["sequence"])
        overtaken = waiting and min(waiting) < max(public)
        self._that(not overtaken, f"{code}: a unit was overtaken (R604)")

    def _nation(self, nation: dict[str, Any]) -> None:
        sums: Counter[tuple[str, str]] = Counter()
        for by_constituency in self._sums.values():
            for (_, ballot, key), value in by_constituency.items():
                if ballot != "constituency" or not key.startswith("row:"):
                    sums[ballot, key] += value
        said = Counter(
            {(b, key): v for b, counts in nation["totals"].items() for key, v in counts.items()}
        )
        self._that(+sums == +said, "the nation is not the sum of its units (R607)")


def _link(sha256: str) -> dict[str, str]:
    return {"sha256": sha256, "path": f"data/files/{sha256[:2]}/{sha256}.json"}


def _count(sums: Sums, record: dict[str, Any], sign: int) -> None:
    stream = record["unit"]["stream"]
    for ballot, sheet in record["ballots"].items():
        for key, value in sheet["counts"].items():
            sums[stream, ballot, key] += sign * value
