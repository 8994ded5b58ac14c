"""Whole stories: what people send, what the record holds, what people read."""

from datetime import timedelta

import pytest

from models.states.sheet import SheetState
from models.store import conversations, inbox
from models.store.notices import NewNotice
from models.tables.chat import Conversation, InboxEvent, OutboxMessage
from models.tables.people import EnrolmentCode, Person, PersonArea
from models.tables.photos import Channel, Photo
from models.tables.sheets import Answer, AnswerKind
from models.values.ballots import Ballot
from models.values.chat import InboxState, OutboxState
from models.values.notices import NoticeKind
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.chat_platforms import Answer as Said
from tests.fixtures.desk import COUNTS
from tests.fixtures.pictures import picture

MALI = 77


def enrol(hall: ChatHall, user: int = MALI, unit_id: int = 1) -> Person:
    hall.enrol(user, unit_id)
    return hall.desk.all(Person)[-1]


def enrol_on_line(hall: ChatHall, user: str = "U1") -> None:
    for text in (hall.code(), "ใช่", "มาลี ใจสาธิต"):
        hall.line_says(user, text)


def read_back(hall: ChatHall) -> int:
    counts = {**COUNTS, "row:4": 76}
    sheet_id = hall.desk.sheet(
        counts=counts, doubtful=frozenset({"row:4"}), state=SheetState.READ_BACK
    )
    hall.tell(
        NewNotice(
            NoticeKind.READ_BACK, 1, f"sheet:{sheet_id}", {"form": "ส.ส. 5/18"}, None, sheet_id
        )
    )
    hall.work()
    return sheet_id


def test_from_the_link_on_a_paper_to_the_bound_unit(hall: ChatHall) -> None:
    hall.says(MALI, f"/start {hall.code()}")
    assert "หน่วยนี้ใช่ไหม" in hall.heard(MALI)[-1]
    assert hall.desk.all(EnrolmentCode)[0].used_at is None
    hall.taps(MALI, "ใช่ หน่วยของฉัน")
    person = hall.desk.all(Person)[-1]
    assert person.name == "สมหมาย"
    assert [a.unit_id for a in hall.desk.all(PersonArea) if a.person_id == person.id] == [1]
    assert "ลงทะเบียนแล้ว" in hall.heard(MALI)[-1]
    assert len(hall.telegram.acknowledged) == 1


def test_a_photo_is_kept_queued_and_answered_with_its_number(hall: ChatHall) -> None:
    person = enrol(hall)
    hall.photo(MALI, picture(1, size=(1654, 2339)))
    hall.work()
    [photo] = hall.desk.all(Photo)
    assert (photo.unit_id, photo.sender_id, photo.channel) == (1, person.id, Channel.TELEGRAM)
    assert photo.receipt in hall.heard(MALI)[-1]


def test_a_repeated_update_changes_nothing(hall: ChatHall) -> None:
    enrol(hall)
    update = hall.photo(MALI, picture(1))
    hall.work()
    heard = hall.heard(MALI)
    for _ in range(3):
        hall.deliver(update)
        hall.work()
    assert hall.heard(MALI) == heard
    assert len(hall.desk.all(Photo)) == 1


def test_the_same_bytes_again_give_the_old_number(hall: ChatHall) -> None:
    enrol(hall)
    for _ in range(2):
        hall.photo(MALI, picture(1))
        hall.work()
    [photo] = hall.desk.all(Photo)
    assert hall.heard(MALI)[-1].startswith(f"ได้รับภาพนี้แล้ว เลขที่ {photo.receipt}")


def test_an_album_has_one_receipt_after_its_last_picture(hall: ChatHall) -> None:
    enrol(hall)
    before = len(hall.heard(MALI))
    for n in range(6):
        hall.photo(MALI, picture(n), media_group_id="g")
        hall.pass_by(1)
    assert len(hall.heard(MALI)) == before
    hall.pass_by(3)
    [receipt] = hall.heard(MALI)[before:]
    assert "ได้รับแล้ว 6 ภาพ" in receipt
    assert all(photo.receipt in receipt for photo in hall.desk.all(Photo))


def test_a_late_page_of_an_album_is_answered_too(hall: ChatHall) -> None:
    enrol(hall)
    for n in range(2):
        hall.photo(MALI, picture(n), media_group_id="g")
        hall.work()
        hall.pass_by(10)
    first, second = hall.heard(MALI)[-2:]
    assert "ได้รับแล้ว 1 ภาพ" in first
    assert "ได้รับแล้ว 2 ภาพ" in second


