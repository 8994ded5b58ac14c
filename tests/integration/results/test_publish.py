"""A snapshot is whole, writes only what changed, and comes last to its readers."""

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import event

from models.database import Database
from models.states.constituency import ConstituencyState
from models.store import snapshots, totals
from models.tables.election import Election
from models.tables.geography import Constituency, ReportingUnit
from models.tables.results import PublishedSheet, RunningTotal, SnapshotState
from results.addresses import LATEST
from results.pointer import POINTER_LIMIT, set_status
from results.printer import Printer
from results.publish import Press, publish
from results.sources import FolderSource
from results.target import Folder, open_target
from results.verify import verify
from tests.integration.results.electorate import confirm_both, found, later
from tests.integration.results.newsroom import KEY, Images, Newsroom, open_newsroom


def pointer(room: Newsroom) -> dict:
    return json.loads((room.folder / LATEST).read_bytes())


def root(room: Newsroom) -> dict:
    return json.loads((room.folder / pointer(room)["root"]["path"]).read_bytes())


def manifest(room: Newsroom, code: str) -> dict:
    link = root(room)["constituencies"][code]["manifest"]
    return json.loads((room.folder / link["path"]).read_bytes())


def test_an_empty_snapshot_comes_first(newsroom: Newsroom) -> None:
    assert pointer(newsroom)["sequence"] == 1
    assert pointer(newsroom)["status"] == "waiting"
    assert (newsroom.folder / "index.html").exists()
    assert manifest(newsroom, "SM-1")["totals"] == {}


def test_without_an_election_nothing_is_published(database: Database, tmp_path: Path) -> None:
    assert publish(database, Images(), tmp_path.as_uri(), KEY, later(0)) is None
    assert list(tmp_path.glob("data/*")) == []


def test_nothing_new_makes_no_snapshot(night: Newsroom) -> None:
    before = night.files()
    assert night.publish(9.5) is None
    assert night.files() == before


def test_a_quiet_hour_is_no_stale_board(night: Newsroom) -> None:
    before = night.files()
    assert night.publish(20) is None
    after = night.files()
    assert {path for path in after if after[path] != before[path]} == {LATEST}
    assert pointer(night)["checked_at"] == "2026-03-01T11:50:00Z"
    assert pointer(night)["published_at"] == "2026-03-01T11:39:00Z"
    assert verify(FolderSource(night.folder), KEY.public).is_sound


def test_opening_makes_a_snapshot_of_its_own(newsroom: Newsroom) -> None:
    assert newsroom.publish(1) is not None
    assert pointer(newsroom)["status"] == "live"


def test_only_the_changed_constituency_is_rewritten(night: Newsroom) -> None:
    before, files = root(night)["constituencies"], night.files()
    night.count(["SM-2-U001"], 10)
    done = night.publish(11)
    after = root(night)["constituencies"]
    assert done is not None
    assert done.constituencies == 1
    assert after["SM-1"] == before["SM-1"]
    assert after["SM-2"] != before["SM-2"]
    untouched = [p for p in files if "SM-1" in p]
    assert untouched
    assert all(night.files()[p] == files[p] for p in untouched)


def test_immutable_files_are_never_rewritten_or_removed(night: Newsroom) -> None:
    before = {p: d for p, d in night.files().items() if p.startswith("data/files/")}
    night.count(["SM-1-U003"], 10)
    night.publish(11)
    after = night.files()
    assert all(after[path] == data for path, data in before.items())


def test_a_unit_keeps_the_snapshot_that_first_showed_it(night: Newsroom) -> None:
    units = {u["code"]: u for u in manifest(night, "SM-1")["units"]}
    assert units["SM-1-U002"]["since"] == 2
    assert units["SM-1-U001"]["since"] == 3
    assert units["SM-1-U003"]["record"] is None


