from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.digits.strings import BEAM, DIGITS, string_chances

BLANK = DIGITS


def collapsed(path: tuple[int, ...]) -> str:
    """Return the string that a path of classes spells: repeats merged, then blanks dropped."""
    kept = [c for i, c in enumerate(path) if i == 0 or path[i - 1] != c]
    return "".join(str(c) for c in kept if c != BLANK)


def brute(columns: np.ndarray, classes: tuple[int, ...]) -> dict[str, float]:
    out: dict[str, float] = {}
    for path in product(classes, repeat=len(columns)):
        chance = float(np.prod([columns[t, c] for t, c in enumerate(path)]))
        text = collapsed(path)
        out[text] = out.get(text, 0.0) + chance
    return out


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_string_chances_equal_the_sum_over_all_alignments(seed: int, length: int) -> None:
    rng = np.random.default_rng(seed)
    columns = np.zeros((length, DIGITS + 1))
    classes = (1, 2, 7, BLANK)
    columns[:, list(classes)] = rng.dirichlet(np.full(4, 0.6), length)
    wanted = brute(columns, classes)
    (found,) = string_chances(columns[None])
    for text, chance in found.items():
        assert chance == pytest.approx(wanted[text], rel=1e-9)
    share_that_a_beam_cannot_lose = 1 / BEAM
    likely = {text for text, chance in wanted.items() if chance > share_that_a_beam_cannot_lose}
    assert likely <= set(found)


def peaks(*columns: int, height: float = 0.98) -> np.ndarray:
    out = np.full((len(columns), DIGITS + 1), (1 - height) / DIGITS)
    for t, c in enumerate(columns):
        out[t, c] = height
    return out


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((0, BLANK, 0), "00"),
        ((1, BLANK, 1, BLANK), "11"),
        ((6, BLANK, 0, BLANK, 0, 0), "600"),
        ((1, 1, BLANK, 2), "12"),
        ((BLANK, BLANK), ""),
    ],
)
def test_repeated_digits_need_a_blank_between(path: tuple[int, ...], text: str) -> None:
    (found,) = string_chances(peaks(*path)[None])
    assert max(found, key=lambda t: found[t]) == text


def test_repeats_without_a_blank_are_one_digit() -> None:
    (found,) = string_chances(peaks(1, 1, 1)[None])
    assert max(found, key=lambda t: found[t]) == "1"
    assert found.get("11", 0.0) < 0.05


def test_a_half_seen_digit_lowers_the_confidence_of_the_string_without_it() -> None:
    columns = peaks(1, BLANK, BLANK, 2, BLANK, height=0.999)
    columns[0, [1, BLANK]] = 0.5
    (found,) = string_chances(columns[None])
    assert found["2"] == pytest.approx(0.5, abs=0.02)
    assert found["12"] == pytest.approx(0.5, abs=0.02)


def test_columns_of_blank_change_nothing() -> None:
    short = peaks(4, BLANK, 7)
    paper = np.zeros((3, DIGITS + 1))
    paper[:, BLANK] = 1.0
    (one,), (two,) = string_chances(short[None]), string_chances(np.vstack([short, paper])[None])
    assert one == pytest.approx(two)
