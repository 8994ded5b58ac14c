from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.conversation.effects import AskPublic, Bind, OpenCode, ReceiveHeld
from bot.conversation.enrolling import looks_like_code
from bot.conversation.events import (
    Bound,
    CodeOpened,
    CodeRefused,
    PhotoHeld,
    PublicAnswer,
)
from bot.conversation.state import MOST_HELD
from models.values.codes import ALPHABET, tidy_code
from tests.unit.chat.talking import ENROLLED, STRANGER, Talk

CODE = "7QK2-9F4B-M3X"


@pytest.mark.parametrize("text", [f"/start {CODE}", CODE, CODE.lower(), " 7qk2 9f4b m3x "])
def test_a_link_or_a_typed_code_is_looked_up(text: str) -> None:
    talk = Talk().say(text)
    [effect] = talk.effects
    assert isinstance(effect, OpenCode)
    assert talk.replies == ()


def test_a_code_without_any_digit_is_a_code_and_a_word_is_none() -> None:
    letters = next(
        "QKFBMXZYWV" + last for last in ALPHABET if tidy_code("QKFBMXZYWV" + last) is not None
    )
    assert letters.isalpha()
    assert Talk().say(letters).effects == (OpenCode(letters),)
    assert Talk().say("Chiang Mai").effects == (AskPublic("Chiang Mai"),)


def test_the_unit_is_shown_and_nothing_is_bound_before_the_yes() -> None:
    talk = Talk().hear(CodeOpened(9, "หน่วย 1 ตำบลทดสอบ"))
    assert "หน่วยนี้ใช่ไหม\nหน่วย 1 ตำบลทดสอบ" in talk.text
    assert talk.effects == ()
    assert talk.tap("ใช่ หน่วยของฉัน").effects == (Bind(9, "สมหมาย ใจสาธิต"),)


@pytest.mark.parametrize("word", ["ใช่", "YES", "ใช่ หน่วยของฉัน"])
def test_the_yes_may_be_typed(word: str) -> None:
    talk = Talk().hear(CodeOpened(9, "หน่วย 1")).say(word)
    assert talk.effects == (Bind(9, "สมหมาย ใจสาธิต"),)


def test_a_name_is_asked_where_the_platform_says_none() -> None:
    talk = Talk(replace(STRANGER, display_name="")).hear(CodeOpened(9, "หน่วย 1"))
    assert "ชื่อของท่าน" in talk.tap("ใช่ หน่วยของฉัน").text
    assert "ชื่อของท่าน" in talk.say("  ").text
    assert talk.say("มาลี ใจสาธิต").effects == (Bind(9, "มาลี ใจสาธิต"),)


@pytest.mark.parametrize("word", ["ไม่ใช่", "ยกเลิก", "cancel"])
def test_another_units_code_is_left_alone(word: str) -> None:
    talk = Talk().hear(CodeOpened(9, "หน่วย 1")).say(word)
    assert talk.effects == ()
    assert "พิมพ์รหัสของหน่วยท่าน" in talk.text


def test_an_old_yes_binds_nothing() -> None:
    talk = Talk().hear(CodeOpened(9, "หน่วย 1"))
    first = talk.replies
    talk.hear(CodeOpened(10, "หน่วย 2"))
    talk.replies = first
    assert talk.tap("ใช่ หน่วยของฉัน").effects == ()
    assert "ปุ่มนี้หมดอายุแล้ว" in talk.text
    assert "หน่วย 2" in talk.text


def test_one_sentence_for_wrong_used_and_expired() -> None:
    assert "รหัสนี้ใช้ไม่ได้" in Talk().hear(CodeRefused()).text
    until = datetime(2026, 2, 8, 13, 30, tzinfo=UTC)
    assert "20.30" in Talk().hear(CodeRefused(until)).text


def test_a_question_is_repeated_after_anything_else() -> None:
    talk = Talk().hear(CodeOpened(9, "หน่วย 1")).say("อะไรนะ")
    assert "หน่วยนี้ใช่ไหม" in talk.text
    assert Talk().say("คะแนนเท่าไหร่").effects == (AskPublic("คะแนนเท่าไหร่"),)
    assert "รหัส 11 ตัว" in Talk().hear(PublicAnswer()).text


def test_who_is_enrolled_is_not_bound_elsewhere() -> None:
    talk = Talk(ENROLLED).say(f"/start {CODE}")
    assert talk.effects == ()
    assert "ลงทะเบียนไว้แล้ว" in talk.text


def test_pictures_before_the_code_are_held_and_taken_once_bound() -> None:
    talk = Talk()
    for n in (1, 2, 1):
        talk.hear(PhotoHeld(f"hash {n}", f"{n}.jpg"))
    assert "เก็บภาพไว้แล้ว 2 ภาพ" in talk.text
    assert "ได้รับแล้ว" not in talk.text
    talk.facts = ENROLLED
    talk.hear(Bound())
    assert talk.effects == (ReceiveHeld("hash 1", "1.jpg"), ReceiveHeld("hash 2", "2.jpg"))
    assert talk.state.held == ()
    assert "ลงทะเบียนแล้ว: หน่วย 1 ตำบลทดสอบ" in talk.text


def test_no_more_is_held_than_a_unit_sends() -> None:
    talk = Talk()
    for n in range(MOST_HELD + 3):
        talk.hear(PhotoHeld(f"hash {n}", ""))
    assert len(talk.state.held) == MOST_HELD


def test_a_desks_code_asks_for_the_desk_before_it_binds() -> None:
    talk = Talk().say(CODE).hear(CodeOpened(9, "ศูนย์ทดสอบ", is_desk=True))
    assert "ส่งภาพของหลายหน่วย" in talk.text
    assert talk.say("ใช่").effects == (Bind(9, "สมหมาย ใจสาธิต"),)


@pytest.mark.parametrize("question", ["Phetchabun 1", "Chiang Rai 12", "Sommut Buri 1"])
def test_a_question_as_long_as_a_code_is_no_code(question: str) -> None:
    assert not looks_like_code(question)
    assert looks_like_code("7QK2-9F4B-M3Y")
