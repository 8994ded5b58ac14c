"""Manifest, records, CSV and pages of one constituency; what did not change is kept."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models.store.rows import saved
from models.tables.geography import ReportingUnit
from results import constituency_page, unit_page
from results.addresses import blob, json_blob
from results.agreement import Stop
from results.conservation import unexplained
from results.edition import Edition
from results.exports import unit_csv
from results.issue import Issue
from results.manifest import Night, manifest_of
from results.previous import read_json
from results.target import Target


def make_constituency(
    issue: Issue,
    night: Night,
    records: Mapping[int, dict[str, Any]],
    before: Mapping[str, Any] | None,
    edition: Edition,
) -> dict[str, Any]:
    """Put the files of a constituency into the edition and return its manifest.

    `records` holds the record of each of its public units by id.
    """
    manifest = manifest_of(issue.register, night, issue.sequence)
    old = {unit["code"]: unit for unit in (before or {}).get("units", [])}
    kept = dict((before or {}).get("copies", {}))
    copies: dict[str, str] = {}
    entries = {unit["code"]: unit for unit in manifest["units"]}
    for unit in night.public():
        record = records[saved(unit.id)]
        entry, was = entries[unit.code], old.get(unit.code, {})
        entry["since"] = _since(issue, record, was)
        entry["record"] = edition.add(json_blob(record))
        edition.show(record)
        copies |= _unit_pages(issue, edition, manifest, (entry, record), (was, kept))
    copies |= _exports(manifest, [records[saved(u.id)] for u in night.public()], edition)
    copies |= constituency_page.draw_page(issue, edition, manifest)
    manifest["copies"] = copies
    return manifest


def changed_silently(
    records: Mapping[int, dict[str, Any]], before: Mapping[str, Any], target: Target
) -> bool:
    """Tell whether a unit that is public already changed or vanished without a correction."""
    now = {record["unit"]["code"]: record for record in records.values()}
    for was in before["units"]:
        if was["record"] and was["code"] not in now:
            return True
        if was["record"] and _differs(was, now[was["code"]]):
            old = read_json(target, was["record"])
            if unexplained(old, now[was["code"]]):
                return True
    return False


def stopped_manifest(
    issue: Issue, before: Mapping[str, Any], stop: Stop, edition: Edition
) -> dict[str, Any]:
    """Return the last good manifest with the reason why it stays; only the page is drawn anew."""
    manifest = {**before, "stopped": stop.to_data()}
    page = constituency_page.draw_page(issue, edition, manifest)
    return manifest | {"copies": before["copies"] | page}


def without_figures(night: Night, stop: Stop) -> Night:
    """Return a constituency that was stopped before anything of it was public."""
    nothing = list[ReportingUnit]()
    return replace(night, units=nothing, releases={}, sheets={}, sums={}, stopped=stop)


def _differs(was: Mapping[str, Any], record: dict[str, Any]) -> bool:
    same_time = json_blob(record | {"snapshot": was["since"]})
    return bool(same_time.sha256 != was["record"]["sha256"])


def _since(issue: Issue, record: dict[str, Any], was: Mapping[str, Any]) -> int:
    """Return the snapshot that shows this record first, writing it into the record."""
    unchanged = was.get("record") and not _differs(was, record)
    record["snapshot"] = was["since"] if unchanged else issue.sequence
    return int(record["snapshot"])


def _unit_pages(
    issue: Issue,
    edition: Edition,
    manifest: Mapping[str, Any],
    now: tuple[dict[str, Any], dict[str, Any]],
    before: tuple[Mapping[str, Any], Mapping[str, str]],
) -> dict[str, str]:
    """Draw the pages of a unit, unless they are out already."""
    (entry, record), (was, kept) = now, before
    if not issue.is_rebuilt and was.get("record") == entry["record"]:
        paths = unit_page.paths(entry["code"])
        if all(path in kept for path in paths):
            return {path: kept[path] for path in paths}
    return unit_page.draw_page(issue, edition, manifest, record, entry["record"])


def _exports(
    manifest: dict[str, Any], records: list[dict[str, Any]], edition: Edition
) -> dict[str, str]:
    data = unit_csv(manifest, records)
    path = f"csv/{manifest['code']}.csv"
    manifest["files"] = {"units_csv": edition.add(blob(data, "csv"))}
    return {path: edition.copy(path, data)}
