import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.reading import CellScan, Ink
from ocr.joint.evidence import evidence_of
from ocr.joint.spelled import read_in_words, with_words

BOX = (0, 0, 9, 9)
chances = st.lists(st.floats(0.001, 1.0), min_size=1, max_size=5)


def cell(digits: dict[int, float], words: dict[int, float]) -> CellScan:
    return CellScan("row:1", Ink.DIGITS, tuple(digits.items()), BOX, words=tuple(words.items()))


def heard(digits: dict[int, float], words: dict[int, float]) -> dict[int, float]:
    return dict(with_words(cell(digits, words), tuple(digits.items())))


def test_missing_words_change_nothing() -> None:
    digits = ((12, 0.7), (2, 0.2))
    assert with_words(cell(dict(digits), {}), digits) == digits


def test_words_choose_among_close_digits() -> None:
    after = heard({44: 0.6, 424: 0.3}, {424: 0.9, 44: 0.001})
    assert max(after, key=after.__getitem__) == 424
    assert after[424] > 0.9


def test_agreement_makes_surer_and_contradiction_less_sure() -> None:
    agreed, against = heard({7: 0.9}, {7: 0.95}), heard({7: 0.9}, {4: 0.95})
    assert agreed[7] > 0.99
    assert against[7] < 0.9


def test_sure_words_alone_never_beat_sure_digits() -> None:
    after = heard({7: 0.98, 1: 0.01}, {4: 1.0})
    assert after[7] > 0.9


def test_unclear_words_hardly_matter() -> None:
    after = heard({7: 0.6, 1: 0.3}, {7: 0.0004, 1: 0.0002})
    assert after[7] / after[1] == pytest.approx(2.0, rel=0.2)


@given(chances, chances, st.integers(0, 4))
def test_what_is_heard_stays_a_distribution(
    first: list[float], second: list[float], shift: int
) -> None:
    digits = {i: p / (sum(first) + 0.1) for i, p in enumerate(first)}
    words = {i + shift: p / (sum(second) + 0.1) for i, p in enumerate(second)}
    after = heard(digits, words)
    assert sum(after.values()) <= 1 + 1e-9
    assert all(p > 0 for p in after.values())
    assert list(after.values()) == sorted(after.values(), reverse=True)


def test_evidence_hears_the_words() -> None:
    evidence = evidence_of(cell({44: 0.6, 424: 0.3}, {424: 0.9}), 1024)
    assert evidence.values[0] == 424


def test_only_clear_words_tell_a_number() -> None:
    assert read_in_words(cell({7: 0.9}, {4: 0.99, 7: 0.01})) == 4
    assert read_in_words(cell({7: 0.9}, {4: 0.5, 7: 0.4})) is None
    assert read_in_words(cell({7: 0.9}, {})) is None
