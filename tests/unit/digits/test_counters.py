import numpy as np
import pytest

from ocr.bench.overwritten import drawn
from ocr.digits import StripReading
from ocr.digits.alphabet import Script
from ocr.digits.counters import is_overwritten, rooms_of
from ocr.hand import Writer


def strip_of(digits: str) -> np.ndarray:
    ink = Writer(3).number(digits).alpha(40, margin_px=3)
    return (235 - ink * 0.8).astype(np.uint8)


@pytest.mark.parametrize(("digits", "rooms"), [("0", 1), ("8", 2), ("88", 4), ("1", 0), ("69", 2)])
def test_rooms_that_ink_closes_are_counted(digits: str, rooms: int) -> None:
    assert rooms_of(strip_of(digits)) == rooms


def test_an_eight_that_is_read_as_a_three_was_written_over() -> None:
    three = StripReading(((3, 0.999),), 0.001, Script.ARABIC, "3")
    assert is_overwritten(strip_of("8"), three)
    assert not is_overwritten(strip_of("8"), StripReading(((8, 0.9),), 0.1, Script.ARABIC, "8"))


def test_thai_figures_and_marks_without_a_digit_are_left_alone() -> None:
    assert not is_overwritten(strip_of("8"), StripReading(((3, 0.9),), 0.1, Script.THAI, "3"))
    assert not is_overwritten(strip_of("8"), StripReading((), 1.0, Script.ARABIC, ""))


def test_a_share_of_overwritten_figures_is_seen_and_clean_ones_hardly_ever() -> None:
    assert sum(one.is_seen for one in drawn(60, over=False)) <= 1
    assert sum(one.is_seen for one in drawn(60, over=True)) >= 12
