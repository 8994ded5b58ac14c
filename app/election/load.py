"""An election folder becomes the record: checked whole, then loaded in one transaction or not."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from app.election.description import Description, ElectionTimes, describe
from app.election.errors import FolderRefused, OtherElection
from app.election.faults import find_faults
from app.election.folder import Folder, read_folder
from app.election.insert import Progress, insert_all
from app.election.rules import rules_in
from models.checks.local_rules import SETTING
from models.database import Database
from models.store import audit
from models.store.election import election
from models.tables.election import Election

__all__ = ["LoadedElection", "Progress", "load_folder"]

_ACTOR = "load"


@dataclass(frozen=True, slots=True)
class LoadedElection:
    """What a load did. `is_new` is False where the same data was there already."""

    code: str
    is_new: bool
    data_sha256: str
    rows: Mapping[str, int]
    """Table → rows that were inserted."""


def _silent(_table: str, _done: int, _total: int) -> None:
    """Show nothing."""


def load_folder(
    database: Database,
    folder: Path,
    progress: Progress = _silent,
    *,
    times: ElectionTimes | None = None,
) -> LoadedElection:
    """Load an election's folder into an empty, migrated database; `times` replaces its times.

    Raises:
        FolderRefused: the folder is broken; nothing was changed.
        OtherElection: the database holds another election; nothing was changed.
    """
    read = read_folder(folder)
    faults = find_faults(read)
    if faults:
        raise FolderRefused(faults)
    described = describe(read)
    with database.writing() as session:
        there = election(session)
        if there is not None and there.data_sha256 != read.sha256:
            raise OtherElection(there.code)
        if there is not None:
            return LoadedElection(there.code, is_new=False, data_sha256=read.sha256, rows={})
        rows = _load(session, read, described, times or described.times, progress)
    return LoadedElection(described.code, is_new=True, data_sha256=read.sha256, rows=rows)


def _load(
    session: Session, folder: Folder, said: Description, times: ElectionTimes, progress: Progress
) -> Mapping[str, int]:
    at = datetime.now(UTC)
    session.add(
        Election(
            code=said.code,
            name_th=said.name_th,
            name_en=said.name_en,
            **asdict(times),
            is_rehearsal=said.is_rehearsal,
            settings={**said.settings, SETTING: [r.to_data() for r in rules_in(folder)]},
            data_sha256=folder.sha256,
            loaded_at=at,
        )
    )
    session.flush()
    rows = insert_all(session, folder, at, progress)
    after = {"code": said.code, "data_sha256": folder.sha256, "rows": rows}
    audit.append(
        session, at=at, actor=_ACTOR, action="load_election", subject="election:1", after=after
    )
    return rows
