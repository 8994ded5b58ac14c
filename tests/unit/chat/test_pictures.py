from dataclasses import replace

import pytest

from bot.conversation.effects import NoteUnsent
from bot.conversation.events import Album, PhotoHeld, PhotoKept, PhotoLost, Trouble, Unsent
from models.values.chat import Platform
from models.values.refusals import Refusal
from tests.unit.chat.talking import ENROLLED, UNIT, Talk

ON_LINE = replace(ENROLLED, platform=Platform.LINE)


def test_a_picture_gets_its_receipt_and_says_what_comes_next() -> None:
    talk = Talk(ENROLLED).hear(PhotoKept("7QK2-9F4B"))
    assert "ได้รับแล้ว 1 ภาพ เลขที่ 7QK2-9F4B" in talk.text
    assert talk.labels == ["สถานะ"]
    assert talk.replies[0].merge is None


def test_an_album_shares_one_receipt_which_is_whole_at_its_total() -> None:
    talk = Talk(ENROLLED)
    for n in (1, 2, 3):
        talk.hear(PhotoKept(f"R{n}", album=Album("x", 3)))
        assert talk.replies[0].merge == "album:x"
        assert talk.replies[0].is_whole is (n == 3)
    assert "ได้รับแล้ว 3/3 ภาพ เลขที่ R1, R2, R3" in talk.text


def test_an_album_of_unknown_length_is_never_whole() -> None:
    talk = Talk(ENROLLED).hear(PhotoKept("R1", album=Album("x")))
    talk.hear(PhotoKept("R2", album=Album("x")))
    assert "ได้รับแล้ว 2 ภาพ เลขที่ R1, R2" in talk.text
    assert not talk.replies[0].is_whole
    assert "ได้รับแล้ว 1 ภาพ เลขที่ R3" in talk.hear(PhotoKept("R3", album=Album("y"))).text


def test_the_same_bytes_again_give_the_old_number() -> None:
    talk = Talk(ENROLLED).hear(PhotoKept("R1", is_known=True))
    assert talk.text == "ได้รับภาพนี้แล้ว เลขที่ R1"


def test_a_refused_file_gets_its_reason_and_no_thanks() -> None:
    talk = Talk(ENROLLED).hear(PhotoKept("R1", refusal=Refusal.ENCRYPTED_PDF))
    assert "ตั้งรหัสผ่านไว้" in talk.text
    assert "ได้รับแล้ว" not in talk.text


@pytest.mark.parametrize(("facts", "word"), [(ENROLLED, "File"), (ON_LINE, "ORIGINAL")])
def test_a_small_picture_is_taken_and_the_better_way_said_once(facts: object, word: str) -> None:
    talk = Talk(facts)  # type: ignore[arg-type]
    assert word in talk.hear(PhotoKept("R1", is_small=True)).text
    assert "ได้รับแล้ว 1 ภาพ" in talk.text
    assert word not in talk.hear(PhotoKept("R2", is_small=True)).text


def test_practice_before_the_day_says_ready() -> None:
    before = replace(ENROLLED, unit=replace(UNIT, is_before=True))
    assert "หน่วยนี้พร้อมแล้ว" in Talk(before).hear(PhotoKept("R1")).text


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_has_its_sentence(trouble: Trouble) -> None:
    for facts in (ENROLLED, ON_LINE):
        text = Talk(facts).hear(PhotoLost(trouble)).text
        assert text
        assert "ได้รับ" not in text


def test_a_picture_taken_back_before_its_unit_is_known_is_forgotten() -> None:
    talk = Talk().hear(PhotoHeld("h1", "", message_id="m1")).hear(PhotoHeld("h2", "", None, "m2"))
    talk.hear(Unsent("m1"))
    assert [h.sha256 for h in talk.state.held] == ["h2"]
    assert talk.effects == ()


def test_a_submitted_picture_taken_back_is_flagged_and_stays() -> None:
    assert Talk(ENROLLED).hear(Unsent("m1")).effects == (NoteUnsent("m1"),)


def test_albums_that_come_between_each_other_keep_their_receipts() -> None:
    talk = Talk(ENROLLED)
    for receipt, album in (("R1", "a"), ("R2", "b"), ("R3", "a")):
        talk.hear(PhotoKept(receipt, album=Album(album)))
    assert "R1, R3" in talk.text
