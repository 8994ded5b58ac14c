"""What the pointer leads to is on the disk before it is: a power cut takes nothing back."""

from pathlib import Path

import pytest

from models.database import Database
from results.addresses import LATEST, PRINTED
from results.publish import Press
from results.target import Folder, is_lead
from tests.integration.results.electorate import confirm_both, found, later
from tests.integration.results.newsroom import KEY, Images


class Volatile(Folder):
    """A folder that knows which of its files a power cut would still take."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.loose: set[str] = set()
        self.leads: dict[str, set[str]] = {}

    def put(self, path: str, data: bytes) -> None:
        super().put(path, data)
        if is_lead(path):
            self.leads[path] = set(self.loose)
        else:
            self.loose.add(path)

    def settle(self) -> None:
        super().settle()
        self.loose.clear()


def test_no_lead_is_put_while_a_file_is_loose(database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        found(session, units=4)
    target = Volatile(tmp_path)
    press = Press(database, Images(), target, KEY)
    for minute, code in enumerate(("SM-1-U001", "SM-1-U002", "SM-1-U003")):
        with database.writing() as session:
            confirm_both(session, code, minute)
        assert press.publish(later(minute)) is not None
        assert target.leads.keys() >= {LATEST, PRINTED, f"data/snapshots/{minute + 1:06}.json"}
        assert not any(target.leads.values())


def test_a_file_that_a_power_cut_emptied_is_written_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.put("data/files/ab/abc.json", b"\0" * 7)
    assert not folder.holds("data/files/ab/abc.json", b"content")
    assert folder.holds("data/files/ab/abc.json", b"\0" * 7)


@pytest.mark.usefixtures("flushing")
def test_a_folder_settles_on_a_real_disk(tmp_path: Path) -> None:
    Folder(tmp_path / "nothing").settle()
    folder = Folder(tmp_path)
    folder.put(LATEST, b"{}")
    folder.settle()
    assert folder.read(LATEST) == b"{}"
