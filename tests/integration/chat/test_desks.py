"""A centre's or constituency's desk sends by chat, for the unit that it taps."""

import json
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from models.states.sheet import SheetState
from models.store.enrolment import NewCode, Post, keep_code, revoke_person
from models.store.notices import NewNotice
from models.tables.chat import Conversation
from models.tables.geography import ReportingUnit
from models.tables.people import Person, Role
from models.tables.photos import Photo
from models.tables.sheets import Answer
from models.values.ballots import Stream, UnitKind
from models.values.codes import draw_code, written_code
from models.values.notices import NoticeKind
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.desk import SECRET
from tests.fixtures.pictures import picture
from tests.integration.chat.test_any_order import each_hall

__all__ = ["each_hall"]

NOI = 88
ONE, TWO = "1. หน่วย 1 ทดสอบ", "2. หน่วย 2 ทดสอบ"


def enrol_desk(hall: ChatHall, user: int = NOI, post: Post | None = None) -> None:
    at, code = hall.desk.clock.at, draw_code()
    new = NewCode(post or Post(centre_id=1), code, at, at + timedelta(days=1))
    with hall.desk.database.writing() as session:
        keep_code(session, new, SECRET.encode())
    hall.says(user, f"/start {written_code(code)}")
    hall.taps(user, "ใช่ หน่วยของฉัน")


def settle(hall: ChatHall) -> None:
    """Work, and let what waits for more of an album go out."""
    hall.work()
    hall.pass_by(5)


def units_of_photos(hall: ChatHall) -> list[int]:
    return [photo.unit_id for photo in hall.desk.all(Photo)]


def test_pictures_wait_until_their_unit_is_tapped(hall: ChatHall) -> None:
    enrol_desk(hall)
    assert hall.desk.all(Person)[-1].role is Role.DESK
    for n in (1, 2):
        hall.photo(NOI, picture(n))
    settle(hall)
    assert units_of_photos(hall) == []
    assert "เก็บภาพไว้แล้ว 2 ภาพ" in hall.heard(NOI)[-1]
    hall.taps(NOI, TWO)
    settle(hall)
    assert units_of_photos(hall) == [2, 2]
    assert hall.heard(NOI)[-1].startswith("หน่วย 2 ตำบลทดสอบ")
    hall.photo(NOI, picture(3))
    settle(hall)
    hall.taps(NOI, "หน่วยถัดไป")
    hall.taps(NOI, "1. หน่วย 1 ทดสอบ")
    hall.photo(NOI, picture(4))
    settle(hall)
    assert units_of_photos(hall) == [2, 2, 2, 1]


def test_units_are_found_by_number_and_place(hall: ChatHall) -> None:
    enrol_desk(hall)
    hall.says(NOI, "เลือกหน่วย")
    for typed in ("2", "หน่วย ๒", "ทดสอบ 2", "ต.ทดสอป 2", "90-1-2"):
        hall.says(NOI, typed)
        assert "1. หน่วย 2 ตำบลทดสอบ" in hall.heard(NOI)[-1]
    hall.says(NOI, "ที่ไหนไม่รู้ 2")
    assert "ไม่พบหน่วย" in hall.heard(NOI)[-1]


def test_a_constituencys_desk_sends_for_its_counting_sets(hall: ChatHall) -> None:
    with hall.desk.database.writing() as session:
        session.add(
            ReportingUnit(
                id=50,
                code="90-1-S1",
                kind=UnitKind.COUNTING_SET,
                stream=Stream.ADVANCE_IN,
                constituency_id=1,
                centre_id=1,
                number=1,
            )
        )
    enrol_desk(hall, post=Post(constituency_id=1))
    hall.photo(NOI, picture(1))
    settle(hall)
    hall.taps(NOI, "1. ชุด 1 ล่วงหน้าในเขต"[:20])
    assert units_of_photos(hall) == [50]


