"""One snapshot: only what changed is written, and the pointer last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from models.database import Database
from models.store import audit, snapshots
from models.tables.election import Election
from models.tables.results import SnapshotState
from results import release
from results.addresses import LATEST, Blob, canonical, json_blob, snapshot_path
from results.agreement import CHANGED_SILENTLY, Stop, pause, why_stopped
from results.assets import public_assets
from results.constituency_files import (
    changed_silently,
    make_constituency,
    stopped_manifest,
    without_figures,
)
from results.edition import Edition, Originals
from results.issue import Issue
from results.manifest import read_night
from results.nation_files import make_nation
from results.pointer import confirm_newest, is_of, pointer_of, root_of, signature_of
from results.previous import Previous, read_json, read_previous
from results.records import unit_records
from results.register import Register, read_register
from results.signing import SigningKey
from results.target import Target, open_target


@dataclass(frozen=True, slots=True)
class Published:
    """What went out."""

    sequence: int
    root_sha256: str
    constituencies: int
    """How many were written anew."""
    files: int
    """How many immutable files were new."""
    stopped: tuple[str, ...]
    """Codes of the constituencies that keep their last good figures."""


@dataclass
class _Build:
    """A snapshot being put together."""

    issue: Issue
    previous: Previous | None
    marks: dict[str, str]
    edition: Edition
    target: Target
    entries: dict[str, dict[str, Any]]
    stops: dict[int, Stop]

    @property
    def is_continued(self) -> bool:
        """Whether the last snapshot shows the same record; another one is a fresh start."""
        election = self.issue.register.election
        return self.previous is not None and is_of(self.previous.root, election)


def publish(
    database: Database, store: Originals, target_url: str, key: SigningKey, at: datetime
) -> Published | None:
    """Release what is due and publish a snapshot if anything public changed since the last.

    Returns None where nothing changed, no election is loaded or the operator has paused.

    Raises:
        PublicationError: the published folder could not be read or written.
    """
    return publish_to(database, store, open_target(target_url), key, at)


def publish_to(
    database: Database, store: Originals, target: Target, key: SigningKey, at: datetime
) -> Published | None:
    """Do the same to a place that is open already."""
    _release_due(database, at)
    previous = read_previous(target)
    if previous and previous.is_paused:
        return None
    with database.reading() as session:
        _see_one_state(session)
        build = _planned(session, target, previous, at)
        if build is None:
            if previous:
                confirm_newest(target, key, previous, at)
            return None
        root, copies = _made(session, build)
        audit_head = audit.head(session)
    return _sent(database, store, key, build, (root | {"audit_head": audit_head}, copies))


def _release_due(database: Database, at: datetime) -> None:
    with database.reading() as session:
        due = release.is_due(session, at)
    if due:
        with database.writing() as session:
            release.release_due(session, at)


def _see_one_state(session: Session) -> None:
    """Let every query of this session see the same state; SQLite does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _planned(
    session: Session, target: Target, previous: Previous | None, at: datetime
) -> _Build | None:
    if session.exec(select(Election)).first() is None:
        return None
    register, assets = read_register(session), public_assets()
    newest = snapshots.newest(session)
    seen = previous.sequence if previous else 0
    cut_short = newest is not None and newest.state is SnapshotState.BUILDING
    rebuilt = (
        previous is None
        or previous.root["look"] != assets.look
        or (cut_short and newest is not None and newest.sequence == seen)
    )
    marks = _marks(session, register)
    if previous and not rebuilt and previous.root["marks"] == marks:
        return None
    last = 0 if newest is None or cut_short else newest.sequence
    issue = Issue(max(seen, last) + 1, at, register, assets, rebuilt)
    return _Build(issue, previous, marks, Edition(), target, {}, {})


def _marks(session: Session, register: Register) -> dict[str, str]:
    marks = snapshots.marks(session)
    return {c.code: marks[c.id] for c in register.constituencies if c.id in marks}


def _made(session: Session, build: _Build) -> tuple[dict[str, Any], dict[str, str]]:
    manifests = [_manifest(session, build, c.code) for c in build.issue.register.constituencies]
    files, copies = make_nation(session, build.issue, manifests, build.edition, build.target)
    for path, data in build.issue.assets.files.items():
        build.edition.add(Blob(path, data))
    root = root_of(build.issue, build.previous, manifests)
    return root | {"constituencies": build.entries, "marks": build.marks, "files": files}, copies


def _manifest(session: Session, build: _Build, code: str) -> dict[str, Any]:
    previous = build.previous
    was = previous.root["constituencies"].get(code) if build.is_continued and previous else None
    before = read_json(build.target, was["manifest"]) if was else None
    same = previous and previous.root["marks"].get(code) == build.marks[code]
    if was and before and same and not build.issue.is_rebuilt:
        build.entries[code] = was
        return before
    return _new_manifest(session, build, code, before)


def _new_manifest(
    session: Session, build: _Build, code: str, before: dict[str, Any] | None
) -> dict[str, Any]:
    constituency = next(c for c in build.issue.register.constituencies if c.code == code)
    stop = why_stopped(session, constituency)
    night = read_night(session, constituency)
    records = unit_records(session, build.issue.register, night.public(), build.issue.sequence)
    if before and not stop and changed_silently(records, before, build.target):
        stop = CHANGED_SILENTLY
    if stop and constituency.id:
        build.stops[constituency.id] = stop
        night = without_figures(night, stop)
    if stop and before:
        manifest = stopped_manifest(build.issue, before, stop, build.edition)
    else:
        manifest = make_constituency(build.issue, night, records, before, build.edition)
    link = build.edition.add(json_blob(manifest))
    build.entries[code] = {"manifest": link, "stopped": manifest["stopped"]}
    return manifest


def _sent(
    database: Database,
    store: Originals,
    key: SigningKey,
    build: _Build,
    made: tuple[dict[str, Any], dict[str, str]],
) -> Published:
    issue, (root, copies) = build.issue, made
    page = json_blob(root)
    build.edition.add(page)
    build.edition.add(signature_of(root, page, key))
    pointer = canonical(pointer_of(root, page, copies, key))
    with database.writing() as session:
        _begin(session, build)
    new = build.edition.write_immutable(build.target, store)
    build.edition.write_new_names(build.target)
    build.target.put(snapshot_path(issue.sequence), pointer)
    build.target.put(LATEST, pointer)
    build.edition.write_copies(build.target)
    with database.writing() as session:
        before = root["previous"]["root_sha256"] if root["previous"] else None
        snapshots.finish(session, issue.sequence, page.sha256, before, issue.at)
    stopped = tuple(sorted(c for c, entry in build.entries.items() if entry["stopped"]))
    written = sum(m["manifest"]["path"] in build.edition.immutable for m in build.entries.values())
    return Published(issue.sequence, page.sha256, written, new, stopped)


def _begin(session: Session, build: _Build) -> None:
    """Note the stops and the snapshot before the first reader can see it."""
    for constituency_id, stop in build.stops.items():
        pause(session, constituency_id, stop, build.issue.at)
    snapshots.begin(session, build.issue.sequence, build.issue.at)
