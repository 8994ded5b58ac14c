import numpy as np
import pytest

from ocr.digits import Script, read_strips
from ocr.hand import Writer

PAPER = 245
COUNTS = [0, 1, 7, 10, 11, 21, 48, 65, 100, 102, 127, 249, 340, 458, 600, 671, 700, 780]


def strip_of(seed: int, count: int, script: Script) -> np.ndarray:
    ink = Writer(seed).number(str(count), script.value).alpha(28, margin_px=2)
    return (PAPER - ink * 0.8).astype(np.uint8)


@pytest.fixture(scope="module")
def arabic() -> list[np.ndarray]:
    return [strip_of(1000 + i, n, Script.ARABIC) for i, n in enumerate(COUNTS * 3)]


def test_numbers_written_by_hands_never_seen_are_read(arabic: list[np.ndarray]) -> None:
    readings = read_strips(arabic)
    right = sum(r.value == n for r, n in zip(readings, COUNTS * 3, strict=True))
    assert right >= 0.95 * len(readings)


def test_probabilities_are_best_first_and_sum_to_one(arabic: list[np.ndarray]) -> None:
    for reading in read_strips(arabic):
        chances = [chance for _, chance in reading.candidates]
        assert chances == sorted(chances, reverse=True)
        assert sum(chances) + reading.other == pytest.approx(1.0, abs=1e-6)
        assert len(reading.candidates) <= 16


def test_the_script_is_decided_once_for_all_strips(arabic: list[np.ndarray]) -> None:
    thai = [strip_of(2000 + i, n, Script.THAI) for i, n in enumerate(COUNTS)]
    assert {r.script for r in read_strips(arabic)} == {Script.ARABIC}
    readings = read_strips(thai)
    assert {r.script for r in readings} == {Script.THAI}
    assert sum(r.value == n for r, n in zip(readings, COUNTS, strict=True)) >= 0.8 * len(COUNTS)


def test_a_script_that_is_known_is_kept(arabic: list[np.ndarray]) -> None:
    assert {r.script for r in read_strips(arabic[:3], Script.THAI)} == {Script.THAI}


def test_leading_noughts_are_kept_in_the_text_only() -> None:
    ink = Writer(5).number("007").alpha(28, margin_px=2)
    (reading,) = read_strips([(PAPER - ink * 0.8).astype(np.uint8)])
    assert (reading.text, reading.value) == ("007", 7)


def test_an_empty_strip_has_no_sure_number() -> None:
    (reading,) = read_strips([np.full((32, 60), PAPER, np.uint8)])
    assert not reading.candidates or reading.candidates[0][1] < 0.5


def test_no_strips_are_no_readings() -> None:
    assert read_strips([]) == []


REPEATED = [11, 22, 33, 44, 55, 66, 77, 88, 99, 100, 111, 222, 600, 700, 777, 800, 1000, 1100]


def test_repeated_digits_are_not_run_together() -> None:
    strips = [strip_of(4000 + i, n, Script.ARABIC) for i, n in enumerate(REPEATED * 3)]
    readings = read_strips(strips)
    right = sum(r.value == n for r, n in zip(readings, REPEATED * 3, strict=True))
    assert right >= 0.95 * len(readings)


def test_a_number_with_a_digit_dropped_is_never_sure() -> None:
    counts = [12, 21, 37, 48, 71, 114, 127, 211, 249, 340, 411, 447, 600, 671, 718, 1007]
    strips = [strip_of(5000 + i, n, Script.ARABIC) for i, n in enumerate(counts * 4)]
    for reading, count in zip(read_strips(strips), counts * 4, strict=True):
        text = str(count)
        dropped = {int("0" + text[:i] + text[i + 1 :]) for i in range(len(text))} - {count}
        assert all(chance < 0.9 for value, chance in reading.candidates if value in dropped)


def struck_strip(seed: int, wrong: int, right: int) -> np.ndarray:
    writer = Writer(seed)
    ink = writer.struck(writer.number(str(wrong)), writer.number(str(right))).alpha(28, margin_px=2)
    return (PAPER - ink * 0.8).astype(np.uint8)


def test_struck_out_figures_are_seen_and_honest_ones_left_alone(arabic: list[np.ndarray]) -> None:
    pairs = [(117, 121), (38, 42), (203, 199), (65, 61), (447, 446), (92, 90)] * 5
    struck = [struck_strip(6000 + i, wrong, right) for i, (wrong, right) in enumerate(pairs)]
    assert sum(r.is_struck for r in read_strips(struck)) >= 0.6 * len(struck)
    crossed = [7, 4, 47, 74, 77, 44, 147, 714, 0, 1] * 5
    honest = [strip_of(7000 + i, n, Script.ARABIC) for i, n in enumerate(crossed)]
    assert not any(r.is_struck for r in read_strips([*arabic, *honest]))
