"""A shared drive holds the newest CSV files under fixed names; trouble with it stops nothing."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from app.publisher import Printing
from results.mirror import READ_ME, STATE, Mirror
from results.printer import Printer
from results.target import open_target
from tests.integration.results.electorate import later
from tests.integration.results.newsroom import Newsroom


def test_a_drive_follows_the_board_and_writes_only_what_changed(
    night: Newsroom, tmp_path: Path
) -> None:
    mirror = Mirror(open_target(night.folder.as_uri()), open_target(str(tmp_path / "drive"))).follow
    assert mirror() > 5
    assert mirror() == 0
    for path in ("csv/totals.csv", "csv/SM-1.csv", "csv/amphoe/SM-2.csv", "datapackage.json"):
        assert (tmp_path / "drive" / path).read_bytes() == (night.folder / path).read_bytes()
    before = (tmp_path / "drive" / "csv/SM-1.csv").stat().st_mtime_ns
    night.count(["SM-2-U001"], 60)
    night.publish(61)
    assert mirror() > 0
    assert (tmp_path / "drive" / "csv/SM-1.csv").stat().st_mtime_ns == before
    state = json.loads((tmp_path / "drive" / STATE).read_bytes())
    assert (state["snapshot"], state["official"]) == (4, False)
    words = (tmp_path / "drive" / READ_ME).read_text()
    assert "ยังไม่เป็นทางการ" in words
    assert "ฉบับที่ 4" in words


def test_a_file_that_is_being_written_waits(night: Newsroom, tmp_path: Path) -> None:
    mirror = Mirror(open_target(night.folder.as_uri()), open_target(str(tmp_path / "drive"))).follow
    whole = (night.folder / "csv/totals.csv").read_bytes()
    (night.folder / "csv/totals.csv").write_bytes(b"half")
    mirror()
    assert not (tmp_path / "drive" / "csv/totals.csv").exists()
    (night.folder / "csv/totals.csv").write_bytes(whole)
    assert mirror() == 1


def test_a_broken_drive_holds_no_page_up(night: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> int:
        raise OSError("the drive is gone")

    printer = Printer(night.database, open_target(night.folder.as_uri()))
    Printing(printer, broken)(later(60) + timedelta(minutes=1))
    assert "the shared drive could not be written" in caplog.text


def test_an_empty_board_mirrors_nothing(tmp_path: Path) -> None:
    board, drive = open_target(str(tmp_path / "board")), open_target(str(tmp_path / "drive"))
    assert Mirror(board, drive).follow() == 0
    assert not (tmp_path / "drive").exists()
