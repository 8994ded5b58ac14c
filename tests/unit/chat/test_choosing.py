"""At a desk: pictures wait for their unit, and one tap gives a place to one set."""

from dataclasses import replace

from bot.conversation.effects import ChooseUnit, FindUnits, HoldAgain, ReceiveHeld
from bot.conversation.events import (
    Album,
    Bound,
    PhotoHeld,
    PhotoKept,
    Told,
    UnitChoice,
    UnitChosen,
    UnitsFound,
)
from bot.conversation.facts import DeskFacts, Facts, SheetFacts
from bot.conversation.state import Asking
from models.states.sheet import SheetState
from models.values.ballots import Ballot
from models.values.notices import NoticeKind
from tests.unit.chat.talking import READ_BACK, STRANGER, UNIT, Talk

DESK = DeskFacts("ศูนย์ทดสอบ", "02-000-0000", is_before=False, all_here=1, begun=1, nothing=8)
AT_DESK = replace(STRANGER, desk=DESK)
EMPTY = (
    SheetFacts(Ballot.CONSTITUENCY, 2, (1, 2), SheetState.COLLECTING),
    SheetFacts(Ballot.PARTY_LIST, 4, (1, 2, 3, 4), SheetState.COLLECTING),
)
CHOICES = (
    UnitChoice(7, "หน่วย 7 ตำบลทดสอบ", "หน่วย 7 ทดสอบ", 6),
    UnitChoice(8, "หน่วย 8 ตำบลทดสอบ", "หน่วย 8 ทดสอบ", 6),
)
FOUND = UnitsFound("", 0, 2, CHOICES)


def about(unit_id: int, sheets: tuple[SheetFacts, ...] = EMPTY) -> Facts:
    unit = replace(UNIT, id=unit_id, name=f"หน่วย {unit_id} ตำบลทดสอบ", sheets=sheets)
    return replace(AT_DESK, unit=unit)


def held(talk: Talk, *pictures: str, album: str = "") -> Talk:
    for picture in pictures:
        talk.hear(PhotoHeld(picture, "", Album(album) if album else None))
    return talk


def chosen(talk: Talk, unit_id: int) -> Talk:
    talk.facts = about(unit_id)
    return talk.hear(UnitChosen(unit_id))


def test_a_picture_waits_and_the_desk_is_asked_whose_it_is() -> None:
    talk = held(Talk(AT_DESK), "a", "b", "b")
    assert talk.effects == (FindUnits(),)
    talk.hear(FOUND)
    assert "เก็บภาพไว้แล้ว 2 ภาพ ยังไม่ส่งต่อ" in talk.text
    assert talk.labels == ["1. หน่วย 7 ทดสอบ", "2. หน่วย 8 ทดสอบ"]
    assert talk.tap("1. หน่วย 7 ทดสอบ").effects == (ChooseUnit(7),)
    assert chosen(talk, 7).effects == (
        ReceiveHeld("a", "", "", 7, ""),
        ReceiveHeld("b", "", "", 7, ""),
    )
    assert talk.state.held == ()


def test_pictures_of_two_albums_are_asked_about_one_after_the_other() -> None:
    talk = held(held(Talk(AT_DESK), "a", album="one"), "b", "c", album="two").hear(FOUND)
    assert "อีก 2 ภาพ" in talk.text
    talk.tap("1. หน่วย 7 ทดสอบ")
    assert chosen(talk, 7).effects == (ReceiveHeld("a", "", "", 7, "one"), FindUnits("", 0, 7))
    talk.hear(FOUND)
    assert "เก็บภาพไว้แล้ว 2 ภาพ" in talk.text


def test_a_second_tap_on_one_list_gives_nothing_else_a_place() -> None:
    talk = held(held(Talk(AT_DESK), "a", album="one"), "b", album="two").hear(FOUND)
    first = talk.replies
    talk.tap("1. หน่วย 7 ทดสอบ")
    chosen(talk, 7)
    talk.replies = first
    talk.tap("1. หน่วย 7 ทดสอบ")
    assert "ปุ่มนี้หมดอายุแล้ว" in talk.text
    assert talk.effects == (FindUnits("", 0, 7),)
    assert [h.sha256 for h in talk.state.held] == ["b"]


