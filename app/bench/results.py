"""What a played night weighs, how it is served, and what summing it anew costs."""

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.bench.serving import Served, ask, find_nginx, nginx_at
from models.database import Database
from models.store import totals
from pages.languages import Language
from results import board_page, constituency_page
from results.assets import public_assets
from results.edition import Edition
from results.issue import Issue
from results.previous import Previous, read_json, read_previous, read_records
from results.register import Register, read_register
from results.shelf import Shelf
from results.target import Folder, put_once

_REQUESTS: Final = 5_000
_DRAWN: Final = 5
_ASKED: Final = ("board.html", "constituency.html")


class Asked(Issue):
    """Draws what readers ask for most and leaves the other pages out."""

    def print_page(
        self, edition: Edition, template: str, path: str, context: Mapping[str, Any]
    ) -> dict[str, str]:
        """Draw front page or constituency in both languages."""
        if template not in _ASKED:
            return {}
        return super().print_page(edition, template, path, context)


@dataclass
class Weighed:
    """Sizes in bytes, times in seconds of CPU."""

    snapshots: int = 0
    files: int = 0
    pointer: int = 0
    root: int = 0
    manifests: list[int] = field(default_factory=list)
    records: list[int] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)
    recompute_cpu_s: float = 0.0
    differences: int = 0
    served: list[Served] = field(default_factory=list)
    drawn_cpu_s: dict[str, float] = field(default_factory=dict)
    """By path: drawing the page in one language, as an application would for each request."""


def weigh(night: Path, database_url: str = "") -> Weighed:
    """Measure a folder that `khanaen rehearse --country --folder` left; pages are drawn into it.

    Raises:
        FileNotFoundError: no snapshot lies in it.
    """
    target = Folder(night / "public")
    previous = read_previous(target)
    if previous is None:
        raise FileNotFoundError(night)
    found = Weighed()
    _sizes(found, previous, target)
    database = Database(database_url or f"sqlite:///{night}/khanaen.sqlite3")
    try:
        _recompute(found, database)
        with database.reading() as session:
            register = read_register(session)
            session.expunge_all()
    finally:
        database.close()
    paths = _draw(found, register, previous, target)
    if find_nginx():
        with tempfile.TemporaryDirectory(prefix="khanaen-nginx-") as scratch:
            _serve(found, target.root, Path(scratch), paths)
    return found


def _sizes(found: Weighed, previous: Previous, target: Folder) -> None:
    root = target.root
    found.pointer = (root / "data/latest.json").stat().st_size
    found.root = int(previous.pointer["root"]["bytes"])
    entries = previous.root["constituencies"].values()
    found.manifests = [entry["manifest"]["bytes"] for entry in entries]
    for entry in entries:
        units = read_json(target, entry["manifest"])["units"]
        found.records += [unit["record"]["bytes"] for unit in units if unit["record"]]
    found.changes = [f.stat().st_size for f in (root / "data/changes").glob("*.json")]
    found.snapshots = len(found.changes)
    found.files = sum(file.is_file() for file in (root / "data").rglob("*"))


def _recompute(found: Weighed, database: Database) -> None:
    cpu = time.process_time()
    with database.reading() as session:
        found.differences = len(totals.all_differences(session))
    found.recompute_cpu_s = time.process_time() - cpu


def _draw(found: Weighed, register: Register, previous: Previous, target: Folder) -> list[str]:
    """Draw the front page and the fullest constituency's, some times over; return their paths."""
    assets = public_assets()
    at = datetime.fromisoformat(previous.root["published_at"])
    issue = Asked(previous.sequence, at, register, assets, is_rebuilt=False)
    entries, shelf = previous.root["constituencies"], Shelf(target)
    heads = [shelf.head(entry["manifest"]) for entry in entries.values()]
    code = max(heads, key=lambda head: sum(head["counted"].values()))["code"]
    manifest = shelf.manifest(entries[code]["manifest"])
    records = list(read_records(target, manifest))
    log = read_json(target, previous.root["files"]["corrections"])
    for path, data in assets.files.items():
        put_once(target, path, data)
    edition = Edition()
    board = _timed(lambda: board_page.draw_pages(issue, edition, heads, log, {}))
    zone = _timed(lambda: constituency_page.draw_page(issue, edition, manifest, records))
    edition.write_copies(target)
    found.drawn_cpu_s = {"/index.html": board, f"/c/{code}.html": zone}
    return list(found.drawn_cpu_s)


def _timed(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one of the two languages, in the mean of five times after one."""
    work()
    cpu = time.process_time()
    for _ in range(_DRAWN):
        work()
    return (time.process_time() - cpu) / _DRAWN / len(Language)


def _serve(found: Weighed, public: Path, scratch: Path, paths: Sequence[str]) -> None:
    with nginx_at(public, scratch) as (port, worker):
        for path in (*paths, "/data/latest.json"):
            found.served.append(ask(port, worker, path, _REQUESTS))


def sentences(found: Weighed) -> str:
    """Return the figures as lines for a person."""
    lines = [
        (f"{found.snapshots} snapshots, {found.files:,} files of data; pointer {found.pointer:,}"
        f" bytes, root {found.root:,}"),
        _sized("manifest of a constituency", found.manifests),
        _sized("record of a unit", found.records),
        _sized("changes of a snapshot", found.changes),
        (f"the country summed anew: {found.recompute_cpu_s:.2f} s CPU,"
        f" {found.differences} constituencies differ"),
    ]  # fmt: skip
    lines += [
        f"nginx, one worker: {s.path} ({s.bytes:,} bytes): {s.requests / s.wall_s:,.0f} requests/s"
        f" by the clock, {s.requests / max(s.cpu_s, 0.01):,.0f} a second of its CPU"
        for s in found.served
    ]
    lines += [
        f"drawn by the application: {path}: {1 / cpu:,.0f} a second of CPU, HTTP not counted"
        for path, cpu in found.drawn_cpu_s.items()
    ]
    return "\n".join(lines)


def _sized(what: str, sizes: Sequence[int]) -> str:
    if not sizes:
        return f"{what}: none"
    return (
        f"{what}: {statistics.median(sizes):,.0f} bytes in the median, {max(sizes):,} at most"
        f" (n = {len(sizes):,})"
    )
