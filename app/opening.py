"""Opening what every process needs: the record, the store and the queue."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.jobs.queue import JobQueue
from app.jobs.tables import prepare_queue
from app.settings import Settings
from intake.receive import Door
from intake.store import Store, open_store
from models.database import Database
from models.migrations import upgrade


@dataclass(frozen=True, slots=True)
class Ground:
    """What a process stands on."""

    settings: Settings
    database: Database
    store: Store
    queue: JobQueue

    @property
    def door(self) -> Door:
        """Return what `intake.receive` needs."""
        return Door(self.store, self.queue)

    def close(self) -> None:
        """Close every connection."""
        self.queue.close()
        self.database.close()


def prepare_database(url: str) -> Database:
    """Open the record, created or brought to its newest shape, the queue's tables included."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    database = Database(url)
    upgrade(database)
    prepare_queue(database)
    return database


def open_ground(settings: Settings) -> Ground:
    """Open the record, the store and the queue of an installation that was prepared before."""
    database = Database(settings.database_url)
    return Ground(settings, database, open_store(settings.files_url), JobQueue(database))


def folder_of(url: str) -> Path | None:
    """Return the local folder of a `file://` address, None for any other."""
    parts = urlsplit(url)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None
