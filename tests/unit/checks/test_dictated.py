"""Counts by phone or SMS and their check total."""

from hypothesis import given
from hypothesis import strategies as st

from models.values.dictated import Dictated, check_total, message_of, numbers_in

KEYS = ("came", "good", "row:1", "row:4", "total")
VALUES = {"came": 412, "good": 318, "row:1": 248, "row:4": 70, "total": 318}


def test_a_message_is_taken_apart_in_the_order_of_the_form() -> None:
    assert message_of(VALUES, KEYS) == "412 318 248 70 318 =1366"
    assert numbers_in("412 318 248 70 318 =1366", KEYS) == Dictated(VALUES, 1366)
    assert numbers_in("๔๑๒ ๓๑๘ 248 70 318 = 1,366", KEYS) == Dictated(VALUES, 1366)


def test_a_dash_is_a_line_left_blank() -> None:
    found = numbers_in("- 318 248 70 318 =954", KEYS)
    assert found is not None
    assert "came" not in found.values
    assert check_total(found.values) == 954


def test_what_cannot_be_taken_apart_is_refused() -> None:
    for text in ("", "412 318", "412 318 248 70 =1048", "412 318 248 70 318", "412 x 248 70 318 =1",
                 "412 318 248 70 318 318 =1366", "123456 1 1 1 1 =1"):  # fmt: skip
        assert numbers_in(text, KEYS) is None


@given(
    st.fixed_dictionaries({k: st.integers(0, 99_999) for k in KEYS}),
    st.sampled_from(KEYS),
    st.integers(0, 99_999),
)
def test_any_number_misheard_changes_the_check_total(
    values: dict[str, int], key: str, heard: int
) -> None:
    said = numbers_in(message_of(values, KEYS), KEYS)
    assert said == Dictated(values, check_total(values))
    changed = {**values, key: heard}
    assert (check_total(changed) == check_total(values)) == (heard == values[key])
