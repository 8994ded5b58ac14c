"""What a walk from the newest snapshot back knows of one constituency: its units and their sums.

A night of a country has more manifests than a machine has memory for. Only the records of the
snapshot that the walk has come to are kept, each as the text that was read, and from one manifest
to the next older one only those that differ are read.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from results.conservation import lost_corrections, unexplained
from results.evidence import Evidence

Record = dict[str, Any]
Sums = Counter[tuple[str, str, str]]
"""(stream, ballot, field key) → sum."""


class Ledger:
    """The records of a constituency at the snapshot that the walk has come to."""

    def __init__(self, code: str, evidence: Evidence, homes: dict[str, str]) -> None:
        """Begin with nothing; `homes` notes to which constituency a unit belongs, for all."""
        self._code = code
        self._evidence = evidence
        self._homes = homes
        self._records: dict[str, tuple[str, bytes | None]] = {}
        self._sums: Sums = Counter()
        self.manifest = ""
        """Hash of the manifest that the walk has come to; empty before the first."""

    def turn_to(self, manifest: Mapping[str, Any], sha256: str) -> Iterator[str]:
        """Go to a manifest, older than the last if there was one; give what does not fit."""
        is_first, self.manifest = not self.manifest, sha256
        units = {unit["code"]: unit for unit in manifest["units"] if unit["record"]}
        for code in self._records.keys() - units.keys():
            self._forget(code)
        for code, unit in units.items():
            yield from self._unit(unit, code, is_first=is_first)
        known = all(text is not None for _, text in self._records.values())
        if known and not are_sums(manifest["totals"], self._sums):
            yield "has totals that are not the sums of its units"

    def _unit(self, unit: Mapping[str, Any], code: str, *, is_first: bool) -> Iterator[str]:
        link, later = unit["record"], self._records.get(code)
        if later and later[0] == link["path"]:
            self._evidence.check(link)
            return
        was = _parsed(later[1]) if later else None
        self._forget(code)
        record = self._take(code, link)
        if record is None:
            return
        if _own(record) != (code, unit["stream"]):
            yield f"shows another unit's record as that of {code}"
        if self._homes.setdefault(code, self._code) != self._code:
            yield f"shows {code}, which belongs to {self._homes[code]}"
        if later is None and not is_first:
            yield f"shows {code}, which vanished later"
        if was is not None:
            yield from _changed(code, record, was)

    def _take(self, code: str, link: Mapping[str, Any]) -> Record | None:
        data = self._evidence.linked(link)
        record = None if data is None else self._evidence.object(str(link["path"]), data)
        self._records[code] = str(link["path"]), None if record is None else data
        if record is not None:
            _count(self._sums, record, 1)
            self._look_at_images(record)
        return record

    def _forget(self, code: str) -> None:
        _, text = self._records.pop(code, ("", None))
        if text is not None:
            _count(self._sums, json.loads(text), -1)

    def _look_at_images(self, record: Record) -> None:
        for sheet in record["ballots"].values():
            for page in sheet["pages"]:
                if page["image"]:
                    self._evidence.check(page["image"])


def _changed(code: str, record: Record, later: Record) -> Iterator[str]:
    """Give what changed without a word from a record to a later one (R606)."""
    if fields := unexplained(record, later):
        yield f"{code} changed without a correction: {', '.join(fields)}"
    if lost := lost_corrections(record, later):
        yield f"{code} lost corrections later: {', '.join(map(str, lost))}"


def are_sums(totals: Mapping[str, Any], sums: Sums) -> bool:
    """Tell whether a manifest's totals are these sums (R607)."""
    said: Sums = Counter(
        {
            (stream, ballot, key): value
            for stream, by_ballot in totals.items()
            for ballot, counts in by_ballot.items()
            for key, value in counts.items()
        }
    )
    return said == sums


class Country:
    """The sums of the constituencies that a root names, which those of the country must be."""

    def __init__(self) -> None:
        """Begin with none."""
        self._own: dict[str, Counter[tuple[str, str]]] = {}
        self._sums: Counter[tuple[str, str]] = Counter()

    def show(self, code: str, manifest: Mapping[str, Any]) -> None:
        """Take a constituency's figures instead of those that it had."""
        self.leave(code)
        self._own[code] = own = _figures(manifest)
        self._sums.update(own)

    def leave(self, code: str) -> None:
        """Take a constituency out."""
        self._sums.subtract(self._own.pop(code, Counter()))

    def is_summed_in(self, nation: Mapping[str, Any]) -> bool:
        """Tell whether the country, and all provinces together, say these sums."""
        provinces: Counter[tuple[str, str]] = Counter()
        for province in nation["provinces"]:
            provinces.update(_said(province))
        return self._sums == _said(nation) == provinces


def _figures(manifest: Mapping[str, Any]) -> Counter[tuple[str, str]]:
    """Return what of a constituency goes into the country: no candidate is one thing there."""
    found: Counter[tuple[str, str]] = Counter()
    for by_ballot in manifest["totals"].values():
        for ballot, counts in by_ballot.items():
            for key, value in counts.items():
                if ballot != "constituency" or not key.startswith("row:"):
                    found[ballot, key] += value
    for name in ("counted", "expected"):
        for stream, number in manifest[name].items():
            found[name, stream] += number
    return found


def _said(place: Mapping[str, Any]) -> Counter[tuple[str, str]]:
    found = Counter(
        {(b, key): value for b, counts in place["totals"].items() for key, value in counts.items()}
    )
    for stream, numbers in place["streams"].items():
        for name in ("counted", "expected"):
            found[name, stream] = numbers[name]
    return found


def _parsed(text: bytes | None) -> Record | None:
    return None if text is None else json.loads(text)


def _own(record: Record) -> tuple[str, str]:
    return record["unit"]["code"], record["unit"]["stream"]


def _count(sums: Sums, record: Record, sign: int) -> None:
    stream = record["unit"]["stream"]
    for ballot, sheet in record["ballots"].items():
        for key, value in sheet["counts"].items():
            sums[stream, ballot, key] += sign * value
