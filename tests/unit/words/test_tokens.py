import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.hand import spelled_digits, thai_words
from ocr.words.tokens import LARGEST, WORDS, meaning, spellings, usual

counts = st.integers(0, LARGEST)


def written(words: tuple[int, ...]) -> str:
    return "".join(WORDS[w] for w in words)


@given(counts)
def test_the_usual_way_is_what_clerks_write(value: int) -> None:
    assert written(usual(value)) == thai_words(value)


@given(counts)
def test_every_way_to_spell_a_count_means_it(value: int) -> None:
    for way, _ in spellings(value):
        assert meaning(way) is not None
    assert meaning(usual(value)) == value


@given(counts)
def test_a_count_may_be_read_digit_by_digit(value: int) -> None:
    assert spelled_digits(value) in [written(way) for way, _ in spellings(value)]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (101, "ร้อยเอ็ด"),
        (101, "หนึ่งร้อยหนึ่ง"),
        (703, "เจ็ดศูนย์สาม"),
        (1_120, "พันร้อยยี่สิบ"),
    ],
)
def test_other_ways_to_spell_a_count(value: int, words: str) -> None:
    assert words in [written(way) for way, _ in spellings(value)]


@pytest.mark.parametrize("words", [(), (12, 12), (10,), (13, 2, 2), (2, 12), (0, 12), (14, 14)])
def test_nonsense_means_no_count(words: tuple[int, ...]) -> None:
    assert meaning(words) is None


def test_more_than_four_digits_are_not_spelled() -> None:
    with pytest.raises(ValueError, match="10000"):
        spellings(10_000)
    assert meaning((1, 2, 3, 4, 5)) is None
