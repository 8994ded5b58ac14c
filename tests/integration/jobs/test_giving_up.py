"""A photo that the machine cannot manage goes to people, and its page can still be keyed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import update

from app.cage.looking import watch
from app.pipeline import read_photo
from app.sweep import sweep
from intake.page_readings import MAX_ATTEMPTS
from models.database import Database
from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.tables.photos import PageReading, Photo
from models.tables.sheets import Page, Sheet, SheetReading
from models.values.notices import NoticeKind
from models.values.reading import Outcome
from tests.fixtures.line import Line
from tests.fixtures.sheets import drawn_sheet


@pytest.fixture
def each_database(database: Database) -> Database:
    """One engine will do: what both must do alike is in test_line and test_queue."""
    return database


def use_up(line: Line, photo_id: int) -> None:
    with line.ground.database.writing() as session:
        session.exec(update(Photo).where(Photo.id == photo_id).values(attempts=MAX_ATTEMPTS))


def test_after_three_attempts_people_look(line: Line) -> None:
    receipt = line.send(drawn_sheet().photos[0])
    use_up(line, receipt.photo_id)
    read_photo(line.ground, watch, receipt.photo_id)
    (photo,) = line.all(Photo)
    assert photo.state is PhotoState.NEEDS_HUMAN
    assert line.all(PageReading) == []
    ((kind, sentence),) = line.said()
    assert kind is NoticeKind.NEEDS_HUMAN
    assert receipt.number in sentence


def test_a_failed_page_fills_the_gap_that_the_others_leave(line: Line) -> None:
    photos = (*drawn_sheet().photos, *drawn_sheet("ส.ส. 5/18 (บช)").photos)
    receipts = [line.send(photo) for photo in photos]
    use_up(line, receipts[0].photo_id)
    line.read_all()
    sweep(line.ground)
    line.read_all()
    pages = {p.photo_id: p for p in line.all(Page)}
    assert len(pages) == 6
    assert pages[receipts[0].photo_id].number == 1
    states = {s.form_code: s.state for s in line.all(Sheet)}
    # Of the constituency form not one number was read: there is nothing to read back.
    assert states == {"ส.ส. 5/18": SheetState.IN_REVIEW, "ส.ส. 5/18 (บช)": SheetState.READ_BACK}
    assert len(line.all(SheetReading)) == 2


def test_a_failed_page_waits_while_others_may_still_come(line: Line) -> None:
    receipt = line.send(drawn_sheet().photos[0])
    use_up(line, receipt.photo_id)
    line.read_all()
    sweep(line.ground)
    assert line.all(Page) == []
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    with line.ground.database.writing() as session:
        session.exec(update(Photo).values(received_at=long_ago))
    sweep(line.ground)
    (page,) = line.all(Page)
    assert page.photo_id == receipt.photo_id


def test_a_page_too_many_is_answered_once(line: Line) -> None:
    for photo in drawn_sheet().photos:
        line.send(photo)
    for photo in drawn_sheet("ส.ส. 5/18 (บช)").photos:
        line.send(photo)
    line.read_all()
    sweep(line.ground)
    line.read_all()
    # One signature page more: nothing is missing that it could be.
    line.send(drawn_sheet(seed=6).photos[1])
    line.read_all()
    long_ago = datetime.now(UTC) - timedelta(seconds=30)
    with line.ground.database.writing() as session:
        session.exec(update(Photo).values(received_at=long_ago))
    before = len(line.said())
    for _ in range(2):
        sweep(line.ground)
    said = line.said()[before:]
    assert len(line.all(Page)) + len(said) == 7
    assert len(said) <= 1


def test_a_sheet_that_cannot_be_decided_is_keyed_by_people(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise IndexError("a fault of ours")

    monkeypatch.setattr("app.pipeline.decide", fails)
    for photo in drawn_sheet().photos:
        line.send(photo)
    line.read_all()
    (sheet,) = line.all(Sheet)
    assert sheet.state is SheetState.IN_REVIEW
    (reading,) = line.all(SheetReading)
    assert (reading.outcome, reading.cells) == (Outcome.UNREADABLE, {})
    assert NoticeKind.IN_REVIEW in {kind for kind, _ in line.said()}