def test_a_stop_after_consolidation_leaves_no_word_once_the_figures_agree(night: Newsroom) -> None:
    with night.database.writing() as session:
        session.get_one(Constituency, 1).state = ConstituencyState.CONSOLIDATED
        total = session.get_one(RunningTotal, 1)
        good = total.counts
        total.counts = good | {"good": good["good"] + 1}
    night.publish(11)
    assert manifest(night, "SM-1")["stopped"]["code"] == "R607"
    with night.database.writing() as session:
        session.get_one(RunningTotal, 1).counts = good
    night.publish(12)
    shown = manifest(night, "SM-1")
    assert (shown["stopped"], shown["reason"], shown["state"]) == (None, None, "consolidated")
    assert "หยุดเผยแพร่" not in (night.folder / "c/SM-1.html").read_text().partition("<main")[2]


def test_the_pointer_is_small_and_names_its_predecessor(night: Newsroom) -> None:
    assert (night.folder / LATEST).stat().st_size <= POINTER_LIMIT
    assert pointer(night)["previous"]["sequence"] == 2


def test_a_difference_stops_that_constituency_alone(night: Newsroom) -> None:
    good = manifest(night, "SM-1")
    with night.database.writing() as session:
        total = session.get_one(RunningTotal, 1)
        assert total.constituency_id == 1
        wrong = total.counts = total.counts | {"good": total.counts["good"] + 1}
    night.count(["SM-2-U002"], 10)
    done = night.publish(11)
    assert done is not None
    assert done.stopped == ("SM-1",)
    kept = manifest(night, "SM-1")
    assert {k for k in good if kept[k] != good[k]} == {"stopped"}
    assert "R607" not in (night.folder / "c/SM-1.html").read_text()
    assert kept["stopped"]["message"]["en"] in (night.folder / "en/c/SM-1.html").read_text()
    assert kept["stopped"]["message"]["th"] in (night.folder / "index.html").read_text()
    assert verify(FolderSource(night.folder), KEY.public).is_sound
    assert manifest(night, "SM-2")["counted"]["election_day"] == 2
    assert root(night)["constituencies"]["SM-1"]["stopped"]["code"] == "R607"
    with night.database.reading() as session:
        stopped = session.get_one(Constituency, 1)
        assert stopped.state is ConstituencyState.PAUSED
        assert session.get_one(RunningTotal, 1).counts == wrong


def test_the_recount_beside_pauses_what_differs(night: Newsroom) -> None:
    printer = Printer(night.database, Folder(night.folder))
    assert printer.recount(later(10)) == 0
    with night.database.writing() as session:
        total = session.get_one(RunningTotal, 1)
        total.counts = total.counts | {"good": total.counts["good"] + 1}
    assert printer.recount(later(11)) == 1
    with night.database.reading() as session:
        assert session.get_one(Constituency, 1).state is ConstituencyState.PAUSED
        assert session.get_one(Constituency, 2).state is ConstituencyState.LIVE


def test_a_number_that_changes_in_silence_is_not_published(night: Newsroom) -> None:
    good = manifest(night, "SM-1")["totals"]
    with night.database.writing() as session:
        shown = session.get_one(PublishedSheet, 1)
        shown.counts = shown.counts | {"good": shown.counts["good"] + 1}
        unit = session.get_one(ReportingUnit, shown.unit_id)
        totals.add(session, unit, shown.ballot, {"good": 1})
    done = night.publish(11)
    assert done is not None
    assert done.stopped == ("SM-1",)
    assert manifest(night, "SM-1")["stopped"]["code"] == "R606"
    assert manifest(night, "SM-1")["totals"] == good


def test_another_record_at_the_same_place_is_a_fresh_start(
    night: Newsroom, migrated_sqlite: Path, tmp_path: Path
) -> None:
    shutil.copyfile(migrated_sqlite, tmp_path / "other.sqlite3")
    other = Newsroom(Database(f"sqlite:///{tmp_path / 'other.sqlite3'}"), night.folder)
    with other.database.writing() as session:
        found(session, units=4, constituencies=2)
        session.get_one(Election, 1).loaded_at = later(30)
    done = other.publish(31)
    assert done is not None
    assert (done.sequence, done.stopped) == (4, ())
    assert manifest(other, "SM-1")["totals"] == {}
    assert verify(FolderSource(night.folder), KEY.public).is_sound


def test_a_mended_constituency_comes_back(night: Newsroom) -> None:
    for change, minutes in ((1, 11), (-1, 12)):
        with night.database.writing() as session:
            total = session.get_one(RunningTotal, 1)
            total.counts = total.counts | {"good": total.counts["good"] + change}
        night.publish(minutes)
    assert root(night)["constituencies"]["SM-1"]["stopped"] is None