def test_a_desk_answers_for_the_unit_it_sent(hall: ChatHall) -> None:
    enrol_desk(hall)
    hall.photo(NOI, picture(1))
    settle(hall)
    hall.taps(NOI, ONE)
    settle(hall)
    sheet_id = hall.desk.sheet(state=SheetState.READ_BACK)
    params = {"form": "ส.ส. 5/18"}
    hall.tell(NewNotice(NoticeKind.READ_BACK, 1, f"sheet:{sheet_id}", params, None, sheet_id))
    hall.tell(NewNotice(NoticeKind.READ_BACK, 2, "sheet:other", params, None, None))
    hall.work()
    assert hall.heard(NOI)[-1].startswith("หน่วย 1 ตำบลทดสอบ")
    hall.taps(NOI, "หน่วยถัดไป")
    hall.taps(NOI, "ตรงกับแบบทุกช่อง")
    [answer] = hall.desk.all(Answer)
    assert answer.sheet_id == sheet_id
    assert hall.desk.row(sheet_id).state is SheetState.IN_REVIEW


def test_a_barred_desk_sends_nothing_more(hall: ChatHall) -> None:
    enrol_desk(hall)
    hall.photo(NOI, picture(1))
    settle(hall)
    with hall.desk.database.writing() as session:
        revoke_person(session, newest_person(session), "key-x", hall.desk.clock.at)
    hall.taps(NOI, ONE)
    assert units_of_photos(hall) == []


def newest_person(session: Session) -> Person:
    newest = select(Person).order_by(col(Person.id).desc()).limit(1)
    return session.exec(newest).one()


def pictures_of(hall: ChatHall, user: int) -> list[dict[str, Any]]:
    """Make six pictures of one unit, three of them sent twice, some in albums; and some words."""
    person, chat = {"id": user, "first_name": "น้อย"}, {"id": user, "type": "private"}
    made = []
    for n, seed in enumerate((1, 2, 3, 4, 5, 6, 1, 2, 3)):
        name = f"F{user}x{seed}"
        hall.telegram.files[name] = picture(10 * user + seed)
        message: dict[str, Any] = {"chat": chat, "from": person, "document": {"file_id": name}}
        if n % 3:
            message["media_group_id"] = f"album {n % 3}"
        made.append({"update_id": 1000 * user + n, "message": message})
    words = [{"chat": chat, "from": person, "text": w} for w in ("สถานะ", "เมนู", "1", "อะไร")]
    return made + [{"update_id": 1000 * user + 100 + n, "message": m} for n, m in enumerate(words)]


def held_of(hall: ChatHall, user: int) -> int:
    """Return how many pictures of somebody wait for their unit."""
    [mine] = [c for c in hall.desk.all(Conversation) if c.chat_key == str(user)]
    return len(mine.state["held"])


def tap_unit_2_twice(hall: ChatHall, user: int) -> None:
    """Tap one button twice before anything is answered, as people do."""
    taps = [
        data
        for sent in hall.telegram.sent
        if sent.chat == str(user)
        for label, data in sent.buttons.items()
        if label.endswith("หน่วย 2 ทดสอบ")
    ]
    for _ in range(2):
        hall.update(callback_query={"id": "t", "from": {"id": user}, "data": taps[-1]})
    settle(hall)


@pytest.mark.parametrize("chosen_first", [False, True])
def test_shuffled_doubled_and_answered_late(
    each_hall: ChatHall,
    chosen_first: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Whatever the order, and however often: the pictures get their unit once, by the last tap."""
    hall = each_hall
    users = count(1000)

    @settings(
        max_examples=3,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(
        order=st.permutations(range(26)),
        pauses=st.lists(st.booleans(), min_size=26, max_size=26),
    )
    def story(order: list[int], pauses: list[bool]) -> None:
        user = next(users)
        enrol_desk(hall, user)
        if chosen_first:
            hall.says(user, "เลือกหน่วย")
            hall.taps(user, TWO)
        sent = pictures_of(hall, user) * 2
        known = len(hall.desk.all(Photo))
        for at, is_pause in zip(order, pauses, strict=True):
            hall.deliver(json.loads(json.dumps(sent[at])))
            if is_pause:
                hall.work()
        settle(hall)
        while held_of(hall, user):
            tap_unit_2_twice(hall, user)
        mine = hall.desk.all(Photo)[known:]
        assert [photo.unit_id for photo in mine] == [2] * 6
        told = "\n".join(hall.heard(user))
        assert all(photo.receipt in told for photo in mine)

    story()
