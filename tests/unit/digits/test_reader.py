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
