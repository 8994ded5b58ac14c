from dataclasses import replace

import pytest

from bot.conversation.effects import GiveAnswer, PassOn
from bot.conversation.events import Answered, PassedOn, Told, TooLate
from bot.conversation.numbers import corrections
from models.tables.sheets import AnswerKind
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


def test_a_retake_says_why_and_can_be_left_to_the_staff() -> None:
    params = {"receipt": "R1", "problems": ["blurred"]}
    talk = Talk(ENROLLED).hear(Told(NoticeKind.RETAKE, params, photo_id=8))
    assert "ภาพไม่ชัด" in talk.text
    assert talk.tap("ส่งต่อให้เจ้าหน้าที่").effects == (PassOn(8),)
    assert "เจ้าหน้าที่แล้ว" in talk.hear(PassedOn()).text


def test_a_page_that_joined_well_is_not_worth_a_message() -> None:
    params = {"receipt": "R1", "form": "ส.ส. 5/18", "page": 1, "pages": 2, "problems": []}
    assert Talk(ENROLLED).hear(Told(NoticeKind.PAGE_JOINED, params)).replies == ()
    blurred = Told(NoticeKind.PAGE_JOINED, {**params, "problems": ["blurred", "small"]})
    assert "ภาพไม่ชัด" in Talk(ENROLLED).hear(blurred).text


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
