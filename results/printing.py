"""Pages with fixed names, drawn from the published files once their figures are out.

What was printed is listed in `data/printed.json`, and below it in one list of pages a constituency.
The printer holds no key: the publisher names the list in its signed pointer. A printer that is
cut short leaves some pages of the snapshot before; the next one compares the list with the figures
and goes on.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from results import (
    board_page,
    constituency_page,
    province_page,
    province_reports,
    time_pages,
    unit_page,
)
from results.addresses import PRINTED, Blob, canonical, digest
from results.assets import Assets
from results.edition import Edition
from results.exporting import Exporter, are_due
from results.exports import totals_csv
from results.history import with_step
from results.issue import Issue
from results.previous import Previous, read_json, read_records
from results.province_page import by_province
from results.records import iso
from results.share_cards import draw_cards
from results.shelf import Head, Shelf
from results.target import Target, put_once

Printed = Mapping[str, Any]


def is_printed(previous: Previous, target: Target, assets: Assets) -> bool:
    """Tell whether the pages show the newest snapshot in the newest look."""
    return _shown(_index(target.read(PRINTED))) == (
        previous.sequence,
        assets.look,
        previous.root["election"],
    )


def unsigned_list(previous: Previous, target: Target, assets: Assets) -> dict[str, Any] | None:
    """Return how the pointer should name the list of pages, None where it does already.

    The list is the printer's word; one that cannot be of this night is left unsigned.
    """
    said = previous.pointer.get("printed")
    if said and (said["snapshot"], said["look"]) == (previous.sequence, assets.look):
        return None
    data = target.read(PRINTED) or b""
    snapshot, look, election = _shown(_index(data))
    if election != previous.root["election"] or not 0 < snapshot <= previous.sequence:
        return None
    link = Blob(PRINTED, data).link() | {"snapshot": snapshot, "look": look}
    return None if link == said else link


def _index(data: bytes | None) -> dict[str, Any]:
    """Return a list of pages, or nothing where it is not one."""
    try:
        found = orjson.loads(data or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _shown(index: Mapping[str, Any]) -> tuple[int, str, Any]:
    """Return the snapshot, look and election that a list of pages shows."""
    snapshot, look = index.get("snapshot"), index.get("look")
    if not isinstance(snapshot, int) or not isinstance(look, str):
        return 0, "", None
    return snapshot, look, index.get("election")


def print_snapshot(
    issue: Issue, previous: Previous, shelf: Shelf, target: Target, at: datetime
) -> int:
    """Draw the pages in which the snapshot differs from what is printed; return how many.

    Raises:
        PublicationError: a file that is out could not be read, or a page not be written.
    """
    before = _before(issue, previous, target)
    for path, data in issue.assets.files.items():
        put_once(target, path, data)
    lists, pages = {}, 0
    for code, entry in previous.root["constituencies"].items():
        was = before["constituencies"].get(code)
        if was is None or was["figures"] != _figures(entry):
            was = _print_constituency(issue, (code, entry), was, shelf, target)
            pages += was.pop("drawn")
        lists[code] = was
    provinces = _print_provinces(issue, previous, before, shelf, target)
    exported = _exported(previous, before, shelf, target, at)
    kept = _kept(previous, target)
    heads = [shelf.head(e["manifest"]) for e in previous.root["constituencies"].values()]
    log = read_json(target, previous.root["files"]["corrections"])
    steps = time_pages.keep_step(issue, heads, log, kept["steps"], target)
    nation = _print_nation(issue, (heads, log, exported, steps), target)
    cards = kept["cards"]
    if exported["snapshot"] == previous.sequence:
        cards = draw_cards(previous, heads, cards, target)
    index = {
        "kind": "printed",
        **_said(issue),
        "snapshot": previous.sequence,
        "election": previous.root["election"],
        "look": issue.assets.look,
        "assets": {path: digest(data) for path, data in sorted(issue.assets.files.items())},
        "nation": nation,
        "provinces": provinces,
        "constituencies": lists,
        "exports": exported,
        "steps": steps,
        "cards": cards,
    }
    target.settle()
    _listed(target, PRINTED, index)
    return pages + len(nation)


def _exported(
    previous: Previous, before: Printed, shelf: Shelf, target: Target, at: datetime
) -> Mapping[str, Any]:
    kept: Mapping[str, Any] | None = before.get("exports")
    if kept is not None and not are_due(previous, kept, at):
        return kept
    return Exporter(previous, shelf, target, kept).export(at)


def _before(issue: Issue, previous: Previous, target: Target) -> Printed:
    """Return the list of what is printed, or an empty one where all must be drawn anew."""
    found = _index(target.read(PRINTED))
    is_same = _shown(found)[1:] == (issue.assets.look, previous.root["election"])
    return found if is_same else {"constituencies": {}}


def _kept(previous: Previous, target: Target) -> Printed:
    """Return what stays in another look too: the time machine's pages, and cards."""
    found = _index(target.read(PRINTED))
    if found.get("election") != previous.root["election"]:
        found = {}
    return {"steps": found.get("steps", []), "cards": found.get("cards", {})}


