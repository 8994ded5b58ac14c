"""What one look tells is said at once: before the reading, and ahead of all that wait."""

import io

import pytest
from PIL import Image, ImageFilter

from app.cage import looking
from app.cage.looking import glance, watch
from app.pipeline import look_photo, read_photo
from models.database import Database
from models.states.photo import PhotoState
from models.tables.photos import PageReading, Photo
from models.tables.sheets import Notice
from models.values.notices import ASKED, NoticeKind
from ocr.look import Look
from ocr.page.tesseract import ReadPrint
from ocr.place_names.reader import AskNames
from tests.fixtures.line import Line
from tests.fixtures.pictures import picture
from tests.fixtures.sheets import drawn_sheet

CROWD = 9


@pytest.fixture
def each_database(database: Database) -> Database:
    """One engine will do: the order of the queue is asked of both in test_queue."""
    return database


def blurred(data: bytes) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).filter(ImageFilter.GaussianBlur(6)).save(out, "JPEG", quality=80)
    return out.getvalue()


def crowd(line: Line) -> None:
    for n in range(CROWD):
        line.send(picture(n))


def test_a_blurred_page_is_asked_for_before_it_is_read(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.send(blurred(drawn_sheet().photos[0]))
    said_before: list[NoticeKind] = []
    read_on = looking.read_on

    def note_and_read(look: Look, *, names: AskNames, read_print: ReadPrint) -> object:
        said_before.extend(kind for kind, _ in line.said())
        return read_on(look, names=names, read_print=read_print)

    monkeypatch.setattr(looking, "read_on", note_and_read)
    line.read_all()
    assert said_before == [NoticeKind.RETAKE]
    joined = [n.params[ASKED] for n in line.all(Notice) if n.kind == NoticeKind.PAGE_JOINED]
    assert joined in ([True], [])
    assert len(line.all(PageReading)) == 1


def test_a_good_page_is_asked_for_by_nobody(line: Line) -> None:
    line.send(drawn_sheet().photos[0])
    line.read_all()
    assert [n.params[ASKED] for n in line.all(Notice)] == [False]


def test_a_photo_behind_many_is_looked_at_ahead_of_its_turn(line: Line) -> None:
    crowd(line)
    line.send(blurred(drawn_sheet().photos[0]))
    photo = line.all(Photo)[-1]
    assert line.ground.queue.depth() == CROWD + 1 + 2
    look_photo(line.ground, glance, photo.id or 0)
    [(kind, _)] = line.said()
    assert kind is NoticeKind.RETAKE
    after = line.all(Photo)[-1]
    assert (after.state, after.attempts) == (PhotoState.QUEUED, 0)
    read_photo(line.ground, watch, photo.id or 0)
    assert [kind for kind, _ in line.said()].count(NoticeKind.RETAKE) == 1


def test_where_far_too_many_wait_reading_goes_on(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.store.photos._SWAMP", CROWD)
    crowd(line)
    before = line.ground.queue.depth()
    line.send(blurred(drawn_sheet().photos[0]))
    assert line.ground.queue.depth() == before + 1


def test_a_look_that_killed_its_worker_is_not_taken_again(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.send(blurred(drawn_sheet().photos[0]))

    def die(_data: bytes) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(looking, "look_at", die)
        with pytest.raises(KeyboardInterrupt):
            look_photo(line.ground, glance, 1)
        look_photo(line.ground, glance, 1)
    assert line.said() == []
    read_photo(line.ground, watch, 1)
    assert line.all(Photo)[0].state is PhotoState.READ


def test_a_file_that_breaks_on_decoding_is_refused_at_the_look(line: Line) -> None:
    whole = picture(kind="PNG")
    middle = len(whole) // 2
    line.send(whole[: middle - 400] + bytes(800) + whole[middle + 400 :])
    look_photo(line.ground, glance, 1)
    assert line.all(Photo)[0].state is PhotoState.REJECTED
    assert [kind for kind, _ in line.said()] == [NoticeKind.REFUSED]
