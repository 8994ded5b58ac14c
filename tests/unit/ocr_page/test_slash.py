import numpy as np
import pytest

from models.values.reading import Ink
from ocr.hand import Writer
from ocr.page.slash import slash_start
from ocr.page.strips import Written, without_slashes

HEIGHT, LEADER = 44, 36


def _line(text: str, seed: int, slash_at: int | None) -> np.ndarray:
    """Return the ink of a number on a dotted line, perhaps with a slash behind it."""
    ink = np.zeros((HEIGHT, 120), bool)
    number = Writer(seed).number(text).alpha(26) > 120
    high, wide = number.shape
    ink[LEADER + 2 - high : LEADER + 2, 4 : 4 + wide] |= number
    ink[LEADER : LEADER + 2, ::2] = True
    if slash_at is not None:
        for k in range(30):
            x = 4 + wide + slash_at + k // 2
            ink[LEADER + 2 - k, x : x + 3] = True
    return ink


@pytest.mark.parametrize("text", ["8", "23", "405"])
def test_a_slash_is_found_though_dots_tie_it_to_the_digits(text: str) -> None:
    start = slash_start(_line(text, 3, 10), LEADER)
    assert start is not None
    assert start > 4 + 10


@pytest.mark.parametrize("text", ["8", "23", "405", "90"])
def test_digits_alone_have_no_slash(text: str) -> None:
    assert slash_start(_line(text, 3, None), LEADER) is None


def _written(*, slashed: bool) -> Written:
    strip = np.full((32, 40), 245, np.uint8)
    return Written(Ink.DIGITS, (0, 0, 9, 9), strip, unslashed=strip[:, :20] if slashed else None)


def test_one_slash_may_be_a_one() -> None:
    cells = [_written(slashed=k == 0) for k in range(8)]
    assert without_slashes(cells) == cells


def test_a_page_that_was_ticked_off_loses_its_slashes() -> None:
    cells = without_slashes([_written(slashed=k < 4) for k in range(8)])
    widths = [c.strip.shape[1] for c in cells if c.strip is not None]
    assert widths == [20] * 4 + [40] * 4


def test_marks_one_pixel_high_are_no_slash() -> None:
    own = np.zeros((20, 60), np.bool_)
    own[9, 4:12] = own[9, 40:44] = True
    assert slash_start(own, None) is None
