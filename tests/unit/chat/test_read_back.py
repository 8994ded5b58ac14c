from dataclasses import replace

import pytest

from bot.conversation.effects import GiveAnswer, PassOn, Withdraw
from bot.conversation.events import Answered, PassedOn, Told, TooLate
from bot.conversation.facts import ReadBack, Returned, UnitFacts
from bot.conversation.numbers import corrections
from bot.conversation.replies import Picture, PictureKind, Push
from models.tables.sheets import AnswerKind
from models.values.ballots import Ballot
from models.values.notices import NoticeKind
from tests.unit.chat.talking import ENROLLED, LINES, READ_BACK, READING, RETURNED, UNIT, Talk

TOLD = Told(NoticeKind.READ_BACK, {"form": "ส.ส. 5/18"}, sheet_id=3)
BUTTONS = ["ตรงกับแบบทุกช่อง", "ระบบอ่านผิด", "แบบเขียนผิด", "ส่งต่อให้เจ้าหน้าที่"]


def asked() -> Talk:
    return Talk(READING).hear(TOLD)


def test_the_numbers_come_doubtful_first_with_four_answers() -> None:
    talk = asked()
    assert talk.text.index("? เบอร์ 4: 76") < talk.text.index("บัตรดี: 380")
    assert "? เบอร์ 5: อ่านไม่ออก" in talk.text
    assert "ผลรวมต่างจากบัตรดีอยู่ 6" in talk.text
    assert talk.labels == BUTTONS


@pytest.mark.parametrize(
    ("label", "kind"), [(BUTTONS[0], AnswerKind.AGREES), (BUTTONS[3], AnswerKind.HAND_OVER)]
)
def test_one_tap_answers(label: str, kind: AnswerKind) -> None:
    assert asked().tap(label).effects == (GiveAnswer(3, 2, kind),)
    assert asked().say(label).effects == (GiveAnswer(3, 2, kind),)


def test_what_was_misread_is_typed_as_the_paper_says() -> None:
    talk = asked().tap("ระบบอ่านผิด")
    assert "เบอร์ 4 เขียนว่า 70" in talk.text
    talk.say("เบอร์ ๔ เขียนว่า ๗๐")
    assert talk.effects == ()
    assert "เบอร์ 4: 70" in talk.text
    talk.say("บัตรดี 374")
    assert talk.tap("ส่งคำตอบ").effects == (
        GiveAnswer(3, 2, AnswerKind.MISREAD, {"row:4": 70, "good": 374}),
    )


def test_what_was_misread_may_be_tapped_and_its_number_typed() -> None:
    talk = asked().tap("ระบบอ่านผิด").tap("เบอร์ 5")
    assert "เบอร์ 5 เขียนว่าเท่าใด" in talk.text
    assert "ช่องใดอ่านผิด" in talk.say("ไม่แน่ใจ").text
    talk.say("10")
    assert talk.tap("ส่งคำตอบ").effects == (GiveAnswer(3, 2, AnswerKind.MISREAD, {"row:5": 10}),)


def test_a_correction_may_be_typed_at_once() -> None:
    talk = asked().say("เบอร์ 4 70")
    assert talk.state.fixing is not None
    assert talk.state.fixing.values == {"row:4": 70}


def test_a_correction_can_be_dropped() -> None:
    talk = asked().tap("ระบบอ่านผิด").say("เบอร์ 4 70")
    talk.say("ยกเลิก")
    assert talk.state.fixing is None
    assert talk.labels == BUTTONS


def test_the_paper_is_never_to_be_changed_and_somebody_is_to_be_called() -> None:
    talk = asked().tap("แบบเขียนผิด")
    assert "อย่าแก้แบบที่ลงชื่อแล้ว" in talk.text
    assert "ศูนย์ทดสอบ 02-000-0000" in talk.text
    assert talk.effects == ()
    assert talk.tap("รับทราบ ส่งตามเขียน").effects == (GiveAnswer(3, 2, AnswerKind.PAPER_WRONG),)


def test_a_button_of_a_sheet_that_changed_notes_nothing() -> None:
    talk = asked()
    newer = replace(READ_BACK, edit=4)
    talk.facts = replace(READING, unit=replace(UNIT, read_back=newer))
    talk.tap(BUTTONS[0])
    assert talk.effects == ()
    assert "ปุ่มนี้หมดอายุแล้ว" in talk.text
    assert talk.labels == BUTTONS
    assert "ปุ่มนี้หมดอายุแล้ว" in talk.hear(TooLate()).text


def test_the_other_ballot_follows_the_answer() -> None:
    talk = Talk(READING).hear(Answered(AnswerKind.AGREES))
    assert "ขอบคุณ" in talk.text
    assert talk.labels == BUTTONS
    assert Talk(ENROLLED).hear(Answered(AnswerKind.AGREES)).labels == []


