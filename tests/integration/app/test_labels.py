"""Confirmed numbers go out with their pictures, and with nothing that names anybody."""

import csv
from pathlib import Path

import pytest

from app.labels import LIST, PAGES, write_labels
from intake.errors import NotKept
from models.states.sheet import SheetState
from models.tables.photos import PageReading
from models.tables.sheets import Count, Decision, DecisionKind
from tests.fixtures.desk import COUNTS, DeskHouse


def confirm(desk: DeskHouse, sheet_id: int, counts: dict[str, int]) -> None:
    with desk.database.writing() as session:
        session.add_all(Count(sheet_id=sheet_id, key=k, value=v) for k, v in counts.items())
        session.add(
            Decision(
                sheet_id=sheet_id,
                person_id=desk.people["rose"],
                kind=DecisionKind.CONFIRM,
                values=counts,
                created_at=desk.clock.at,
            )
        )


def test_what_people_confirmed_stands_beside_what_the_machine_read(
    each_desk: DeskHouse, tmp_path: Path
) -> None:
    desk, heard = each_desk, list[tuple[int, int]]()
    sheet_id = desk.sheet(1, doubtful=frozenset({"row:4"}), state=SheetState.CONFIRMED)
    desk.sheet(2)
    left_empty = {k: v for k, v in COUNTS.items() if k != "row:5"}
    confirm(desk, sheet_id, left_empty | {"row:4": 71})
    out = tmp_path / "labels"
    done = write_labels(desk.database, desk.store, out, lambda at, whole: heard.append((at, whole)))
    with (out / LIST).open(encoding="utf-8", newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(COUNTS)
    assert (rows["row:4"]["value"], rows["row:4"]["machine"]) == ("71", "70")
    assert (rows["row:4"]["accepted"], rows["row:1"]["accepted"]) == ("0", "1")
    assert rows["row:5"]["value"] == ""
    assert rows["row:1"]["looks"] == "1"
    assert rows["row:1"]["x0"] == "300"
    pictures = [p.stem for p in (out / PAGES).iterdir()]
    assert pictures == [rows["row:1"]["image"]]
    assert (done.sheets, done.pages, done.labels) == (1, 1, len(COUNTS))
    assert done.right == len(COUNTS) - 2
    # One that it stood by was left empty on the paper: that is an error, not a zero.
    assert (done.trust.part, done.trust.whole) == (len(COUNTS) - 2, len(COUNTS) - 1)
    assert heard == [(1, 1)]


def test_nothing_is_written_over(desk: DeskHouse, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        write_labels(desk.database, desk.store, tmp_path, lambda *_: None)


def test_a_picture_that_is_gone_is_said(desk: DeskHouse, tmp_path: Path) -> None:
    desk.sheet(1, state=SheetState.CONFIRMED)
    with desk.database.writing() as session:
        session.get_one(PageReading, 1).public_sha256 = "0" * 64
    with pytest.raises(NotKept):
        write_labels(desk.database, desk.store, tmp_path / "out", lambda *_: None)