def test_the_next_pictures_go_there_until_its_pages_are_complete_in_number() -> None:
    talk = chosen(Talk(AT_DESK), 7)
    assert "ภาพต่อไปเป็นของ หน่วย 7" in talk.text
    for n in range(5):
        talk.hear(PhotoKept(f"R{n}", unit_id=7))
        assert "หน่วย 7 ตำบลทดสอบ" in talk.text
        assert talk.state.round.home_of("", is_waiting=False) == 7
    talk.hear(PhotoKept("R4", is_known=True, unit_id=7))
    assert talk.state.round.home_of("", is_waiting=False) == 7
    talk.hear(PhotoKept("R5", unit_id=7))
    assert "ภาพต่อไปจะถาม" in talk.text
    assert talk.state.round.home_of("", is_waiting=False) == 0


def test_a_late_picture_of_an_album_joins_the_others() -> None:
    talk = chosen(held(Talk(AT_DESK), "a", album="one"), 7)
    chosen(talk, 8)
    assert talk.state.round.home_of("one", is_waiting=True) == 7
    assert talk.state.round.home_of("", is_waiting=False) == 8
    assert talk.state.round.home_of("", is_waiting=True) == 0


def test_units_are_looked_for_by_what_is_typed_and_a_button_may_be_typed() -> None:
    talk = held(Talk(AT_DESK), "a").hear(FOUND)
    assert talk.say("ทุ่งสมมุติ 12").effects == (FindUnits("ทุ่งสมมุติ 12"),)
    talk.hear(UnitsFound("ทุ่งสมมุติ 12", 0, 0, ()))
    assert "ไม่พบหน่วยตามที่พิมพ์: ทุ่งสมมุติ 12" in talk.text
    assert talk.tap("ทุกหน่วย").effects == (FindUnits(),)
    assert talk.hear(FOUND).say("2. หน่วย 8 ทดสอบ").effects == (ChooseUnit(8),)


def test_a_long_list_has_pages() -> None:
    talk = Talk(AT_DESK).say("เลือกหน่วย").hear(UnitsFound("", 0, 20, CHOICES))
    assert talk.tap("หน่วยอื่น ›").effects == (FindUnits("", 2),)
    talk.hear(UnitsFound("", 2, 20, CHOICES))
    assert "3. หน่วย 7 ตำบลทดสอบ: ขาด 6 หน้า" in talk.text
    assert talk.tap("‹ ก่อนหน้า").effects == (FindUnits(),)


def test_what_was_held_before_enrolling_is_asked_about() -> None:
    talk = held(Talk(), "a")
    talk.facts = AT_DESK
    talk.hear(Bound())
    assert "ศูนย์ทดสอบ" in talk.text
    assert talk.effects == (FindUnits(),)
    assert [h.sha256 for h in talk.state.held] == ["a"]


def test_cancel_keeps_the_pictures() -> None:
    talk = held(Talk(AT_DESK), "a").say("ยกเลิก")
    assert "เก็บภาพไว้แล้ว 1 ภาพ" in talk.text
    assert (talk.state.asking, len(talk.state.held)) == (Asking.NOTHING, 1)


def test_notices_name_the_unit_and_do_not_change_whose_pictures_come() -> None:
    talk = chosen(Talk(AT_DESK), 7)
    talk.facts = replace(about(8), unit=replace(about(8).unit or UNIT, read_back=READ_BACK))
    talk.hear(Told(NoticeKind.READ_BACK, {}, 3, None, 8))
    assert talk.text.startswith("หน่วย 8 ตำบลทดสอบ")
    assert talk.text.count("หน่วย 8 ตำบลทดสอบ") == 1
    talk.tap("ตรงกับแบบทุกช่อง")
    assert talk.state.round.sending_for == 7
    assert talk.state.round.focus == 8


def test_another_units_page_is_held_again() -> None:
    talk = Talk(about(7)).hear(Told(NoticeKind.OTHER_UNIT, {"unit": "8"}, None, 5, 7))
    assert talk.tap("เป็นของหน่วยอื่น").effects == (HoldAgain(5),)


def test_status_says_how_far_all_units_are() -> None:
    talk = Talk(about(7)).say("สถานะ")
    assert "ครบ 1 หน่วย · ขาดบางหน้า 1 · ยังไม่มีภาพ 8" in talk.text
    assert "หน่วย 7 ตำบลทดสอบ" in talk.text
    assert "เลือกหน่วย" in talk.labels


def test_numbers_that_wait_are_offered_by_unit() -> None:
    desk = replace(DESK, to_answer=((8, "หน่วย 8 ทดสอบ"),))
    talk = Talk(replace(AT_DESK, desk=desk)).say("ตรวจตัวเลข")
    assert talk.labels == ["หน่วย 8 ทดสอบ"]


def test_a_strangers_words_find_no_units() -> None:
    talk = Talk().say("เลือกหน่วย")
    assert talk.effects == ()
