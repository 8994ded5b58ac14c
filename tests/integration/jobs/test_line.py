"""The straight line from a photo to the read-back, on both engines, step by step."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, event
from sqlmodel import select

from app.sweep import sweep
from intake.sheet_readings import stop_waiting
from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store import beats
from models.tables.photos import Channel, PageReading, Photo, WorkerBeat
from models.tables.sheets import Page, Sheet, SheetFinding, SheetReading
from models.values.fields import row_key
from models.values.notices import NoticeKind
from tests.fixtures.line import Line
from tests.fixtures.pictures import pdf
from tests.fixtures.sheets import drawn_sheet
from tests.fixtures.small_election import CANDIDATES


def test_two_pages_become_a_sheet_that_is_read_back(line: Line) -> None:
    drawn = drawn_sheet()
    for photo in drawn.photos:
        line.send(photo)
    line.read_all()
    (sheet,) = line.all(Sheet)
    (reading,) = line.all(SheetReading)
    assert sheet.state is SheetState.READ_BACK
    assert {p.state for p in line.all(Photo)} == {PhotoState.READ}
    assert len(line.all(PageReading)) == 2
    assert line.said()[-1][0] is NoticeKind.READ_BACK
    # Candidate 3 was struck off: the third row of the paper is number 4.
    assert {row_key(n) for n in CANDIDATES} < set(reading.cells)
    assert row_key(3) not in reading.cells
    accepted = {k: c["value"] for k, c in reading.cells.items() if c["accepted"]}
    assert accepted
    assert accepted == {k: drawn.counts[k] for k in accepted}


def test_pages_are_placed_by_what_stands_on_them(line: Line) -> None:
    for photo in reversed(drawn_sheet().photos):
        line.send(photo)
    line.read_all()
    sweep(line.ground)
    line.read_all()
    photos = {p.id: p.sha256 for p in line.all(Photo)}
    pages = sorted(line.all(Page), key=lambda p: p.number)
    first = line.all(Photo)[1].sha256
    assert [p.number for p in pages][:1] == [1]
    assert photos[pages[0].photo_id] == first


def test_every_cell_names_its_photo_and_its_place_in_the_public_image(line: Line) -> None:
    for photo in drawn_sheet().photos:
        line.send(photo)
    line.read_all()
    (reading,) = line.all(SheetReading)
    by_photo = {r.photo_id: r for r in line.all(PageReading)}
    cell = reading.cells[row_key(4)]
    public = by_photo[cell["photo_id"]]
    assert public.public_sha256 is not None
    assert line.ground.store.read(public.public_sha256).startswith(b"\xff\xd8")
    assert row_key(4) in public.public_boxes


def test_nobody_can_be_asked_on_the_command_line(line: Line) -> None:
    for photo in drawn_sheet().photos:
        line.send(photo, channel=Channel.COMMAND)
    line.read_all()
    (sheet,) = line.all(Sheet)
    assert sheet.state is SheetState.IN_REVIEW
    assert sheet.queued_at is not None


def test_without_an_answer_the_sheet_goes_to_the_reviewers(line: Line) -> None:
    for photo in drawn_sheet().photos:
        line.send(photo)
    line.read_all()
    late = datetime.now(UTC) + timedelta(seconds=61)
    with line.ground.database.writing() as session:
        assert stop_waiting(session, timedelta(seconds=90), late) == 0
        assert stop_waiting(session, timedelta(seconds=60), late) == 1
    (sheet,) = line.all(Sheet)
    assert sheet.state is SheetState.IN_REVIEW
    assert line.said()[-1][0] is NoticeKind.IN_REVIEW


def test_a_pdf_gives_a_photo_for_each_page(line: Line) -> None:
    file = pdf(3)
    line.send(file)
    line.read_all()
    photos = line.all(Photo)
    assert [p.frame for p in photos] == [0, 1, 2]
    assert len({p.receipt for p in photos}) == 3
    assert len({p.image_sha256 for p in photos}) == 3
    assert len(line.all(PageReading)) == 3
    assert line.send(file).is_known


def test_reading_a_photo_again_changes_nothing(line: Line) -> None:
    for photo in drawn_sheet().photos:
        line.send(photo)
    line.read_all()
    before = (line.all(PageReading), line.all(SheetReading), line.said())
    line.read_all()
    assert (line.all(PageReading), line.all(SheetReading), line.said()) == before


def test_the_same_photo_from_two_units_is_a_finding(line: Line) -> None:
    for unit in (1, 2):
        for photo in drawn_sheet().photos:
            line.send(photo, unit=unit)
    line.read_all()
    codes = {f.sheet_id: f.code for f in line.all(SheetFinding) if f.code == "R105"}
    assert len(codes) == 2


def test_a_sweep_with_nothing_to_do_takes_no_lock(line: Line) -> None:
    database, writes = line.ground.database, list[bool]()

    def note(connection: Connection) -> None:
        writes.append(bool(connection.get_execution_options().get("khanaen_write")))

    event.listen(database.engine, "begin", note)
    sweep(line.ground)
    assert writes
    assert not any(writes)
    with database.writing() as session:
        beats.beat(session, "long gone", datetime.now(UTC) - timedelta(hours=2))
        beats.beat(session, "lives", datetime.now(UTC))
    writes.clear()
    sweep(line.ground)
    assert writes.count(True) == 1
    with database.reading() as session:
        assert session.exec(select(WorkerBeat.executor)).all() == ["lives"]
    event.remove(database.engine, "begin", note)
