"""What bad input gets behind the door: its own Thai sentence, a state, and nothing lost."""

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageFilter

from intake.placing import place
from models.database import Database
from models.states.photo import PhotoState
from models.tables.photos import PageReading, Photo
from models.tables.sheets import Page, Sheet
from models.values.notices import NoticeKind
from models.values.reading import HeaderValue, PageScan, Problem
from models.values.sentences import sentence_of_problem
from tests.fixtures.line import Line
from tests.fixtures.pictures import picture
from tests.fixtures.sheets import drawn_sheet


@pytest.fixture
def each_database(database: Database) -> Database:
    """One engine will do: what both must do alike is in test_line and test_queue."""
    return database


def blurred(data: bytes) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).filter(ImageFilter.GaussianBlur(9)).save(out, "JPEG", quality=80)
    return out.getvalue()


def test_a_cat_is_no_form(line: Line) -> None:
    line.send(picture(size=(1200, 900)))
    line.read_all()
    (photo,) = line.all(Photo)
    ((kind, sentence),) = line.said()
    assert photo.state is PhotoState.READ
    assert kind is NoticeKind.RETAKE
    assert sentence_of_problem(Problem.NOT_A_FORM).th in sentence
    assert line.all(Sheet) == []


def test_a_blurred_page_says_so(line: Line) -> None:
    line.send(blurred(drawn_sheet().photos[0]))
    line.read_all()
    (reading,) = line.all(PageReading)
    assert Problem.BLURRED in reading.scan["problems"]


def test_a_page_of_another_form_is_told_apart(line: Line) -> None:
    line.send(drawn_sheet("ส.ส. 5/17").photos[0])
    line.read_all()
    ((kind, sentence),) = line.said()
    assert kind is NoticeKind.WRONG_FORM
    assert "ส.ส. 5/17" in sentence
    assert line.all(Page) == []


def test_a_picture_that_breaks_on_decoding_is_refused(line: Line) -> None:
    whole = picture()
    start = whole.rindex(b"\xff\xda")
    line.send(b"\xff\xd8" + b"\xff\xe0\x00\x10JFIF" + bytes(9) + _sof() + whole[start : start + 9])
    receipt = line.send(_hollow_png())
    line.read_all()
    assert receipt.refusal is None
    states = {p.state for p in line.all(Photo)}
    assert states == {PhotoState.REJECTED}
    assert NoticeKind.REFUSED in {kind for kind, _ in line.said()}


def _sof() -> bytes:
    return b"\xff\xc0\x00\x0b\x08\x00\xf0\x01\x40\x01\x01\x11\x00"


def _hollow_png() -> bytes:
    whole = picture(kind="PNG")
    middle = len(whole) // 2
    return whole[: middle - 400] + bytes(800) + whole[middle + 400 :]


def test_a_page_of_another_unit_is_held(line: Line) -> None:
    line.send(drawn_sheet().photos[0])
    line.read_all()
    (reading,) = line.all(PageReading)
    scan = PageScan.from_data(reading.scan)
    head = {"unit": HeaderValue("7", 0.99), "constituency": HeaderValue("3", 0.99)}
    other = replace(scan, header=head)
    line.send(picture())
    with line.ground.database.writing() as session:
        photo = session.get_one(Photo, 2)
        assert place(session, photo, other, photo.received_at) is None
    kind, sentence = line.said()[-1]
    assert kind is NoticeKind.OTHER_UNIT
    assert "7" in sentence
    assert len(line.all(Page)) == 1


def test_two_alike_photos_of_a_page_are_one_page(line: Line) -> None:
    first, second = drawn_sheet().photos
    for photo in (first, second):
        line.send(photo)
    line.read_all()
    line.send(_saved_again(first))
    line.read_all()
    (sheet,) = line.all(Sheet)
    assert sheet.version == 1
    assert [p.is_current for p in line.all(Page)] == [True, True, False]


def _saved_again(data: bytes) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).save(out, "JPEG", quality=88)
    return out.getvalue()


def test_a_corrected_form_is_a_new_version(line: Line) -> None:
    first, second = drawn_sheet().photos
    for photo in (first, second):
        line.send(photo)
    line.read_all()
    line.send(drawn_sheet(seed=8).photos[0])
    line.read_all()
    old, new = line.all(Sheet)
    assert old.state == "superseded"
    assert (new.version, new.state) == (2, "read_back")
    kept = [p for p in line.all(Page) if p.sheet_id == new.id and p.is_current]
    assert sorted(p.number for p in kept) == [1, 2]
