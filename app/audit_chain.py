"""The audit log's chain, walked from outside: in a downloaded file, or in the record."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import select, text

from models.database import Database
from models.store.audit import GENESIS, entry_sha256
from models.tables.audit import AuditEntry
from results.addresses import LATEST
from results.errors import PublicationError
from results.sources import Source

_SNAPSHOTS = "data/snapshots/"


@dataclass(frozen=True, slots=True)
class Chain:
    """What a walk found: every hash that ever was the head, and where the chain breaks."""

    heads: frozenset[str]
    head: str
    entries: int
    broken: int | None


def walk(entries: Iterable[AuditEntry]) -> Chain:
    """Walk a chain from its first entry; each must name the one before and fit its own hash."""
    previous, heads, broken, count = GENESIS, {GENESIS}, None, 0
    for entry in entries:
        count += 1
        fits = entry.previous_sha256 == previous and entry.sha256 == entry_sha256(entry)
        if broken is None and not fits:
            broken = entry.id
        previous = entry.sha256
        heads.add(previous)
    return Chain(frozenset(heads), previous, count, broken)


def chain_of_file(file: Path) -> Chain:
    """Walk the file that `/review/audit` gives; no database is needed.

    Raises:
        KeyError, ValueError: it is another file.
    """
    csv.field_size_limit(2**24)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return walk(_entry(row) for row in csv.DictReader(lines))


def chain_of_record(url: str) -> Chain:
    """Walk the log in the record."""
    database = Database(url)
    try:
        with database.reading() as session:
            every = select(AuditEntry).order_by(text("id")).execution_options(yield_per=1000)
            return walk(session.exec(every))
    finally:
        database.close()


def heads_published(source: Source) -> list[str]:
    """Return the heads that signed snapshots named, oldest first.

    Raises:
        PublicationError: nothing is published there.
    """
    pointers = sorted(p for p in source.paths() if p.startswith(_SNAPSHOTS) and p.endswith(".json"))
    found = list(_heads(source, pointers or [LATEST]))
    if not found:
        raise PublicationError(f"there is no {LATEST}")
    return found


def _heads(source: Source, paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        data = source.read(path)
        if data is not None:
            yield json.loads(data)["audit_head"]


def _entry(row: Mapping[str, str]) -> AuditEntry:
    return AuditEntry(
        id=int(row["id"]),
        at=datetime.fromisoformat(row["at"]),
        actor=row["actor"],
        action=row["action"],
        subject=row["subject"],
        before=_side(row["before"]),
        after=_side(row["after"]),
        previous_sha256=row["previous_sha256"],
        sha256=row["sha256"],
    )


def _side(cell: str) -> dict[str, Any] | None:
    side: dict[str, Any] | None = json.loads(cell) if cell else None
    return side
