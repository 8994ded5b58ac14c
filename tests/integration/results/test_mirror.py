"""A shared drive holds the newest CSV files under fixed names; trouble with it stops nothing."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from app.publisher import Printing
from results.addresses import PRINTED, canonical
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
    assert (state["snapshot"], state["official"], state["rehearsal"]) == (4, False, True)
    words = (tmp_path / "drive" / READ_ME).read_text()
    assert "ยังไม่เป็นทางการ" in words
    assert "REHEARSAL" in words
    assert "ฉบับที่ 4" in words


def test_a_drive_of_an_election_does_not_speak_of_a_rehearsal(
    night: Newsroom, tmp_path: Path
) -> None:
    listed = json.loads((night.folder / PRINTED).read_bytes())
    (night.folder / PRINTED).write_bytes(canonical(listed | {"rehearsal": False}))
    Mirror(open_target(night.folder.as_uri()), open_target(str(tmp_path / "drive"))).follow()
    assert "REHEARSAL" not in (tmp_path / "drive" / READ_ME).read_text()


def test_what_is_not_made_any_more_goes_from_the_drive(night: Newsroom, tmp_path: Path) -> None:
    board, drive = open_target(night.folder.as_uri()), open_target(str(tmp_path / "drive"))
    Mirror(board, drive).follow()
    drive.put("notes.txt", b"the newsroom's own")
    (tmp_path / "beside.csv").write_bytes(b"of nobody's business")
    state = json.loads(drive.read(STATE) or b"")
    state["files"] |= {"csv/../../beside.csv": "0", "notes.txt": "0"}  # others write there too
    drive.put(STATE, canonical(state))
    listed = json.loads((night.folder / PRINTED).read_bytes())
    del listed["exports"]["files"]["csv/units.csv"]
    board.put(PRINTED, canonical(listed))
    Mirror(board, drive).follow()
    assert drive.read("csv/units.csv") is None
    assert drive.read("notes.txt") is not None
    assert (tmp_path / "beside.csv").exists()
    assert drive.read("csv/totals.csv") is not None


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
