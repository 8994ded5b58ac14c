"""Counts by phone or SMS and their check total."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from models.values.dictated import Dictated, check_total, message_of, numbers_in

KEYS = ("came", "good", "row:1", "row:4", "total")
VALUES = {"came": 412, "good": 318, "row:1": 248, "row:4": 70, "total": 318}
SHEETS = st.fixed_dictionaries({k: st.integers(0, 99_999) for k in KEYS})


def test_a_message_is_taken_apart_in_the_order_of_the_form() -> None:
    # 412 + 318 + 248 + 70 + 318 = 1366, and the 2nd and 4th line once more: + 318 + 70.
    assert message_of(VALUES, KEYS) == "412 318 248 70 318 =1754"
    assert numbers_in("412 318 248 70 318 =1754", KEYS) == Dictated(VALUES, 1754)
    assert numbers_in("๔๑๒ ๓๑๘ 248 70 318 = 1,754", KEYS) == Dictated(VALUES, 1754)


def test_a_dash_is_a_line_left_blank_and_keeps_its_place() -> None:
    found = numbers_in("- 318 248 70 318 =1342", KEYS)
    assert found is not None
    assert "came" not in found.values
    assert check_total(found.values, KEYS) == 318 + 248 + 70 + 318 + 318 + 70


def test_what_cannot_be_taken_apart_is_refused() -> None:
    for text in ("", "412 318", "412 318 248 70 =1048", "412 318 248 70 318", "412 x 248 70 318 =1",
                 "412 318 248 70 318 318 =1366", "123456 1 1 1 1 =1"):  # fmt: skip
        assert numbers_in(text, KEYS) is None


@given(SHEETS, st.sampled_from(KEYS), st.integers(0, 99_999))
def test_any_number_misheard_changes_the_check_total(
    values: dict[str, int], key: str, heard: int
) -> None:
    said = numbers_in(message_of(values, KEYS), KEYS)
    assert said == Dictated(values, check_total(values, KEYS))
    changed = {**values, key: heard}
    is_same = check_total(changed, KEYS) == check_total(values, KEYS)
    assert is_same == (heard == values[key])


@given(SHEETS, st.integers(0, len(KEYS) - 2))
def test_neighbouring_lines_that_changed_places_change_the_check_total(
    values: dict[str, int], first: int
) -> None:
    one, other = KEYS[first : first + 2]
    swapped = {**values, one: values[other], other: values[one]}
    is_same = check_total(swapped, KEYS) == check_total(values, KEYS)
    assert is_same == (values[one] == values[other])


@given(SHEETS, st.sampled_from(KEYS))
def test_a_line_left_out_changes_the_check_total(values: dict[str, int], key: str) -> None:
    fewer = {k: v for k, v in values.items() if k != key}
    is_same = check_total(fewer, KEYS) == check_total(values, KEYS)
    assert is_same == (values[key] == 0)


def test_the_printed_instruction_works_its_example_out_as_we_do() -> None:
    text = (Path(__file__).parents[3] / "docs" / "fallback.md").read_text("utf-8")
    sent = re.findall(r"`([\d -]+=\d+)`", text)
    assert sent
    for message in sent:
        keys = tuple(str(n) for n in range(len(message.split()) - 1))
        said = numbers_in(message, keys)
        assert said is not None
        assert said.total == check_total(said.values, keys)
        assert text.count(str(said.total)) == len(sent) + 2  # in either language
