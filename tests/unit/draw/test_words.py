import pytest

from ocr.hand import spelled_digits, thai_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "ศูนย์"),
        (1, "หนึ่ง"),
        (10, "สิบ"),
        (11, "สิบเอ็ด"),
        (20, "ยี่สิบ"),
        (21, "ยี่สิบเอ็ด"),
        (101, "หนึ่งร้อยเอ็ด"),
        (428, "สี่ร้อยยี่สิบแปด"),
        (1234, "หนึ่งพันสองร้อยสามสิบสี่"),
        (99999, "เก้าหมื่นเก้าพันเก้าร้อยเก้าสิบเก้า"),
    ],
)
def test_counts_in_words(value: int, words: str) -> None:
    assert thai_words(value) == words


def test_words_are_told_apart() -> None:
    assert len({thai_words(v) for v in range(1200)}) == 1200


@pytest.mark.parametrize("value", [-1, 100_000])
def test_what_is_no_count_has_no_words(value: int) -> None:
    with pytest.raises(ValueError, match=str(value)):
        thai_words(value)


def test_digit_by_digit() -> None:
    assert spelled_digits(703) == "เจ็ดศูนย์สาม"
