import numpy as np
import pytest

from ocr.hand import Writer, draw
from ocr.hand.glyphs import characters, glyphs


def test_same_seed_same_ink() -> None:
    first, second = (Writer(5).number("407").alpha(28) for _ in range(2))
    assert np.array_equal(first, second)


def test_other_seeds_other_hands() -> None:
    shapes = {Writer(seed).number("407").alpha(28).tobytes() for seed in range(20)}
    assert len(shapes) == 20


def test_one_hand_never_writes_a_number_twice_alike() -> None:
    writer = Writer(1)
    first, second = writer.number("88"), writer.number("88")
    assert first.box != second.box


@pytest.mark.parametrize("script", ["arabic", "thai"])
def test_truth_is_written_in_arabic_digits(script: str) -> None:
    assert Writer(3).number("0012", script).text == "0012"


def test_every_letter_of_the_number_words_can_be_written() -> None:
    needed = set("ศูนย์หนึ่งเอ็ดสองยี่สามสี่ห้าหกเจ็ดแปดเก้าสิบร้อยพันหมื่นบัตรคะแนนคนถ้วน")
    assert needed <= set(glyphs())


def test_digits_stand_on_the_line() -> None:
    for seed in range(30):
        _, top, _, base = Writer(seed).number("5").box
        assert -0.5 < top < 0.4
        assert 0.8 < base < 1.25


def test_tone_marks_stand_above_the_letters() -> None:
    plain, marked = Writer(2).text("สี"), Writer(2).text("สี่")
    assert marked.box[1] < plain.box[1] - 0.1


def test_lower_vowels_stand_below_the_line() -> None:
    assert Writer(2).text("ศู").box[3] > 1.05


def test_marks_leave_the_number_as_it_was() -> None:
    writer = Writer(9)
    number = writer.number("60")
    for marked in (writer.ticked(number), writer.slashed(number), writer.fenced(number)):
        assert marked.text == "60"
        assert marked.width > number.width
    assert writer.struck(writer.number("66"), number).text == "60"


def test_ink_is_drawn_where_it_is_asked_for() -> None:
    ink = Writer(4).number("7")
    picture = draw(ink, 30, (50, 20), (80, 120))
    ys, xs = np.nonzero(picture > 128)
    x0, y0, x1, y1 = ink.box
    assert abs(xs.min() - (50 + x0 * 30)) < 2
    assert abs(xs.max() - (50 + x1 * 30)) < 2
    assert abs(ys.min() - (20 + y0 * 30)) < 2
    assert abs(ys.max() - (20 + y1 * 30)) < 2


def test_every_character_has_a_section() -> None:
    sections = ("digits", "thai_digits", "consonants", "vowels", "above", "tone", "below", "signs")
    assert set().union(*(characters(s) for s in sections)) == set(glyphs())
