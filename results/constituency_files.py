"""Manifest and records of one constituency; what did not change is kept."""

from collections import defaultdict
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
from results.listing import Entry, Line, Listing, line_of, listing_of
from results.manifest import Night, entry_of, head_of
from results.previous import read_json
from results.shelf import Kept
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
    before: Kept | None
    """Its manifest as it is out."""
    is_whole: bool
    """All units are given; else those that are not are as `before` says."""


@dataclass
class Made:
    """A constituency as the snapshot shows it."""

    manifest: Kept
    stop: Stop | None
    changed: list[dict[str, Any]] = field(default_factory=list)
    """Units whose record is new, for `data/changes`."""


def make_constituency(issue: Issue, found: Found, edition: Edition, target: Target) -> Made:
    """Put the files of a constituency into the edition.

    Where its figures must not go out it keeps the last good ones, with the reason.
    """
    old = found.before.listing if found.before else {}
    links = {code: _link(old[code]) for code in found.records if code in old}
    read = {code: read_json(target, link) for code, link in links.items() if link}
    stop = _why_stopped(found, old, read)
    if stop and found.before:
        head = {**found.before.head, "stopped": stop.to_data()}
        return Made(Kept(head, old), stop)
    listing: Listing = {}
    changed: list[dict[str, Any]] = []
    if not stop:
        lines, changed = _lines(issue, found, old, read, edition)
        is_in_order = not found.is_whole and len(lines) == len(old)
        listing = lines if is_in_order else listing_of(lines.values())
    sums = {} if stop else found.sums
    night = Night(found.constituency, listing.values(), sums, stop)
    return Made(Kept(head_of(issue.register, night, issue.sequence), listing), stop, changed)


def _link(line: Line) -> dict[str, Any] | None:
    found: dict[str, Any] | None = line.to_data()["record"]
    return found


def _lines(
    issue: Issue, found: Found, old: Listing, read: Mapping[str, Record], edition: Edition
) -> tuple[dict[str, Line], list[dict[str, Any]]]:
    lines = {} if found.is_whole else dict(old)
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
        lines[unit.code] = line_of(entry)
    return lines, changed


def _add_record(entry: Entry, record: Record, was: Line | None, old: Record | None) -> None:
    """Keep the link to a record that did not change."""
    if was and old and old == record | {"snapshot": old["snapshot"]}:
        kept = was.to_data()
        entry["record"], entry["since"] = kept["record"], kept["since"]


def _news(record: Record) -> dict[str, Any]:
    return {
        "sequence": record["sequence"],
        "rechecked": record["rechecked"],
        "withdrawn": record["withdrawn"],
        "corrections": len(record["corrections"]),
    }


def _why_stopped(found: Found, old: Listing, read: Mapping[str, Record]) -> Stop | None:
    if found.is_whole and _vanished(found, old):
        return CHANGED_SILENTLY
    if any(unexplained(was, found.records[code]) for code, was in read.items()):
        return CHANGED_SILENTLY
    if _summed(found, read) != {k: v for k, v in found.sums.items() if v}:
        return DIFFERENT
    return too_many(found.constituency, found.sums)


def _vanished(found: Found, old: Listing) -> bool:
    return any(line.has_record and code not in found.records for code, line in old.items())


def _summed(found: Found, read: Mapping[str, Record]) -> Sums:
    """Return the sums that the records give: those that are out, and what changed since (R607).

    By induction they are the sums of all records; the whole country is summed anew beside.
    """
    sums: dict[tuple[Stream, Ballot, str], int] = defaultdict(int)
    if not found.is_whole and found.before:
        for stream, by_ballot in found.before.head["totals"].items():
            for ballot, counts in by_ballot.items():
                place = Stream(stream), Ballot(ballot)
                for key, value in counts.items():
                    sums[*place, key] = value
    for code, record in found.records.items():
        _count(sums, record, 1)
        if not found.is_whole and code in read:
            _count(sums, read[code], -1)
    return {name: value for name, value in sums.items() if value}


def _count(sums: Sums, record: Record, sign: int) -> None:
    stream = Stream(record["unit"]["stream"])
    for ballot, sheet in record["ballots"].items():
        place = stream, Ballot(ballot)
        for key, value in sheet["counts"].items():
            sums[*place, key] += sign * value
