from hypothesis import given
from hypothesis import strategies as st

from models.values.codes import ALPHABET, draw_code, tidy_code, written_code

codes = st.builds(draw_code)


@given(codes)
def test_a_printed_code_is_read_back(code: str) -> None:
    assert tidy_code(written_code(code).lower()) == code


@given(codes, st.integers(0, 10), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code: str, place: int, wrong: str) -> None:
    typed = code[:place] + wrong + code[place + 1 :]
    assert (tidy_code(typed) == code) == (wrong == code[place])
    assert wrong == code[place] or tidy_code(typed) is None


@given(codes, st.integers(0, 9))
def test_two_neighbours_swapped_are_noticed(code: str, place: int) -> None:
    typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert typed == code or tidy_code(typed) is None


def test_look_alikes_and_thai_digits_are_understood() -> None:
    code = draw_code()
    assert tidy_code(code.replace("0", "O").replace("1", "l")) == code
    assert tidy_code(code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))) == code


def test_other_texts_are_no_codes() -> None:
    assert [tidy_code(t) for t in ("", "สวัสดี", "ABC", "U" * 11)] == [None] * 4