def test_the_operator_pauses_without_a_database(night: Newsroom) -> None:
    words = {"th": "ไฟฟ้าดับ", "en": "power cut"}
    assert set_status(Folder(night.folder), KEY, "paused", words) == 3
    assert pointer(night)["reason"] == words
    night.count(["SM-1-U003"], 10)
    assert night.publish(11) is None
    set_status(Folder(night.folder), KEY, "live", None)
    assert night.publish(12) is not None


def test_a_snapshot_cut_short_before_its_pointer_is_made_again(night: Newsroom) -> None:
    with night.database.writing() as session:
        snapshots.begin(session, 4, later(10))
    night.count(["SM-1-U003"], 10)
    done = night.publish(11)
    assert done is not None
    assert done.sequence == 4


def test_a_snapshot_that_was_not_noted_as_out_is_followed_by_the_next(night: Newsroom) -> None:
    with night.database.writing() as session:
        snapshots.begin(session, 3, later(10))
    night.count(["SM-1-U003"], 10)
    done = night.publish(11)
    assert done is not None
    assert done.sequence == 4
    with night.database.reading() as session:
        newest = snapshots.newest(session)
        assert newest is not None
        assert newest.state is SnapshotState.PUBLISHED
    assert night.publish(12) is None


def test_pages_that_lag_are_drawn_though_nothing_is_new(night: Newsroom) -> None:
    night.count(["SM-1-U003"], 10)
    press = Press(night.database, night.images, Folder(night.folder), KEY)
    assert press.publish_figures(later(11)) is not None
    assert pointer(night)["printed"]["snapshot"] == 3
    assert not (night.folder / "u/SM-1-U003.html").exists()
    assert night.publish(12) is None
    assert pointer(night)["printed"]["snapshot"] == 4
    assert (night.folder / "u/SM-1-U003.html").exists()
    assert verify(FolderSource(night.folder), KEY.public).faults == []


def test_a_store_that_lies_stops_the_snapshot(newsroom: Newsroom) -> None:
    newsroom.count(["SM-1-U001"], 3)
    newsroom.images.kept = dict.fromkeys(newsroom.images.kept, b"other bytes")
    with pytest.raises(Exception, match="other bytes"):
        newsroom.publish(5)
    assert pointer(newsroom)["sequence"] == 1


def test_fifty_changed_units_ask_no_more_than_one(database: Database, tmp_path: Path) -> None:
    room = open_newsroom(database, tmp_path / "public", units=60)
    asked: list[object] = []
    event.listen(database.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    spent = []
    for minutes, numbers in ((3, range(1, 2)), (6, range(2, 52))):
        codes = [f"SM-1-U{n:03}" for n in numbers]
        with database.writing() as session:
            for seed, code in enumerate(codes):
                confirm_both(session, code, minutes, seed)
        before = room.files()
        asked.clear()
        assert room.publish(minutes + 1) is not None
        spent.append(len(asked))
        written = {name for name, data in room.files().items() if before.get(name) != data}
        pages = {name for name in written if name.startswith("u/")}
        assert pages == {f"u/{code}.html" for code in codes}
    assert 0 < spent[1] <= spent[0]


def test_an_object_store_holds_the_same_files(night: Newsroom) -> None:
    place = "memory://khanaen-test"
    done = publish(night.database, night.images, place, KEY, later(30))
    assert done is not None
    stored = open_target(place).read("csv/SM-1.csv")
    own = night.files()["csv/SM-1.csv"]
    assert stored is not None
    assert stored.decode().count("\n") == own.decode().count("\n")


def test_postgresql_publishes_the_same_sums(postgres: Database, tmp_path: Path) -> None:
    with postgres.writing() as session:
        found(session, units=3, constituencies=2)
    room = Newsroom(postgres, tmp_path / "public")
    room.count(["SM-1-U001", "SM-2-U001"], 1)
    assert room.publish(2) is not None
    assert manifest(room, "SM-1")["totals"]["election_day"]["constituency"]["row:1"] == 38
    assert room.publish(3) is None