def test_a_return_comes_with_reason_and_words() -> None:
    talk = Talk(RETURNED).hear(Told(NoticeKind.RETURNED, {"form": "ส.ส. 5/18"}, sheet_id=3))
    assert "เจ้าหน้าที่ส่งแบบแบ่งเขตคืน" in talk.text
    assert "แถวนี้มืด" in talk.text
    assert talk.tap("แบบถูกต้องแล้ว").effects == (GiveAnswer(3, 5, AnswerKind.HAND_OVER),)


RETAKE = Told(NoticeKind.RETAKE, {"receipt": "R1", "problems": ["blurred"]}, photo_id=8)
PAGE = {"receipt": "R1", "form": "ส.ส. 5/18", "page": 1, "pages": 2, "problems": []}


def test_a_retake_says_why_and_shows_what_to_do() -> None:
    talk = Talk(ENROLLED).hear(RETAKE)
    [reply] = talk.replies
    assert "ภาพไม่ชัด" in reply.text
    assert reply.picture == Picture(PictureKind.EXAMPLE, "blurred")
    assert reply.push is Push.NEEDED
    assert talk.labels == ["สถานะ"]


def test_after_two_bad_pictures_people_may_look_at_one_as_it_is() -> None:
    talk = Talk(ENROLLED).hear(RETAKE).hear(RETAKE)
    assert talk.tap("ส่งต่อให้เจ้าหน้าที่").effects == (PassOn(8),)
    assert "เจ้าหน้าที่แล้ว" in talk.hear(PassedOn()).text


def test_a_good_page_between_two_bad_ones_begins_the_count_anew() -> None:
    talk = Talk(ENROLLED).hear(RETAKE).hear(Told(NoticeKind.PAGE_JOINED, PAGE)).hear(RETAKE)
    assert "ส่งต่อให้เจ้าหน้าที่" not in talk.labels


def test_another_units_form_is_held_and_asked_about() -> None:
    params = {"receipt": "R1", "seen": "7", "expected": 1}
    told = Told(NoticeKind.OTHER_UNIT, params, photo_id=8)
    talk = Talk(ENROLLED).hear(told)
    assert "หน่วยที่ 7" in talk.text
    assert "หน่วยที่ 1" in talk.text
    assert talk.tap("เป็นของหน่วยนี้").effects == (PassOn(8),)
    other = Talk(ENROLLED).hear(told).tap("เป็นของหน่วยอื่น")
    assert other.effects == ()
    assert "ไม่นับภาพนี้" in other.text


def test_a_page_that_joined_badly_is_asked_for_again() -> None:
    blurred = Told(NoticeKind.PAGE_JOINED, {**PAGE, "problems": ["blurred", "small"]})
    [reply] = Talk(ENROLLED).hear(blurred).replies
    assert "ภาพไม่ชัด" in reply.text
    assert reply.picture == Picture(PictureKind.EXAMPLE, "blurred")


def test_once_all_are_read_it_is_said_once_what_is_missing() -> None:
    talk = Talk(ENROLLED).hear(Told(NoticeKind.PAGE_JOINED, PAGE))
    [reply] = talk.replies
    assert "ขาดหน้า 3 ของแบบบัญชีรายชื่อ" in reply.text
    assert reply.merge == "missing"
    assert talk.hear(Told(NoticeKind.PAGE_JOINED, PAGE)).replies == ()


@pytest.mark.parametrize(
    "unit",
    [
        replace(UNIT, is_reading=True),
        replace(UNIT, sheets=tuple(replace(s, missing=()) for s in UNIT.sheets)),
    ],
)
def test_while_pages_are_read_or_nothing_is_missing_nothing_is_said(unit: UnitFacts) -> None:
    talk = Talk(replace(ENROLLED, unit=unit)).hear(Told(NoticeKind.PAGE_JOINED, PAGE))
    assert talk.replies == ()
    assert talk.effects == (Withdraw("missing"),)


def test_a_number_can_be_tapped_digit_by_digit() -> None:
    talk = Talk(READING).say("เมนู").tap("ตรวจตัวเลข").tap("ระบบอ่านผิด").tap("เบอร์ 4")
    assert len(talk.labels) == 13
    for key in ("7", "1", "ลบ", "0"):
        talk.tap(key)
    assert talk.text == "เบอร์ 4: 70"
    assert "เบอร์ 4: 70" in talk.tap("ตกลง").text
    assert talk.tap("ส่งคำตอบ").effects == (GiveAnswer(3, 2, AnswerKind.MISREAD, {"row:4": 70}),)


def test_a_number_of_nothing_is_no_zero() -> None:
    talk = Talk(READING).say("เมนู").tap("ตรวจตัวเลข").tap("ระบบอ่านผิด").tap("เบอร์ 4")
    assert "เบอร์ 4 เขียนว่า 70" in talk.tap("ตกลง").text
    assert talk.state.fixing is not None
    assert talk.state.fixing.values == {}


