from dataclasses import replace

import pytest

from bot.conversation.effects import FindNumbers, Report
from bot.conversation.events import NotReported, NumbersFound, PublicAnswer, Reported
from bot.conversation.facts import Line
from models.values.objections import Fault
from pages.phrases import phrases
from tests.unit.chat.talking import READING, STRANGER, Talk

AT = "90-1-1/constituency"
LINES = tuple(Line(f"row:{n}", f"เบอร์ {n} ผู้สมัคร", n, is_doubtful=False) for n in range(1, 15))
ANSWER = PublicAnswer("90-1-1", unit="90-1-1", ballots=("constituency", "party_list"))


def asked(facts: object = STRANGER) -> Talk:
    """Somebody who was told a unit's numbers and taps that one of them is wrong."""
    talk = Talk(facts).hear(ANSWER).tap("แจ้งผิด แบ่งเขต")  # type: ignore[arg-type]
    assert talk.effects == (FindNumbers(AT),)
    talk.facts = replace(talk.facts, published=LINES)
    return talk.hear(NumbersFound(is_there=True))


def test_an_answer_about_a_unit_leads_to_one_question() -> None:
    assert Talk().hear(ANSWER).labels == ["แจ้งผิด แบ่งเขต", "แจ้งผิด บัญชีรายชื่อ"]
    talk = asked()
    assert "ตัวเลขใดไม่ตรง" in talk.text
    assert talk.labels == [*(line.label for line in LINES[:10]), "ช่องอื่น", "ยกเลิก"]
    assert talk.tap("ช่องอื่น").labels == [*(line.label for line in LINES[10:]), "ยกเลิก"]


def test_a_number_is_typed_with_what_the_image_says_or_tapped() -> None:
    assert asked().say("เบอร์ 4 เขียนว่า ๗๐").effects == (Report(AT, "row:4", 70),)
    talk = asked().tap("เบอร์ 2 ผู้สมัคร")
    assert talk.effects == (Report(AT, "row:2"),)
    talk.hear(Reported("เบอร์ 2 ผู้สมัคร", "ABCD-2345"))
    assert "เลขที่ติดตาม ABCD-2345" in talk.text
    assert "/object/ABCD-2345" in talk.text
    assert talk.state.reporting == ""


def test_what_was_not_understood_is_asked_again_and_can_be_dropped() -> None:
    talk = asked().say("อะไรนะ")
    assert (talk.effects, "ตัวเลขใดไม่ตรง" in talk.text) == ((), True)
    assert "ยกเลิกแล้ว" in talk.say("ยกเลิก").text
    assert talk.say("เบอร์ 4 เขียนว่า 70").effects != (Report(AT, "row:4", 70),)


def test_a_committee_with_numbers_to_check_is_not_misunderstood() -> None:
    talk = asked(READING).say("เบอร์ 4 เขียนว่า 71")
    assert talk.effects == (Report(AT, "row:4", 71),)


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_is_said(fault: Fault) -> None:
    if fault is Fault.NO_NUMBER:
        assert f"object.problem_{fault}" in phrases()  # only a form can hold what is no number
        return
    talk = asked().hear(NotReported(fault.value))
    assert phrases()[f"chat.report_{fault}"].th in talk.text
    assert ("ตัวเลขใดไม่ตรง" in talk.text) is (fault is Fault.SAME)


def test_where_nothing_is_published_it_is_said() -> None:
    talk = Talk().hear(ANSWER).tap("แจ้งผิด บัญชีรายชื่อ").hear(NumbersFound(is_there=False))
    assert "ไม่มีตัวเลขของหน่วยนี้เผยแพร่" in talk.text
