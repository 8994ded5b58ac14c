"""Bringing a copy back into an empty place, and looking whether everything is there."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlmodel import Session, col, select

from app.backup.copy_of import Copy, newest, read_copy
from app.backup.errors import Damaged
from app.backup.forgotten import forget_again
from app.backup.published import copy_published
from app.backup.record import bring_back
from app.backup.taking import copy_contents
from app.opening import prepare_database
from app.settings import Settings
from intake.store import FolderStore, Store, open_store
from models.store import audit
from models.tables.photos import PageReading, Photo

Show = Callable[[str, int, int], None]


def restore(settings: Settings, place: Path, name: str | None, show: Show) -> Copy:
    """Bring the copy of that name, or the newest, back to where the settings point.

    Contents come first, so that the record never names what is not there. Whoever was forgotten
    since the copy was made is forgotten again.

    Raises:
        BackupError: there is no such copy, it is damaged, or something is there already.
    """
    folder = place / name if name else newest(place)
    copy = read_copy(folder)
    store = open_store(settings.files_url)
    copy_contents(FolderStore(place / "files"), store, show)
    show("record", 0, 1)
    bring_back(settings.database_url, folder / copy.record)
    show("record", 1, 1)
    _check(settings, store)
    forget_again(settings, place)
    copy_published(str(place / "public"), settings.publish_url, show)
    return copy


def _check(settings: Settings, store: Store) -> None:
    """Bring the record to today's shape and look whether chain and contents are whole.

    Raises:
        Damaged: the audit chain is broken or a content is missing.
    """
    database = prepare_database(settings.database_url)
    try:
        with database.reading() as session:
            broken = audit.first_broken(session)
            missing = [sha256 for sha256 in _named(session) if not store.has(sha256)]
    finally:
        database.close()
    if broken is not None:
        raise Damaged(f"the audit chain breaks at entry {broken}")
    if missing:
        raise Damaged(f"{len(missing)} contents are missing, the first {missing[0]}")


def _named(session: Session) -> Iterator[str]:
    """Give the hash of every content that the record stands on."""
    for column in (Photo.sha256, Photo.image_sha256, PageReading.public_sha256):
        named = select(column).where(col(column).is_not(None)).distinct()
        yield from (sha256 for sha256 in session.exec(named) if sha256)