def test_pictures_before_the_code_wait_for_their_unit(hall: ChatHall) -> None:
    for n in (1, 2):
        hall.photo(MALI, picture(n))
        hall.work()
    assert hall.desk.all(Photo) == []
    hall.pass_by(5)
    assert "เก็บภาพไว้แล้ว 2 ภาพ" in hall.heard(MALI)[-1]
    enrol(hall)
    assert len(hall.desk.all(Photo)) == 2
    hall.pass_by(5)
    assert "ได้รับแล้ว 2/2 ภาพ" in hall.heard(MALI)[-1]


def test_five_wrong_codes_lock_the_door_for_a_while(hall: ChatHall) -> None:
    for _ in range(6):
        hall.says(MALI, "7QK29F4BM3X")
    assert ["รหัสนี้ใช้ไม่ได้" in text for text in hall.heard(MALI)] == [True] * 5 + [False]
    hall.says(MALI, hall.code())
    assert "ลองผิดหลายครั้ง" in hall.heard(MALI)[-1]
    hall.pass_by(16 * 60)
    hall.says(MALI, hall.code())
    assert "หน่วยนี้ใช่ไหม" in hall.heard(MALI)[-1]


def test_the_committees_word_is_noted_once(hall: ChatHall) -> None:
    person = enrol(hall)
    sheet_id = read_back(hall)
    assert "? เบอร์ 4: 76" in hall.heard(MALI)[-1]
    hall.taps(MALI, "ระบบอ่านผิด")
    hall.says(MALI, "เบอร์ 4 เขียนว่า ๗๐")
    hall.taps(MALI, "ส่งคำตอบ")
    [answer] = hall.desk.all(Answer)
    assert (answer.kind, answer.values, answer.person_id) == (
        AnswerKind.MISREAD,
        {"row:4": 70},
        person.id,
    )
    assert hall.desk.row(sheet_id).state is SheetState.IN_REVIEW
    hall.taps(MALI, "ตรงกับแบบทุกช่อง")
    assert "ปุ่มนี้หมดอายุแล้ว" in "".join(hall.heard(MALI)[-2:])
    assert len(hall.telegram.acknowledged) == 4
    assert len(hall.desk.all(Answer)) == 1


def test_a_read_back_stays_in_hand_until_it_is_answered(hall: ChatHall) -> None:
    enrol(hall)
    party = hall.desk.sheet(ballot=Ballot.PARTY_LIST, state=SheetState.READ_BACK)
    hall.tell(NewNotice(NoticeKind.READ_BACK, 1, f"sheet:{party}", {}, None, party))
    hall.work()
    read_back(hall)
    hall.says(MALI, "เบอร์ 4 เขียนว่า 71")
    hall.taps(MALI, "ส่งคำตอบ")
    [answer] = hall.desk.all(Answer)
    assert (answer.sheet_id, answer.values) == (party, {"row:4": 71})
    assert "อ่านแบบแบ่งเขตแล้ว" in hall.heard(MALI)[-1]


def test_a_return_comes_back_into_the_chat(hall: ChatHall) -> None:
    enrol(hall)
    sheet_id = hall.desk.sheet(state=SheetState.RETURNED)
    params = {"form": "ส.ส. 5/18", "reason": "unreadable", "text": "แถวนี้มืด", "fields": []}
    hall.tell(NewNotice(NoticeKind.RETURNED, 1, "x", params, None, sheet_id))
    hall.work()
    assert "แถวนี้มืด" in hall.heard(MALI)[-1]
    hall.taps(MALI, "แบบถูกต้องแล้ว")
    assert hall.desk.row(sheet_id).state is SheetState.IN_REVIEW


def test_notices_are_told_once_and_to_those_they_concern(hall: ChatHall) -> None:
    mali = enrol(hall)
    enrol(hall, 78)
    enrol(hall, 79, unit_id=2)
    before = [len(hall.heard(user)) for user in (MALI, 78, 79)]
    params = {"receipt": "R1"}
    hall.tell(NewNotice(NoticeKind.NEEDS_HUMAN, 1, "to mali", params, person_id=mali.id))
    hall.work()
    hall.work()
    assert [len(hall.heard(user)) for user in (MALI, 78, 79)] == [before[0] + 1, *before[1:]]
    hall.tell(NewNotice(NoticeKind.NEEDS_HUMAN, 1, "to the unit", params))
    hall.work()
    assert [len(hall.heard(u)) for u in (MALI, 78, 79)] == [before[0] + 2, before[1] + 1, before[2]]


