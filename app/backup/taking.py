"""Taking a copy: the record first, then every content that it can name."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from app.backup.copy_of import Copy, digest_of, new_folder
from app.backup.forgotten import note_forgotten
from app.backup.published import copy_published
from app.backup.record import copy_record
from app.opening import Ground
from intake.store import FolderStore, Store
from models.database import Database
from models.store import audit
from models.tables.election import Election

Show = Callable[[str, int, int], None]
"""Told what is copied, how many are done, and of how many."""


def take(ground: Ground, place: Path, at: datetime, show: Show) -> Copy:
    """Copy record, contents and published files into `place`; return what was copied.

    Contents are copied after the record: whatever the record names was kept before it was named.

    Raises:
        BackupError: the engine's own copying failed.
    """
    folder = new_folder(place, at)
    show("record", 0, 1)
    record = copy_record(ground.database, folder)
    election, head = _of_copy(record, ground)
    show("record", 1, 1)
    contents = copy_contents(ground.store, FolderStore(place / "files"), show)
    published = copy_published(ground.settings.publish_url, str(place / "public"), show)
    copy = Copy(
        made_at=at.isoformat(),
        election=election,
        record=record.name,
        record_sha256=digest_of(record),
        audit_head=head,
        contents=contents,
        published=published,
    )
    copy.write(folder)
    note_forgotten(place, ground.database)
    return copy


def copy_contents(source: Store, target: Store, show: Show) -> int:
    """Copy what the target lacks, each checked against its hash; return how many it then holds."""
    names = sorted(source.names())
    for done, sha256 in enumerate(_shown(names, show), start=1):
        if not target.has(sha256):
            target.write(source.read(sha256))
        show("files", done, len(names))
    return len(names)


def _shown(names: list[str], show: Show) -> Iterable[str]:
    show("files", 0, len(names))
    return names


def _of_copy(record: Path, ground: Ground) -> tuple[str, str]:
    """Return the election's code and the head of the audit chain as they stand in the copy.

    A dump of PostgreSQL cannot be asked; its head is the server's, a moment later.
    """
    database = Database(f"sqlite:///{record}") if ground.database.is_sqlite else ground.database
    with database.reading() as session:
        told = (_code(session), audit.head(session))
    if ground.database.is_sqlite:
        database.close()
    return told


def _code(session: Session) -> str:
    election = session.get(Election, 1)
    return election.code if election is not None else ""
