"""docs/chat.md shows conversations as people read them: this test holds them.

Every scene runs once in Thai and once in English through the doors, the walker, the sender and a
strict stand-in of Telegram; what a look and a reading found is told by the worker's own functions.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.following import Herald
from intake import page_readings
from intake.page_readings import Seen
from intake.retakes import ask_early
from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store.notices import NewNotice
from models.tables.photos import Photo
from models.values.glance import Glance
from models.values.notices import NoticeKind
from models.values.reading import PageScan, Problem
from results.questions import Board, Reader
from results.target import Folder
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.desk import COUNTS
from tests.fixtures.pictures import picture
from tests.fixtures.transcript import Transcript

PAGE = Path(__file__).parents[3] / "docs" / "chat.md"
MALI = 77
CONSTITUENCY, PARTY_LIST = "ส.ส. 5/18", "ส.ส. 5/18 (บช)"
Read = tuple[str, int, tuple[Problem, ...]]


def big(number: int) -> bytes:
    return picture(number, size=(1654, 2339))


def enrolled(hall: ChatHall, user: int, unit_id: int, *, is_thai: bool) -> Transcript:
    """Somebody who enrolled before the scene begins."""
    story = Transcript(hall, user, is_thai)
    hall.says(user, f"/start {hall.code(unit_id)}")
    hall.taps(user, "ใช่ หน่วยของฉัน" if is_thai else "Yes, my unit")
    story.lines, story.seen = [], len([m for m in hall.telegram.sent if m.chat == str(user)])
    return story


def read(hall: ChatHall, *found: Read) -> None:
    """Let the worker look at the oldest photos and read them: which pages, with what problems."""
    for form, page, problems in found:
        photo = next(p for p in hall.desk.all(Photo) if p.state is PhotoState.QUEUED)
        scan = PageScan(form, page, problems, {}, {}, (), None, None, 1.0)
        at = hall.desk.clock.at
        with hall.desk.database.writing() as session:
            ask_early(session, photo.id or 0, Glance(form, page, problems, None), at)
            page_readings.note_scan(session, photo.id or 0, seen_as(scan, photo), at)
        hall.work()
    hall.pass_by(4)


def seen_as(scan: PageScan, photo: Photo) -> Seen:
    return Seen(scan, photo.sha256, 1654, 2339, None)


def enrolment(hall: ChatHall, *, is_thai: bool) -> Transcript:
    story = Transcript(hall, MALI, is_thai)
    code = hall.code()
    story.names[code] = "7QK2-9F4B-M3X"
    story.says(f"/start {code}")
    story.taps("ใช่ หน่วยของฉัน", "Yes, my unit")
    return story


def album(hall: ChatHall, *, is_thai: bool) -> Transcript:
    story = enrolled(hall, MALI, 1, is_thai=is_thai)
    story.sends(*(big(n) for n in range(5)), album="g")
    read(
        hall,
        (CONSTITUENCY, 1, ()),
        (CONSTITUENCY, 2, ()),
        (PARTY_LIST, 1, ()),
        (PARTY_LIST, 2, (Problem.BLURRED,)),
        (PARTY_LIST, 4, ()),
    )
    story.hear()
    story.sends(big(6), big(7))
    read(hall, (PARTY_LIST, 2, ()), (PARTY_LIST, 3, ()))
    story.hear()
    story.says("สถานะ" if is_thai else "status")
    return story


def tell_read_back(hall: ChatHall, unit_id: int, sheet_id: int, form: str) -> None:
    key = f"sheet:{sheet_id}"
    hall.tell(NewNotice(NoticeKind.READ_BACK, unit_id, key, {"form": form}, None, sheet_id))
    hall.work()


def misread(hall: ChatHall, *, is_thai: bool) -> Transcript:
    story = enrolled(hall, MALI, 1, is_thai=is_thai)
    sheet_id = hall.desk.sheet(
        counts={**COUNTS, "row:4": 76}, doubtful=frozenset({"row:4"}), state=SheetState.READ_BACK
    )
    tell_read_back(hall, 1, sheet_id, CONSTITUENCY)
    story.hear()
    story.taps("ระบบอ่านผิด", "Machine misread")
    story.says("เบอร์ 4 เขียนว่า ๗๐" if is_thai else "no. 4 says 70")
    story.taps("ส่งคำตอบ", "Send the answer")
    return story


def agreed(hall: ChatHall, *, is_thai: bool) -> Transcript:
    story = enrolled(hall, MALI, 2, is_thai=is_thai)
    sheet_id = hall.desk.sheet(2, state=SheetState.READ_BACK)
    tell_read_back(hall, 2, sheet_id, CONSTITUENCY)
    story.hear()
    story.taps("ตรงกับแบบทุกช่อง", "All as on the form")
    return story


def form_is_wrong(hall: ChatHall, *, is_thai: bool) -> Transcript:
    story = enrolled(hall, MALI, 1, is_thai=is_thai)
    counts = {**COUNTS, "good": 379}
    sheet_id = hall.desk.sheet(counts=counts, state=SheetState.READ_BACK)
    tell_read_back(hall, 1, sheet_id, CONSTITUENCY)
    story.hear()
    story.taps("แบบเขียนผิด", "Form is wrong")
    story.taps("รับทราบ ส่งตามเขียน", "Send as written")
    return story


def returned(hall: ChatHall, *, is_thai: bool) -> Transcript:
    story = enrolled(hall, MALI, 1, is_thai=is_thai)
    sheet_id = hall.desk.sheet(state=SheetState.RETURNED)
    words = "แถวนี้มืด" if is_thai else "this row is dark"
    params = {
        "form": CONSTITUENCY,
        "reason": "unreadable",
        "text": words,
        "fields": ["row:4"],
    }
    hall.tell(NewNotice(NoticeKind.RETURNED, 1, "x", params, None, sheet_id))
    hall.work()
    story.hear()
    story.taps("แบบถูกต้องแล้ว", "It is right as it is")
    return story


class OneUnitMore(Reader):
    """The same snapshot with one unit more."""

    def newest(self) -> Board | None:
        board = super().newest()
        assert board is not None
        changed = [{**m, "counted": {"election_day": 4}} for m in board.manifests]
        return Board(board.pointer, tuple(changed))


def public(hall: ChatHall, published: Folder, *, is_thai: bool) -> Transcript:
    house = replace(hall.house, snapshots=Reader(published), board_url="https://khanaen.example")
    asked = replace(hall, house=house)
    story = Transcript(asked, MALI, is_thai)
    story.says("คะแนน เขต 1 สมมุติบุรี" if is_thai else "Sommut Buri 1")
    story.taps("ติดตามผลเขตนี้", "Follow")
    hall.desk.clock.pass_by(minutes=6)
    Herald(replace(house, snapshots=OneUnitMore(published))).bring()
    asked.work()
    story.hear()
    return story


SCENES: dict[str, Callable[..., Transcript]] = {
    "ลงทะเบียน · Enrolment": enrolment,
    "ส่งหลายภาพ ภาพเบลอ หน้าที่ขาด · An album, a blurred picture, a missing page": album,
    "ตรงกับแบบทุกช่อง · All as on the form": agreed,
    "ระบบอ่านผิด · The machine misread": misread,
    "แบบเขียนผิด · The form is wrong": form_is_wrong,
    "เจ้าหน้าที่ส่งคืน · A reviewer returns a sheet": returned,
    "ถามผลและติดตาม · A question of the public, and following": public,
}


def block(story: Transcript) -> str:
    return "```\n" + "\n".join(story.lines) + "\n```"


@pytest.mark.parametrize("is_thai", [True, False], ids=["thai", "english"])
@pytest.mark.parametrize("title", SCENES)
def test_the_page_shows_the_conversation_as_it_is(
    hall: ChatHall, published: Folder, title: str, *, is_thai: bool
) -> None:
    more = {"published": published} if SCENES[title] is public else {}
    shown = block(SCENES[title](hall, **more, is_thai=is_thai))
    _, _, rest = PAGE.read_text("utf-8").partition(f"### {title}\n")
    assert rest, f"no scene {title}"
    assert shown in rest.split("\n### ")[0].split("\n## ")[0]
