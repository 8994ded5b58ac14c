from hypothesis import given
from hypothesis import strategies as st

from models.values.fields import MAX_COUNT
from pages.crops import window
from pages.formats import number
from pages.keying import number_typed, typed_in

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@given(st.integers(0, MAX_COUNT))
def test_a_count_may_be_typed_in_either_digits_and_with_separators(value: int) -> None:
    assert number_typed(str(value)) == value
    assert number_typed(number(value).translate(THAI)) == value


@given(st.text())
def test_whatever_is_typed_is_a_count_or_nothing(text: str) -> None:
    value = number_typed(text)
    assert value is None or 0 <= value <= MAX_COUNT


def test_numbers_blanks_and_gaps_are_told_apart() -> None:
    form = {"v:good": "12", "v:row:1": "-", "v:remaining": "–", "v:total": "x"}
    typed = typed_in(form, ["good", "row:1", "remaining", "total", "invalid"])
    assert typed.values == {"good": 12, "row:1": 0}
    assert typed.blank == {"remaining"}
    assert typed.missing == {"total", "invalid"}


@given(st.tuples(*[st.integers(-5, 120)] * 4))
def test_a_window_stays_inside_its_picture(box: tuple[int, int, int, int]) -> None:
    crop = window("/x", (100, 100), box)
    if crop is not None:
        x0, y0, x1, y1 = crop.view
        assert 0 <= x0 <= 100
        assert 0 <= y0 <= 100
        assert x1 <= 100
        assert y1 <= 100