def _said(issue: Issue) -> dict[str, bool]:
    """Return what every file says of itself."""
    return {"official": False, "rehearsal": issue.register.election.is_rehearsal}


def _figures(entry: Mapping[str, Any]) -> list[Any]:
    return [entry["manifest"]["sha256"], entry["stopped"]]


def _print_constituency(
    issue: Issue,
    named: tuple[str, Mapping[str, Any]],
    was: Mapping[str, Any] | None,
    shelf: Shelf,
    target: Target,
) -> dict[str, Any]:
    code, entry = named
    manifest = shelf.manifest(entry["manifest"])
    path = f"data/printed/{code}.json"
    listed = _index(target.read(path))
    kept: dict[str, str] = listed.get("pages", {}) if was else {}
    loaded = iso(issue.register.election.loaded_at)
    before = listed.get("steps", []) if listed.get("loaded_at") == loaded else []
    steps = with_step(before, manifest, issue.sequence, issue.at)
    edition = Edition()
    pages: dict[str, str] = {}
    for unit in manifest["units"]:
        if unit["record"]:
            pages |= _unit_pages(issue, edition, (manifest, unit), (kept, was), target)
    records = read_records(target, manifest)
    pages |= constituency_page.draw_page(issue, edition, manifest, records, steps)
    sums = f"csv/totals/{code}.csv"
    pages[sums] = edition.copy(sums, totals_csv([manifest]))
    edition.write_copies(target)
    return {
        "figures": _figures(entry),
        "snapshot": issue.sequence,
        "pages": _listed(
            target,
            path,
            {
                "kind": "pages",
                **_said(issue),
                "code": code,
                "loaded_at": loaded,
                "pages": pages,
                "steps": steps,
            },
        ),
        "drawn": len(edition.copies),
    }


def _listed(target: Target, path: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Write a list under its name and return how others name it."""
    made = Blob(path, canonical(value))
    target.put(path, made.data)
    return made.link()


def _unit_pages(
    issue: Issue,
    edition: Edition,
    shown: tuple[Mapping[str, Any], Mapping[str, Any]],
    before: tuple[Mapping[str, str], Mapping[str, Any] | None],
    target: Target,
) -> dict[str, str]:
    """Draw the pages of a unit, once per version of its record."""
    (manifest, unit), (kept, was) = shown, before
    paths = unit_page.paths(unit["code"])
    if was and unit["since"] <= was["snapshot"] and all(path in kept for path in paths):
        return {path: kept[path] for path in paths}
    record = read_json(target, unit["record"])
    return unit_page.draw_page(issue, edition, manifest, record, unit["record"])


def _print_provinces(
    issue: Issue, previous: Previous, before: Printed, shelf: Shelf, target: Target
) -> dict[str, Any]:
    """Draw the pages of the provinces in which a constituency changed."""
    entries = previous.root["constituencies"]
    heads = [shelf.head(entry["manifest"]) for entry in entries.values()]
    printed: dict[str, Any] = {}
    edition = Edition()
    for code, group in by_province(heads).items():
        figures = [_figures(entries[head["code"]]) for head in group]
        was = before.get("provinces", {}).get(code)
        if was is None or was["figures"] != figures:
            pages = province_page.draw_page(issue, edition, group)
            shown = (group, entries)
            pages |= province_reports.draw_reports(issue, edition, shown, shelf, target)
            was = {"figures": figures, "pages": pages}
        printed[code] = was
    edition.write_copies(target)
    return printed


def _print_nation(
    issue: Issue,
    shown: tuple[Sequence[Head], Mapping[str, Any], Mapping[str, Any], Sequence[time_pages.Step]],
    target: Target,
) -> dict[str, str]:
    heads, log, exported, steps = shown
    edition = Edition()
    pages = board_page.draw_pages(issue, edition, heads, log, exported["files"])
    pages |= time_pages.draw_index(issue, edition, steps)
    edition.write_copies(target)
    return pages
