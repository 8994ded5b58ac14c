"""Checks R602-R607 of every snapshot of a night from its published files alone.

Nothing but Python's own library is used, and none of our classes: `python onlooker.py FOLDER` runs
it on a copy of a published folder, anywhere. It follows the pointers as any reader would, keeps
what it saw, and compares. `khanaen verify --night` is the same.
"""

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Sums = Counter[tuple[str, str, str]]
"""(stream, ballot, field key) → sum."""

_POINTER_LIMIT = 4096
_BOTH = {"constituency", "party_list"}
_DONE = {"consolidated", "certified"}


class Onlooker:
    """What an onlooker has seen of a published folder so far."""

    def __init__(self, root: Path, cap_percent: int = 95) -> None:
        """Take the folder and the announced cap."""
        self._root = root
        self._cap_percent = cap_percent
        self._manifests: dict[str, str] = {}
        self._heads: dict[str, dict[str, Any]] = {}
        self._records: dict[str, dict[str, dict[str, Any]]] = {}
        self._sums: dict[str, Sums] = {}
        self._sequences: dict[str, int] = {}
        self._expected: dict[str, int] = {}
        self._root_sha256: str | None = None
        self.sequence = 0
        self.faults: list[str] = []
        self.stopped: set[str] = set()
        """Constituencies that ever kept their last good figures, which is no fault."""

    def look(self) -> int:
        """Check the newest snapshot against the last that was seen; return its number."""
        return self._see((self._root / "data/latest.json").read_bytes())

    def walk(self) -> Iterator[int]:
        """Check every snapshot from the first on; give the number of each."""
        for file in sorted((self._root / "data/snapshots").glob("*.json")):
            yield self._see(file.read_bytes())

    def candidates(self) -> dict[tuple[str, str], int]:
        """Return (constituency, field) → sum of the constituency ballot over all streams."""
        found: Counter[tuple[str, str]] = Counter()
        for code, sums in self._sums.items():
            for (_, ballot, key), value in sums.items():
                if ballot == "constituency":
                    found[code, key] += value
        return dict(found)

    def _see(self, data: bytes) -> int:
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
            if entry["stopped"]:
                self.stopped.add(code)
            if self._manifests.get(code) != entry["manifest"]["sha256"]:
                self._manifests[code] = entry["manifest"]["sha256"]
                self._constituency(code, self._read(entry["manifest"]))
        self._nation(self._read(root["files"]["nation"]))
        return self.sequence

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
        self._sums[code] = after = self._added(code, manifest)
        said: Sums = Counter()
        for stream, by_ballot in manifest["totals"].items():
            for ballot, counts in by_ballot.items():
                said.update({(stream, ballot, key): value for key, value in counts.items()})
        self._that(+said == +after, f"{code}: totals are not the sums of the records (R607)")
        self._heads[code] = {name: manifest[name] for name in ("expected", "counted")}
        self._cap(code, manifest)
        self._order(code, manifest)

    def _added(self, code: str, manifest: dict[str, Any]) -> Sums:
        """Return the sums with what changed in the records, each change looked at (R602, R606)."""
        sums = Counter(self._sums.get(code, Counter()))
        seen = self._records.setdefault(code, {})
        now = {u["code"]: u for u in manifest["units"] if u["record"]}
        for unit in seen.keys() - now.keys():
            self._that(holds=False, fault=f"{code}: {unit} vanished (R606)")
        for unit, entry in now.items():
            link = entry["record"]
            if unit in seen and seen[unit]["sha256"] == link["sha256"]:
                continue
            record = self._read(link)
            if unit in seen:
                old = self._read(seen[unit])
                _count(sums, old, -1)
                self._that(_is_explained(old, record), f"{unit} changed without a word (R606)")
            _count(sums, record, 1)
            seen[unit] = link
            is_alone = entry["reason"] == "one_ballot" and manifest["state"] in _DONE
            is_whole = set(record["ballots"]) == _BOTH or record["withdrawn"] or is_alone
            self._that(bool(is_whole), f"{code}: {unit} lacks a ballot (R602)")
        return sums

    def _cap(self, code: str, manifest: dict[str, Any]) -> None:
        expected = manifest["expected"]["election_day"]
        fixed = self._expected.setdefault(code, expected)
        self._that(fixed == expected, f"{code}: N changed (R603)")
        cap = self._cap_percent * expected // 100
        self._that(manifest["cap"] == cap, f"{code}: another cap is said (R603)")
        on_board = Counter(
            u["stream"] for u in manifest["units"] if u["where"] in {"counted", "rechecked"}
        )
        counted = {s: n for s, n in manifest["counted"].items() if n}
        self._that(counted == dict(on_board), f"{code}: another number of units (R605)")
        if manifest["state"] not in _DONE:
            self._that(on_board["election_day"] <= cap, f"{code}: above the cap (R603)")

    def _order(self, code: str, manifest: dict[str, Any]) -> None:
        public, waiting, slots = [0], [], []
        for unit in manifest["units"]:
            if unit["sequence"] is None:
                continue
            slots.append(unit["sequence"])
            first = self._sequences.setdefault(unit["code"], unit["sequence"])
            self._that(first == unit["sequence"], f"{unit['code']}: another slot (R604)")
            if unit["kind"] == "polling_unit" and unit["record"]:
                public.append(unit["sequence"])
            elif unit["where"] == "withheld" and unit["reason"] == "cap":
                waiting.append(unit["sequence"])
        overtaken = waiting and min(waiting) < max(public)
        self._that(not overtaken, f"{code}: a unit was overtaken (R604)")
        whole = sorted(slots) == list(range(1, len(slots) + 1))
        self._that(whole, f"{code}: a slot is missing or there twice (R604)")

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
        for name in ("expected", "counted"):
            own: Counter[str] = Counter()
            for head in self._heads.values():
                own.update(head[name])
            told = {stream: numbers[name] for stream, numbers in nation["streams"].items()}
            self._that(+own == +Counter(told), f"the nation has other units {name} (R605)")


