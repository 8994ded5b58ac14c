"""What a copy says of itself: written last, so that a copy without it was cut short."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.backup.errors import BackupError, Damaged

NOTE: Final = "backup.json"
NAME: Final = "%Y-%m-%dT%H-%M-%SZ"


@dataclass(frozen=True, slots=True)
class Copy:
    """One state of the record and the contents that it stands on."""

    made_at: str
    election: str
    record: str
    """Name of the record's file."""
    record_sha256: str
    audit_head: str
    contents: int
    """Photos and images in `files/` when it was made."""
    published: int
    """Published files in `public/` when it was made."""

    def write(self, folder: Path) -> None:
        """Put the note beside the record."""
        draft = folder / f".{NOTE}"
        draft.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")
        draft.rename(folder / NOTE)


def read_copy(folder: Path) -> Copy:
    """Read the note of a copy and check the record against it.

    Raises:
        Damaged: the note is missing or the record is not the one that was copied.
    """
    try:
        said: Mapping[str, Any] = json.loads((folder / NOTE).read_text())
        copy = Copy(**said)
        found = digest_of(folder / copy.record)
    except (OSError, ValueError, TypeError) as trouble:
        raise Damaged(f"{folder.name} was not finished or is damaged: {trouble}") from trouble
    if found != copy.record_sha256:
        raise Damaged(f"{folder.name}/{copy.record} is not what was copied (SHA-256 differs)")
    return copy


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def new_folder(place: Path, at: datetime) -> Path:
    """Make the folder of a copy begun at `at`."""
    folder = place / at.strftime(NAME)
    folder.mkdir(parents=True)
    return folder


def newest(place: Path) -> Path:
    """Return the folder of the newest finished copy.

    Raises:
        BackupError: there is none.
    """
    finished = sorted(note.parent for note in place.glob(f"*/{NOTE}"))
    if not finished:
        raise BackupError(f"{place}: no finished copy is there")
    return finished[-1]
