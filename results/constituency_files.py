"""Manifest and records of one constituency; what did not change is kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.store.totals import Sums
from models.tables.geography import Constituency
from models.values.ballots import Ballot, Stream
from results.addresses import json_blob
from results.agreement import CHANGED_SILENTLY, DIFFERENT, Stop, too_many
from results.conservation import unexplained
from results.edition import Edition
from results.issue import Issue
from results.manifest import Entry, Night, entry_of, in_order, manifest_of
from results.previous import read_json
from results.target import Target
from results.whereabouts import UnitNow

Record = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """What the record says of a constituency: its units that changed, or all of them."""

    constituency: Constituency
    units: list[UnitNow]
    records: Mapping[str, Record]
    """By code, of those units that are or were public."""
    sums: Sums
    before: Mapping[str, Any] | None
    """Its manifest as it is out."""
    is_whole: bool
    """All units are given; else those that are not are as `before` says."""


@dataclass
class Made:
    """A constituency as the snapshot shows it."""

    manifest: dict[str, Any]
    stop: Stop | None
    changed: list[dict[str, Any]] = field(default_factory=list)
    """Units whose record is new, for `data/changes`."""


def make_constituency(issue: Issue, found: Found, edition: Edition, target: Target) -> Made:
    """Put the files of a constituency into the edition.

    Where its figures must not go out it keeps the last good ones, with the reason.
    """
    old = {entry["code"]: entry for entry in (found.before or {}).get("units", [])}
    read = {
        code: read_json(target, old[code]["record"])
        for code in found.records
        if code in old and old[code]["record"]
    }
    stop = _why_stopped(found, old, read)
    if stop and found.before:
        return Made({**found.before, "stopped": stop.to_data()}, stop)
    if stop:
        night = Night(found.constituency, [], {}, stop)
        return Made(manifest_of(issue.register, night, issue.sequence), stop)
    entries, changed = _entries(issue, found, old, read, edition)
    night = Night(found.constituency, in_order(entries.values()), found.sums)
    return Made(manifest_of(issue.register, night, issue.sequence), None, changed)


def _entries(
    issue: Issue,
    found: Found,
    old: Mapping[str, Entry],
    read: Mapping[str, Record],
    edition: Edition,
) -> tuple[dict[str, Entry], list[dict[str, Any]]]:
    entries = {} if found.is_whole else dict(old)
    changed = []
    for unit in found.units:
        entry = entry_of(issue.register, unit)
        record = found.records.get(unit.code)
        if record is not None:
            _add_record(entry, record, old.get(unit.code), read.get(unit.code))
            if entry["record"] is None:
                entry["record"] = edition.add(json_blob(record))
                entry["since"] = issue.sequence
                edition.show(record)
                changed.append({"unit": unit.code, "record": entry["record"]} | _news(record))
        entries[unit.code] = entry
    return entries, changed


def _add_record(entry: Entry, record: Record, was: Entry | None, old: Record | None) -> None:
    """Keep the link to a record that did not change."""
    if was and old and old == record | {"snapshot": old["snapshot"]}:
        entry["record"], entry["since"] = was["record"], was["since"]


def _news(record: Record) -> dict[str, Any]:
    return {
        "sequence": record["sequence"],
        "rechecked": record["rechecked"],
        "withdrawn": record["withdrawn"],
        "corrections": len(record["corrections"]),
    }


def _why_stopped(found: Found, old: Mapping[str, Entry], read: Mapping[str, Record]) -> Stop | None:
    if found.is_whole and _vanished(found, old):
        return CHANGED_SILENTLY
    if any(unexplained(was, found.records[code]) for code, was in read.items()):
        return CHANGED_SILENTLY
    if _summed(found, read) != {k: v for k, v in found.sums.items() if v}:
        return DIFFERENT
    return too_many(found.constituency, found.sums)


def _vanished(found: Found, old: Mapping[str, Entry]) -> bool:
    return any(entry["record"] and code not in found.records for code, entry in old.items())


def _summed(found: Found, read: Mapping[str, Record]) -> Sums:
    """Return the sums that the records give: those that are out, and what changed since (R607).

    By induction they are the sums of all records; the whole country is summed anew beside.
    """
    sums: Counter[tuple[Stream, Ballot, str]] = Counter()
    if not found.is_whole and found.before:
        for stream, by_ballot in found.before["totals"].items():
            for ballot, counts in by_ballot.items():
                for key, value in counts.items():
                    sums[Stream(stream), Ballot(ballot), key] = value
    for code, record in found.records.items():
        _count(sums, record, 1)
        if not found.is_whole and code in read:
            _count(sums, read[code], -1)
    return {name: value for name, value in sums.items() if value}


def _count(sums: Counter[tuple[Stream, Ballot, str]], record: Record, sign: int) -> None:
    stream = Stream(record["unit"]["stream"])
    for ballot, sheet in record["ballots"].items():
        for key, value in sheet["counts"].items():
            sums[stream, Ballot(ballot), key] += sign * value
