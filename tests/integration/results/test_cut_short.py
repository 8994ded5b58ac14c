"""A publisher that dies at any write leaves readers a whole snapshot, and the next one mends it."""

import shutil
from pathlib import Path

import pytest

from models.database import Database
from models.store import snapshots
from results.publish import Press
from results.sources import FolderSource
from results.target import Folder, open_target
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
                file = self.root / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.with_name(f".{file.name}.00dead00").write_bytes(data[: len(data) // 2])
            raise PowerCut
        self.left -= 1
        super().put(path, data)


def test_whatever_write_is_the_last(night: Newsroom, tmp_path: Path) -> None:
    night.count(["SM-1-U003", "SM-2-S001"], 10)
    night.database.close()
    stages = set()
    for writes in range(0, 140, 7):
        room = copied(night, tmp_path / f"{writes}")
        target = Dying(room.folder, writes, half=writes % 2 == 0)
        try:
            Press(room.database, room.images, target, KEY).publish(later(11))
            break
        except PowerCut:
            stages.add(what_readers_see(room))
        room.correct("SM-1-U001", 11.5)
        room.publish(12)
        report = verify(FolderSource(room.folder), KEY.public)
        assert (report.faults, report.unlisted) == ([], []), writes
        assert halves(room.folder) == []
        room.database.close()
    else:
        pytest.fail("the snapshot has more writes than were tried")
    assert stages == {3, 4}


def test_what_may_be_named_is_never_swept(night: Newsroom) -> None:
    """Whatever the record says was left, no file goes that a snapshot leads to."""
    listed = verify(FolderSource(night.folder), KEY.public).listed
    named = {path for path in listed if path.endswith((".json", ".minisig"))}
    named -= {path for path in named if "printed" in path}  # the printer's own
    left = "data/files/ab/ab12.json"
    night.folder.joinpath(left).parent.mkdir(exist_ok=True)
    night.folder.joinpath(left).write_text('{"snapshot":4}')
    with night.database.writing() as session:
        snapshots.begin(session, 4, later(10), named | {left})
    night.count(["SM-1-U003"], 10)
    assert night.publish(11) is not None
    report = verify(FolderSource(night.folder), KEY.public)
    assert (report.faults, report.unlisted) == ([], [])
    assert not night.folder.joinpath(left).exists()


def test_a_store_is_swept_too() -> None:
    store = open_target("memory://khanaen-swept")
    for path in ("data/files/ab/ab.json", "data/files/ab/cd.json"):
        store.put(path, b"{}")
    store.sweep(
        ["data/files/ab/ab.json", "data/files/ab/cd.json", "data/x"], ["data/files/ab/cd.json"]
    )
    assert store.read("data/files/ab/ab.json") is None
    assert store.read("data/files/ab/cd.json") == b"{}"


def halves(folder: Path) -> list[Path]:
    """Return what was begun beside files that carry their hash or number as a name."""
    places = ("files", "changes")
    return [f for place in places for f in (folder / "data" / place).rglob(".*")]


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
