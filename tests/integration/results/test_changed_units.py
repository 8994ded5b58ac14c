"""Triggers note every unit that changed, and reading those alone gives what reading all gives."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from models.database import Database
from models.store import changes
from models.tables.geography import ReportingUnit
from models.tables.photos import PageReading
from models.tables.sheets import Page, Sheet, SheetFinding
from models.values.findings import Severity
from results.publish import Press
from results.target import Folder
from tests.integration.results.electorate import (
    BALLOTS,
    confirm,
    confirm_both,
    found,
    invented_counts,
    later,
    recall,
    unit_of,
)
from tests.integration.results.newsroom import KEY, Images, Newsroom


def noted(database: Database) -> set[str]:
    """Take and delete the notes; return the units' codes."""
    with database.writing() as session:
        changes.take(session)
        taken = changes.taken(session)
        codes = {session.get_one(ReportingUnit, unit).code for unit in taken}
        changes.drop_taken(session)
    return codes


def test_every_writer_leaves_a_note(each_database: Database) -> None:
    with each_database.writing() as session:
        found(session, units=4)
        confirm_both(session, "SM-1-U002", 1)
        session.execute(text("DELETE FROM changed_unit"))
    for change in (new_state, new_image, page_taken_back, new_finding, sheet_in_review):
        with each_database.writing() as session:
            change(session)
        assert noted(each_database) == {"SM-1-U002"}, change.__name__
    assert noted(each_database) == set()


def new_state(session: Session) -> None:
    unit_of(session, "SM-1-U002").state_reason = "x"


def new_image(session: Session) -> None:
    session.exec(select(PageReading)).first().public_sha256 = "0" * 64


def page_taken_back(session: Session) -> None:
    session.exec(select(Page)).first().is_current = False


def new_finding(session: Session) -> None:
    sheet = session.exec(select(Sheet)).first()
    finding = {"code": "R501", "severity": Severity.WARNING, "message": {"th": "x", "en": "x"}}
    session.add(SheetFinding(sheet_id=sheet.id, created_at=later(2), **finding))


def sheet_in_review(session: Session) -> None:
    session.exec(select(Sheet)).first().version = 2


def test_a_note_that_comes_while_one_is_taken_waits(each_database: Database) -> None:
    with each_database.writing() as session:
        found(session, units=2)
        new = unit_of(session, "SM-1-U001")
        new.state_reason = "x"
    with each_database.writing() as session:
        changes.take(session)
    with each_database.writing() as session:
        unit_of(session, "SM-1-U001").state_reason = "y"
    with each_database.writing() as session:
        changes.drop_taken(session)
    assert noted(each_database) == {"SM-1-U001"}


STEPS = ("complete 1", "complete 2", "recall 1", "half 3", "correct 1", "complete 4", "set 1")


@pytest.mark.parametrize("together", [1, 3])
def test_patching_gives_what_reading_everything_gives(
    database: Database, tmp_path: Path, together: int
) -> None:
    with database.writing() as session:
        found(session, units=6)
    images = Images()
    press = Press(database, images, Folder(tmp_path / "patched"), KEY)
    for minute, step in enumerate(STEPS, start=1):
        with database.writing() as session:
            happen(session, step, minute)
        if minute % together == 0 or minute == len(STEPS):
            press.publish_figures(later(minute))
    patched = Newsroom(database, tmp_path / "patched")
    with database.writing() as session:
        session.execute(text("DELETE FROM snapshot"))
    anew = Newsroom(database, tmp_path / "anew")
    Press(database, images, Folder(anew.folder), KEY).publish_figures(later(len(STEPS)))
    assert figures(patched) == figures(anew)


def happen(session: Session, step: str, minute: int) -> None:
    what, number = step.split()
    unit = unit_of(session, f"SM-1-{'S' if what == 'set' else 'U'}00{number}")
    if what in {"complete", "set"}:
        confirm_both(session, unit.code, minute, seed=minute)
    elif what == "recall":
        recall(session, unit, BALLOTS[0], later(minute))
    else:
        confirm(session, unit, BALLOTS[0], invented_counts(BALLOTS[0], minute), later(minute))


def figures(room: Newsroom) -> dict[str, object]:
    """Return the newest manifest without what tells when it was written, records opened."""
    files = room.files()
    root = json.loads(files[json.loads(files["data/latest.json"])["root"]["path"]])
    manifest = json.loads(files[root["constituencies"]["SM-1"]["manifest"]["path"]])
    for unit in manifest["units"]:
        record = json.loads(files[unit["record"]["path"]]) if unit["record"] else None
        unit["record"] = record and {**record, "snapshot": 0}
        unit["since"] = 0
    return {**manifest, "snapshot": 0}