def _is_explained(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Tell whether new corrections lead from every old number of a unit to the new one (R606)."""
    known = {c["id"] for c in old["corrections"]}
    if not known <= {c["id"] for c in new["corrections"]}:
        return False
    numbers = _numbers(old)
    for c in sorted(new["corrections"], key=lambda c: int(c["id"])):
        if c["id"] not in known:
            if numbers.get((c["ballot"], c["key"])) != c["old"]:
                return False
            numbers[c["ballot"], c["key"]] = c["new"]
    return {k: v for k, v in numbers.items() if v is not None} == _numbers(new)


def _numbers(record: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    sheets = record["ballots"].items()
    return {(b, key): value for b, sheet in sheets for key, value in sheet["counts"].items()}


def _count(sums: Sums, record: Mapping[str, Any], sign: int) -> None:
    for (ballot, key), value in _numbers(record).items():
        sums[record["unit"]["stream"], ballot, key] += sign * value


_CANDIDATES = "ectreport69_94pct_candidate_votes.csv"
_STATISTICS = "ectreport69_94pct_constituency_stats.csv"
_SAME = {
    "turn_out": "used",
    "valid_votes": "good",
    "invalid_votes": "invalid",
    "blank_votes": "no_vote",
}


def against_ect(onlooker: Onlooker, folder: Path) -> tuple[int, int]:
    """Compare the constituency ballot with the ECT's figures; return compared and different.

    Constituencies of which no unit was shown were not played, and are left out.
    """
    sums, theirs = onlooker.candidates(), dict[tuple[str, str], int]()
    shown = {code for code, _ in sums}
    for row in _rows(folder / _CANDIDATES):
        theirs[row["cons_id"], f"row:{row['number']}"] = int(row["votes"])
    for row in _rows(folder / _STATISTICS):
        theirs |= {(row["cons_id"], ours): int(row[name]) for name, ours in _SAME.items()}
    asked = {place: value for place, value in theirs.items() if place[0] in shown}
    return len(asked), sum(sums.get(place, 0) != value for place, value in asked.items())


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)


if __name__ == "__main__":
    alone = Onlooker(Path(sys.argv[1]))
    seen = len(list(alone.walk()))
    said = [*alone.faults, f"{seen} snapshots, {len(alone.faults)} faults"]
    sys.stdout.write("\n".join(said) + "\n")
    sys.exit(1 if alone.faults else 0)
