"""A publisher that dies at any write leaves readers a whole snapshot, and the next one mends it."""

import shutil
from pathlib import Path

import pytest

from models.database import Database
from results.publish import Press
from results.sources import FolderSource
from results.target import Folder
from results.verify import verify
from tests.integration.results.electorate import later
from tests.integration.results.newsroom import KEY, Newsroom


class PowerCut(Exception):
    pass


class Dying(Folder):
    """A folder whose machine dies at the n-th write, before it or in the middle of it."""

    def __init__(self, root: Path, writes: int, *, half: bool) -> None:
        super().__init__(root)
        self.left = writes
        self.half = half

    def put(self, path: str, data: bytes) -> None:
        if self.left == 0:
            if self.half:
                (self.root / f"{path}.half").parent.mkdir(parents=True, exist_ok=True)
                (self.root / f"{path}.half").write_bytes(data[: len(data) // 2])
            raise PowerCut
        self.left -= 1
        super().put(path, data)


def test_whatever_write_is_the_last(night: Newsroom, tmp_path: Path) -> None:
    night.count(["SM-1-U003", "SM-2-S001"], 10)
    night.database.close()
    stages = set()
    for writes in range(0, 140, 5):
        room = copied(night, tmp_path / f"{writes}")
        target = Dying(room.folder, writes, half=writes % 2 == 0)
        try:
            Press(room.database, room.images, target, KEY).publish(later(11))
            break
        except PowerCut:
            stages.add(what_readers_see(room))
        room.publish(12)
        assert verify(FolderSource(room.folder), KEY.public).faults == [], writes
        room.database.close()
    else:
        pytest.fail("the snapshot has more writes than were tried")
    assert stages == {3, 4}


def copied(night: Newsroom, folder: Path) -> Newsroom:
    shutil.copytree(night.folder.parent, folder)
    room = Newsroom(Database(f"sqlite:///{folder / 'night.sqlite3'}"), folder / "public")
    room.images = night.images
    return room


def what_readers_see(room: Newsroom) -> int:
    """Follow every hash as a reader does; only fixed names may lag behind, none may be missing."""
    report = verify(FolderSource(room.folder), KEY.public)
    for fault in report.faults:
        path = fault.partition(" ")[0]
        is_list = path.startswith("data/printed")
        assert is_list or not path.startswith(("data/", "assets/")), fault
        assert "was changed" in fault or "does not hold" in fault, fault
    return report.sequence