def test_line_answers_by_the_free_token_and_pushes_to_committees_only(hall: ChatHall) -> None:
    enrol_on_line(hall)
    assert {sent.is_push for sent in hall.line.sent} == {False}
    assert hall.desk.all(Person)[-1].name == "มาลี ใจสาธิต"
    read_back(hall)
    assert hall.line.sent[-1].is_push
    assert "ตรงกับแบบทุกช่อง" in hall.line.sent[-1].buttons


def test_lines_album_closes_at_its_total_in_any_order(hall: ChatHall) -> None:
    enrol_on_line(hall)
    before = len(hall.line.sent)
    for n in (3, 1, 2):
        hall.line_photo("U1", picture(n), imageSet={"id": "s", "index": n, "total": 3})
    hall.work()
    [sent] = hall.line.sent[before:]
    assert "ได้รับแล้ว 3/3 ภาพ" in sent.texts[0]
    assert not sent.is_push


def test_a_stranger_is_never_pushed_to(hall: ChatHall) -> None:
    hall.line_event("U9", type="message", message={"type": "text", "text": "สวัสดี"})
    hall.pass_by(120)
    assert hall.line.sent == []
    [message] = hall.desk.all(OutboxMessage)
    assert (message.state, message.failure) == (OutboxState.DROPPED, "no token left")


@pytest.mark.parametrize("status", [202, 500])
def test_a_content_that_is_not_ready_is_fetched_later_and_keeps_its_place(
    hall: ChatHall, status: int
) -> None:
    enrol_on_line(hall)
    hall.line_photo("U1", picture(1))
    data, content = picture(1), list(hall.line.contents)[-1]
    hall.line.contents[content] = Said(status)
    hall.work()
    hall.line_says("U1", "สถานะ")
    assert hall.desk.all(Photo) == []
    hall.line.contents[content] = Said(200, data)
    hall.pass_by(5)
    assert [event.failure for event in hall.desk.all(InboxEvent)] == [None] * 5
    assert len(hall.desk.all(Photo)) == 1
    assert ["ได้รับแล้ว" in sent.texts[0] for sent in hall.line.sent[-2:]] == [True, False]


def test_a_content_that_is_gone_is_asked_for_again(hall: ChatHall) -> None:
    enrol_on_line(hall)
    hall.line_photo("U1", picture(1))
    hall.line.contents.clear()
    hall.work()
    assert "กรุณาส่งใหม่อีกครั้ง" in hall.line.sent[-1].texts[0]
    assert hall.desk.all(Photo) == []


def test_who_blocks_us_hears_nothing_until_the_next_word(hall: ChatHall) -> None:
    enrol(hall)
    chat = {"id": MALI, "type": "private"}
    member = {"chat": chat, "from": {"id": MALI}, "new_chat_member": {"status": "kicked"}}
    hall.update(my_chat_member=member)
    hall.work()
    before = len(hall.heard(MALI))
    assert hall.desk.all(Conversation)[0].is_blocked
    hall.tell(NewNotice(NoticeKind.NEEDS_HUMAN, 1, "x", {"receipt": "R1"}))
    hall.work()
    assert len(hall.heard(MALI)) == before
    hall.says(MALI, "เมนู")
    assert not hall.desk.all(Conversation)[0].is_blocked
    assert len(hall.heard(MALI)) == before + 2


def test_a_group_hears_one_line(hall: ChatHall) -> None:
    for text in ("a", "b"):
        group = {"id": -5, "type": "group"}
        hall.update(message={"chat": group, "from": {"id": MALI}, "text": text})
        hall.work()
    assert len(hall.heard(-5)) == 1


def test_odd_events_stop_nobody(hall: ChatHall) -> None:
    hall.deliver({"update_id": 500, "message": {"chat": "odd", "photo": 7}})
    hall.deliver({"update_id": 501})
    hall.deliver({"update_id": 502, "message": {"text": "from nowhere"}})
    hall.deliver_line({"type": "message", "message": None}, {"webhookEventId": "e"})
    hall.says(MALI, "help")
    assert {event.state for event in hall.desk.all(InboxEvent)} == {InboxState.DONE}
    assert len(hall.telegram.sent) == 1
    with hall.desk.database.reading() as session:
        assert inbox.count_unknown(session) == 5


def test_strangers_are_forgotten_after_a_day(hall: ChatHall) -> None:
    hall.says(MALI, "สวัสดี")
    with hall.desk.database.writing() as session:
        later = hall.desk.clock.at + timedelta(hours=23)
        inbox.forget_strangers(session, later)
        conversations.forget_strangers(session, later)
    assert [event.chat_key for event in hall.desk.all(InboxEvent)] == [""]
    assert hall.desk.all(Conversation) == []
    assert hall.desk.all(OutboxMessage) == []