def test_sure_fields_can_be_tapped_too() -> None:
    talk = Talk(READING).say("เมนู").tap("ตรวจตัวเลข").tap("ระบบอ่านผิด")
    assert talk.labels == ["เบอร์ 4", "เบอร์ 5", "ช่องอื่น", "ยกเลิก"]
    assert "2.2.1 บัตรดี" in talk.tap("ช่องอื่น").labels


def test_a_return_shows_the_cells_that_it_is_about() -> None:
    returned = Returned(3, 5, Ballot.CONSTITUENCY, "unreadable", "", ("row:4", "good"))
    facts = replace(ENROLLED, unit=replace(UNIT, returned=returned))
    [reply] = Talk(facts).hear(Told(NoticeKind.RETURNED, {}, sheet_id=3)).replies
    assert reply.picture == Picture(PictureKind.CROPS, "row:4,good", 3)


def test_the_read_back_shows_the_doubtful_cells() -> None:
    [reply] = Talk(READING).hear(Told(NoticeKind.READ_BACK, {}, sheet_id=3)).replies
    assert reply.picture == Picture(PictureKind.CROPS, "row:4,row:5", 3)
    assert reply.push is Push.NEEDED


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_notice_can_be_told(kind: NoticeKind) -> None:
    params = {"reason": "undecodable", "problems": []}
    for facts in (ENROLLED, READING, RETURNED):
        Talk(facts).hear(Told(kind, params))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("เบอร์ 4 เขียนว่า 70", {"row:4": 70}),
        ("หมายเลข 4 = 1,070 คะแนน", {"row:4": 1070}),
        ("no. 4 says 70, no. 5 says 0", {"row:4": 70, "row:5": 0}),
        ("เบอร์ 4 70\nเบอร์ 5 3", {"row:4": 70, "row:5": 3}),
        ("บัตรดี 380", {"good": 380}),
        ("ไม่เลือกผู้สมัครผู้ใด 9", {"no_vote": 9}),
        ("เบอร์ 9 70", {}),
        ("เบอร์ 4 เขียนว่า 1234567", {}),
        ("70", {}),
        ("บัตร 380", {}),
        ("", {}),
    ],
)
def test_what_people_type(text: str, found: dict[str, int]) -> None:
    assert corrections(text, LINES) == found


def test_a_page_that_was_asked_for_before_it_was_read_is_not_asked_for_twice() -> None:
    params = {**PAGE, "problems": ["blurred"], "is_asked": True}
    talk = Talk(ENROLLED).hear(RETAKE).hear(Told(NoticeKind.PAGE_JOINED, params))
    assert "ภาพไม่ชัด" not in talk.text
    assert "ส่งต่อให้เจ้าหน้าที่" in talk.hear(RETAKE).labels


@pytest.mark.parametrize(
    ("mark", "words", "push"),
    [("is_kept", "เก็บหน้านี้ไว้", Push.NEEDED), ("is_too_many", "ไม่ต้องส่งใหม่", Push.NEVER)],
)
def test_a_good_page_without_a_place_is_no_bad_picture(mark: str, words: str, push: Push) -> None:
    told = Told(NoticeKind.RETAKE, {"receipt": "R1", "problems": [], mark: True}, photo_id=8)
    talk = Talk(ENROLLED).hear(told).hear(told)
    [reply] = talk.replies
    assert words in reply.text
    assert (reply.picture, reply.push) == (None, push)
    assert "ส่งต่อให้เจ้าหน้าที่" not in talk.labels


def other_ballot(sheet_id: int) -> ReadBack:
    return replace(READ_BACK, sheet_id=sheet_id, ballot=Ballot.PARTY_LIST)


def test_a_read_back_is_shown_once_though_both_ballots_were_read_at_once() -> None:
    told = Told(NoticeKind.READ_BACK, {"form": "ส.ส. 5/18"}, sheet_id=3)
    talk = Talk(READING).hear(told)
    assert "อ่านแบบแบ่งเขตแล้ว" in talk.text
    assert talk.hear(Told(NoticeKind.READ_BACK, {}, sheet_id=4)).replies == ()


def test_a_correction_is_never_taken_for_a_sheet_that_was_not_shown() -> None:
    talk = Talk(READING).hear(Told(NoticeKind.READ_BACK, {}, sheet_id=3))
    talk.facts = replace(READING, unit=replace(UNIT, read_back=other_ballot(4)))
    talk.say("เบอร์ 4 เขียนว่า 70")
    assert "อ่านแบบบัญชีรายชื่อแล้ว" in talk.text
    assert talk.state.fixing is None
    talk.say("เบอร์ 4 เขียนว่า 70")
    assert "แบบบัญชีรายชื่อ\nเบอร์ 4: 70" in talk.text
