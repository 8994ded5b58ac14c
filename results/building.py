"""A snapshot being put together: the figures of every constituency, then those of the country."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from models.store import changes, corrections, objections, totals
from models.store.rows import saved
from models.tables.geography import Constituency
from results.addresses import Blob, changes_path, json_blob
from results.agreement import Stop
from results.constituency_files import Found, Made, make_constituency
from results.edition import Edition
from results.issue import Issue
from results.nation import nation_of
from results.pointer import is_of, root_of
from results.previous import Previous
from results.records import correction_data, objection_data, place_of, unit_records
from results.shelf import Head, Shelf
from results.target import Target
from results.whereabouts import Scope, UnitNow, units_now

_AT_ONCE = 40
"""Constituencies whose units are read together when all are made anew."""
LOG_LENGTH = 500
"""Newest corrections, and answers, in the log of a snapshot; units keep all of theirs."""


@dataclass
class Build:
    """What goes into one snapshot."""

    issue: Issue
    previous: Previous | None
    marks: dict[str, str]
    target: Target
    shelf: Shelf
    edition: Edition = field(default_factory=Edition)
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    stops: dict[int, Stop] = field(default_factory=dict)
    news: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_continued(self) -> bool:
        """Whether the last snapshot shows the same record; another one is a fresh start."""
        election = self.issue.register.election
        return self.previous is not None and is_of(self.previous.root, election)

    def was(self, code: str) -> dict[str, Any] | None:
        """Return a constituency's entry in the root that is out."""
        if self.previous is None or not self.is_continued:
            return None
        found: dict[str, Any] | None = self.previous.root["constituencies"].get(code)
        return found

    def is_whole(self, constituency: Constituency) -> bool:
        """Tell whether all units of a constituency must be read, not those that changed."""
        was = self.was(constituency.code)
        return self.issue.is_rebuilt or was is None or was["stopped"] is not None

    def is_same(self, code: str) -> bool:
        """Tell whether nothing but units can have changed in a constituency."""
        return bool(self.previous and self.previous.root["marks"].get(code) == self.marks[code])


def make_all(session: Session, build: Build) -> dict[str, Any]:
    """Put every file of the figures into the edition and return the root.

    Raises:
        SumsDiffer: sums upwards differ (R607).
        PublicationError: a file that is out could not be read.
    """
    changed = changes.taken(session)
    touched = set(changed.values())
    due = []
    for constituency in build.issue.register.constituencies:
        was = build.was(constituency.code)
        stays = saved(constituency.id) not in touched and build.is_same(constituency.code)
        if was and stays and not build.is_whole(constituency):
            build.entries[constituency.code] = was
            build.heads[constituency.code] = build.shelf.head(was["manifest"])
        else:
            due.append(constituency)
    for start in range(0, len(due), _AT_ONCE):
        _make_some(session, build, due[start : start + _AT_ONCE], changed)
    return _root(session, build)


def _make_some(
    session: Session, build: Build, some: list[Constituency], changed: dict[int, int]
) -> None:
    whole = {saved(c.id) for c in some if build.is_whole(c)}
    others = {saved(c.id) for c in some} - whole
    single = {unit for unit, constituency in changed.items() if constituency in others}
    units = units_now(session, Scope(single, whole))
    records = unit_records(session, build.issue.register, units.values(), build.issue.sequence)
    by_constituency: dict[int, list[UnitNow]] = defaultdict(list)
    for unit in units.values():
        by_constituency[unit.constituency_id].append(unit)
    sums = totals.all_running(session, [saved(c.id) for c in some])
    for constituency in some:
        id_ = saved(constituency.id)
        own = by_constituency[id_]
        was = build.was(constituency.code)
        found = Found(
            constituency,
            own,
            {u.code: records[u.code] for u in own if u.code in records},
            sums.get(id_, {}),
            build.shelf.kept(was["manifest"]) if was else None,
            id_ in whole,
        )
        made = make_constituency(build.issue, found, build.edition, build.target)
        _enter(build, constituency, made)


def _enter(build: Build, constituency: Constituency, made: Made) -> None:
    code = constituency.code
    if made.stop:
        build.stops[saved(constituency.id)] = made.stop
    link = build.edition.add(made.manifest.to_blob())
    head = build.heads[code] = build.shelf.keep(link, made.manifest)
    build.entries[code] = {"manifest": link, "stopped": head["stopped"]}
    if build.was(code) == build.entries[code]:
        return
    told = {name: head[name] for name in ("state", "stopped", "counted", "totals")}
    build.news.append({"code": code, "manifest": link, **told, "units": made.changed})


def _root(session: Session, build: Build) -> dict[str, Any]:
    issue, edition = build.issue, build.edition
    codes = [c.code for c in issue.register.constituencies]
    heads = [build.heads[code] for code in codes]
    log = {
        "kind": "corrections",
        "official": False,
        "rehearsal": issue.register.election.is_rehearsal,
        "election": issue.register.election.code,
        "entries": correction_log(session, build),
        "objections": objection_log(session, build),
        "objections_waiting": objections.count_waiting(session),
    }
    root = root_of(issue, build.previous, heads)
    files = {
        "nation": edition.add(json_blob(nation_of(issue.register, heads, issue.sequence))),
        "corrections": edition.add(json_blob(log)),
        "changes": edition.number(_changes(build, root)),
    }
    entries = {code: build.entries[code] for code in codes}
    return root | {"constituencies": entries, "marks": build.marks, "files": files}


def _changes(build: Build, root: dict[str, Any]) -> Blob:
    """Return what this snapshot changed, under a name that a follower can count up to."""
    data = {
        "kind": "changes",
        "official": False,
        "rehearsal": root["rehearsal"],
        "election": root["election"]["code"],
        "sequence": root["sequence"],
        "published_at": root["published_at"],
        "previous": root["previous"]["sequence"] if root["previous"] else None,
        "is_complete": build.issue.is_rebuilt or not build.is_continued,
        "constituencies": build.news,
    }
    return Blob(changes_path(build.issue.sequence), json_blob(data).data)


def correction_log(session: Session, build: Build) -> list[dict[str, Any]]:
    """Return the newest corrections of the election with their units, newest first."""
    found = corrections.newest(session, LOG_LENGTH)
    places = _places(session, build, {c.unit_id for c in found})
    return [correction_data(c) | places[c.unit_id] for c in found]


def objection_log(session: Session, build: Build) -> list[dict[str, Any]]:
    """Return the newest answers to objections with their units, newest first; no words of people.

    What nobody answered yet is public as a number alone: a claim is not a finding.
    """
    found = objections.answers(session, LOG_LENGTH)
    places = _places(session, build, {o.unit_id for o, _ in found})
    return [objection_data(o, voices) | places[o.unit_id] for o, voices in found]


def _places(session: Session, build: Build, unit_ids: set[int]) -> dict[int, dict[str, Any]]:
    """Return how an entry of a log names each of some units."""
    units = units_now(session, Scope(unit_ids))
    codes = {saved(c.id): c.code for c in build.issue.register.constituencies}
    return {
        unit_id: {
            "unit": unit.code,
            "constituency": codes[unit.constituency_id],
            "place": place_of(build.issue.register, unit),
        }
        for unit_id, unit in units.items()
    }
