import numpy as np
import pytest

from ocr.hand import Writer
from ocr.words.view import HEIGHT, LINE, MAX_WIDTH, trimmed, width_for, without_lines

LEADER = 37


def strip_with_words(value: int, left: int = 60, width: int = 300) -> np.ndarray:
    """Return a strip as words stand in it, 14 pixels high, above the leader."""
    ink = Writer(7).words(value).alpha(20)
    strip = np.zeros((HEIGHT, width), np.uint8)
    top = LEADER - 1 - ink.shape[0] + 4
    strip[max(0, top) : top + ink.shape[0], left : left + ink.shape[1]] = ink[max(0, -top) :]
    return strip


def with_print(strip: np.ndarray, slope: float = 0.0) -> np.ndarray:
    """Return the strip with a dotted leader and two ruled lines under and over its words."""
    out = strip.copy()
    for x in range(out.shape[1]):
        y = round(slope * x)
        out[LINE + y, x] = out[6 + y, x] = 255
        if x % 4 == 0:
            out[LEADER + y, x] = 255
    return out


@pytest.mark.parametrize("slope", [0.0, 0.006, -0.006])
def test_lines_and_leaders_go_and_words_stay(slope: float) -> None:
    words = strip_with_words(5)
    clean = without_lines(with_print(words, slope)[None])[0]
    assert (clean[words > 200] > 200).mean() > 0.97
    assert (clean[words == 0] > 90).sum() < 0.03 * (with_print(words)[words == 0] > 90).sum()


def test_words_that_fill_their_strip_are_no_line() -> None:
    words = strip_with_words(8_878, left=0, width=200)
    assert (without_lines(words[None])[0] == words).mean() > 0.99


def test_trimming_leaves_the_words_and_a_margin() -> None:
    words = strip_with_words(4)
    on = np.flatnonzero(words.any(axis=0))
    part = trimmed(words)
    assert part is not None
    assert on[-1] - on[0] < part.shape[1] <= on[-1] - on[0] + 14
    assert part.sum() == words.sum()


def test_brackets_and_the_border_are_no_words() -> None:
    words = strip_with_words(4, left=80)
    wide = words.copy()
    wide[16:36, 10:13] = wide[16:36, 270:273] = wide[0:47, 290:292] = 255
    wider, wanted = trimmed(wide), trimmed(words)
    assert wider is not None
    assert wanted is not None
    assert wider.shape == wanted.shape


@pytest.mark.parametrize("thing", ["nothing", "specks", "brackets"])
def test_a_strip_without_words_is_none(thing: str) -> None:
    strip = np.zeros((HEIGHT, 260), np.uint8)
    if thing == "specks":
        strip[20:22, 50:53] = strip[30:33, 200:202] = 255
    if thing == "brackets":
        strip[16:36, 8:11] = strip[16:36, 250:253] = 255
    assert trimmed(strip) is None


def test_every_strip_finds_a_width() -> None:
    assert width_for(np.zeros((HEIGHT, MAX_WIDTH), np.uint8)) == MAX_WIDTH
    assert width_for(np.zeros((HEIGHT, 1), np.uint8)) >= 1
