"""Pictures in messages: what to do, the cells of a return; by upload and by signed link."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.chat.examples import example
from bot.chat.gallery import Gallery
from bot.conversation.replies import Picture, PictureKind
from models.states.sheet import SheetState
from models.store.notices import NewNotice
from models.tables.people import Person
from models.values.notices import NoticeKind
from models.values.reading import Problem
from tests.fixtures.chat_hall import ChatHall

MALI = 77
RETAKE = {"receipt": "R1", "problems": ["blurred"]}
RETURN = {"form": "ส.ส. 5/18", "reason": "unreadable", "text": "แถวนี้มืด", "fields": ["row:4"]}


@pytest.fixture
def open_hall(hall: ChatHall) -> ChatHall:
    """The same hall where people reach us by https."""
    house = replace(hall.house, board_url="https://khanaen.example")
    return replace(hall, house=house)


def enrol_on_line(hall: ChatHall) -> Person:
    for text in (hall.code(), "ใช่", "มาลี"):
        hall.line_says("U1", text)
    return hall.desk.all(Person)[-1]


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_has_its_drawing(problem: Problem) -> None:
    data = example(problem)
    assert Image.open(io.BytesIO(data)).size == (900, 670)
    assert len(data) < 300_000


def test_a_retake_brings_the_drawing_by_upload(hall: ChatHall) -> None:
    hall.enrol(MALI)
    hall.tell(NewNotice(NoticeKind.RETAKE, 1, "x", RETAKE))
    hall.work()
    sent = hall.telegram.sent[-1]
    assert sent.photo == example(Problem.BLURRED)
    assert "ภาพไม่ชัด" in sent.text


def test_a_return_brings_its_cells_by_a_link_that_works(open_hall: ChatHall) -> None:
    enrol_on_line(open_hall)
    sheet_id = open_hall.desk.sheet(state=SheetState.RETURNED)
    open_hall.tell(NewNotice(NoticeKind.RETURNED, 1, "x", RETURN, None, sheet_id))
    open_hall.work()
    sent = open_hall.line.sent[-1]
    [link] = sent.pictures
    assert "แถวนี้มืด" in sent.texts[0]
    found = open_hall.client.get(link.removeprefix("https://khanaen.example"))
    assert found.status_code == 200
    wide, high = Image.open(io.BytesIO(found.content)).size
    assert wide > 2 * high


def test_without_https_the_words_go_alone(hall: ChatHall) -> None:
    enrol_on_line(hall)
    hall.tell(NewNotice(NoticeKind.RETAKE, 1, "x", RETAKE))
    hall.work()
    assert hall.line.sent[-1].pictures == []
    assert "ภาพไม่ชัด" in hall.line.sent[-1].texts[0]


def test_no_picture_is_made_that_would_not_go_out(
    hall: ChatHall, open_hall: ChatHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Picture] = []
    monkeypatch.setattr(Gallery, "image", lambda _, picture: made.append(picture))
    long = {**RETURN, "text": "ย" * 1_100}
    hall.enrol(MALI)
    enrol_on_line(hall)
    sheet_id = hall.desk.sheet(state=SheetState.RETURNED)
    hall.tell(NewNotice(NoticeKind.RETURNED, 1, "x", long, None, sheet_id))
    hall.work()
    assert made == []
    hall.tell(NewNotice(NoticeKind.RETURNED, 1, "y", RETURN, None, sheet_id))
    hall.work()
    assert [picture.kind for picture in made] == [PictureKind.CROPS]
    open_hall.tell(NewNotice(NoticeKind.RETURNED, 1, "z", long, None, sheet_id))
    open_hall.work()
    assert [picture.kind for picture in made] == [PictureKind.CROPS] * 2


def test_a_page_is_opened_once_for_all_its_cells(
    hall: ChatHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.enrol(MALI)
    sheet_id = hall.desk.sheet(state=SheetState.RETURNED)
    opened: list[str] = []
    read = hall.desk.store.read
    monkeypatch.setattr(hall.desk.store, "read", lambda name: opened.append(name) or read(name))
    several = {**RETURN, "fields": ["row:4", "row:5", "row:6"]}
    hall.tell(NewNotice(NoticeKind.RETURNED, 1, "x", several, None, sheet_id))
    hall.work()
    assert hall.telegram.sent[-1].photo is not None
    assert len(opened) == 1


def test_a_picture_that_cannot_be_made_stops_no_words(hall: ChatHall) -> None:
    hall.enrol(MALI)
    sheet_id = hall.desk.sheet(state=SheetState.RETURNED)
    for file in (hall.desk.store.root).rglob("*"):
        if file.is_file():
            file.write_bytes(b"damaged")
    hall.tell(NewNotice(NoticeKind.RETURNED, 1, "x", RETURN, None, sheet_id))
    hall.work()
    assert hall.telegram.sent[-1].photo is None
    assert "แถวนี้มืด" in hall.telegram.sent[-1].text
