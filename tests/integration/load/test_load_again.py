"""A second load never changes anything, and new rows go on after the loaded ones."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from app.election.demo import demo_folder, demo_times
from app.election.errors import OtherElection
from app.election.load import load_folder
from models.database import Database
from models.tables.audit import AuditEntry
from models.tables.election import Election, Party


def test_the_same_data_again_changes_nothing(loaded: Database) -> None:
    again = load_folder(loaded, demo_folder(), times=demo_times(datetime.now(UTC)))
    assert not again.is_new
    assert again.rows == {}
    with loaded.reading() as session:
        assert len(session.exec(select(AuditEntry)).all()) == 1


def test_bom_and_line_ends_do_not_make_other_data(loaded: Database, tmp_path: Path) -> None:
    for file in demo_folder().glob("*.csv"):
        content = file.read_text("utf-8").replace("\n", "\r\n")
        (tmp_path / file.name).write_bytes(b"\xef\xbb\xbf" + content.encode())
    assert not load_folder(loaded, tmp_path).is_new


def test_another_election_is_refused(loaded: Database, tmp_path: Path) -> None:
    shutil.copytree(demo_folder(), tmp_path / "other")
    file = tmp_path / "other" / "election.csv"
    file.write_text(file.read_text("utf-8").replace("demo-2570", "demo-2571"), "utf-8")
    with pytest.raises(OtherElection) as refused:
        load_folder(loaded, tmp_path / "other")
    assert refused.value.code == "demo-2570"
    with loaded.reading() as session:
        assert session.exec(select(Election.code)).one() == "demo-2570"


def test_new_rows_are_numbered_after_the_loaded_ones(each_database: Database, nobody: Path) -> None:
    load_folder(each_database, nobody)
    with each_database.writing() as session:
        session.add(Party(number=58, name_th="มาทีหลัง"))
        session.flush()
        numbered = session.exec(select(Party.id).where(Party.number == 58)).one()
        assert numbered == 58


def test_progress_tells_every_table_to_its_end(database: Database, nobody: Path) -> None:
    said: dict[str, tuple[int, int]] = {}
    loaded = load_folder(
        database, nobody, lambda table, done, total: said.update({table: (done, total)})
    )
    assert {t: (n, n) for t, n in loaded.rows.items() if n} == said
