import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.values.reading import CellScan, Ink, Outcome, PageScan
from ocr.joint import decide
from ocr.joint.judging import SUPPORT
from tests.unit.joint.sheets import FORM, Candidates, scan, sheet, sure

CLOSING: dict[str, Candidates | Ink] = {
    "received": sure(60),
    "good": sure(50),
    "invalid": sure(6),
    "no_vote": sure(4),
    "row:1": sure(30),
    "row:2": sure(15),
    "row:3": sure(5),
    "total": sure(50),
}


def test_a_sheet_that_closes_is_accepted_whole() -> None:
    decision = decide(sheet(CLOSING), FORM)
    assert decision.outcome is Outcome.AGREES
    assert all(cell.accepted for cell in decision.cells.values())
    assert decision.cells["row:2"].value == 15


def test_a_misread_row_is_chosen_by_the_sums_but_not_accepted() -> None:
    readings = CLOSING | {"row:2": ((75, 0.6), (15, 0.38))}
    decision = decide(sheet(readings), FORM)
    assert decision.cells["row:2"].value == 15
    assert decision.cells["row:2"].digits == 75
    assert not decision.cells["row:2"].accepted


def test_a_paper_that_does_not_add_up_stays_as_written() -> None:
    readings = CLOSING | {"total": sure(52), "good": sure(52)}
    decision = decide(sheet(readings), FORM)
    values = {key: cell.value for key, cell in decision.cells.items()}
    assert (values["row:1"], values["row:2"], values["row:3"]) == (30, 15, 5)
    assert (values["total"], values["good"]) == (52, 52)
    assert decision.outcome is Outcome.DOES_NOT_ADD_UP


@settings(max_examples=40, deadline=None)
@given(
    shift=st.sampled_from((-10, -2, -1, 1, 2, 5, 10, 100)),
    doubt=st.floats(0.0, 0.6),
    other=st.integers(0, 60),
)
def test_no_count_is_changed_to_satisfy_a_sum_without_the_digits(
    shift: int, doubt: float, other: int
) -> None:
    said: Candidates = ((15, 1 - doubt), (other, doubt)) if other != 15 else sure(15)
    readings = CLOSING | {"row:2": said, "total": sure(50 + shift), "good": sure(50 + shift)}
    decision = decide(sheet(readings), FORM)
    backed = {value for value, chance in said if chance >= SUPPORT}
    assert decision.cells["row:2"].value in backed | {said[0][0]}
    assert decision.cells["row:1"].value == 30
    if decision.cells["row:2"].accepted:
        assert max(said, key=lambda c: c[1])[0] == decision.cells["row:2"].value


@pytest.mark.parametrize("shift", [1, 2, 5, 10, 100])
def test_weak_cells_do_not_absorb_a_slip_of_the_paper(shift: int) -> None:
    weak: Candidates = ((15, 0.9), (15 + shift, 0.08))
    slipped = CLOSING | {"row:2": weak, "total": sure(50 + shift), "good": sure(50 + shift)}
    cell = decide(sheet(slipped), FORM).cells["row:2"]
    assert not cell.accepted


def test_a_blank_row_is_nought_where_the_sums_support_it() -> None:
    decision = decide(sheet(CLOSING | {"row:4": Ink.BLANK}), FORM)
    blank = decision.cells["row:4"]
    assert (blank.value, blank.blank, blank.accepted) == (0, True, True)


def test_a_blank_row_stays_open_where_nothing_supports_it() -> None:
    readings = {"row:1": sure(30), "row:2": Ink.BLANK}
    blank = decide(sheet(readings), FORM).cells["row:2"]
    assert (blank.value, blank.accepted) == (None, False)


def test_a_blank_row_stays_open_where_the_sums_miss_votes() -> None:
    decision = decide(sheet(CLOSING | {"row:2": Ink.BLANK}), FORM)
    assert decision.cells["row:2"].value is None
    assert decision.outcome is not Outcome.AGREES


def test_a_dash_is_nought() -> None:
    cell = decide(sheet(CLOSING | {"row:4": Ink.DASH}), FORM).cells["row:4"]
    assert (cell.value, cell.blank, cell.accepted) == (0, False, True)


def test_a_printed_line_left_empty_is_unknown_and_never_accepted() -> None:
    decision = decide(sheet(CLOSING | {"received": Ink.BLANK}), FORM)
    empty = decision.cells["received"]
    assert (empty.value, empty.accepted, empty.blank) == (None, False, True)
    assert decision.cells["row:1"].accepted


def test_a_row_that_is_not_on_the_ballot_list_is_not_accepted() -> None:
    decision = decide(sheet(CLOSING), FORM, numbers=(1, 2))
    assert decision.cells["row:2"].accepted
    assert not decision.cells["row:3"].accepted
    assert decision.cells["row:3"].value == 5


def test_of_two_photos_of_a_page_the_surer_cell_counts() -> None:
    blurred = sheet({"row:1": ((38, 0.4), (30, 0.3))})
    decision = decide([*blurred, *sheet(CLOSING)], FORM)
    assert (decision.cells["row:1"].value, decision.cells["row:1"].page) == (30, 1)


def test_a_sheet_without_numbers_is_unreadable() -> None:
    nothing = sheet({"row:1": (), "row:2": (), "total": ()})
    assert decide(nothing, FORM).outcome is Outcome.UNREADABLE
    assert decide([], FORM).outcome is Outcome.UNREADABLE


def test_an_unsure_sheet_is_unclear() -> None:
    readings = CLOSING | {"row:2": ((17, 0.5), (19, 0.4))}
    assert decide(sheet(readings), FORM).outcome is Outcome.UNCLEAR


def test_cells_beside_a_chosen_one_are_accepted_where_all_sums_close() -> None:
    decision = decide(sheet(CLOSING | {"row:2": ((75, 0.6), (15, 0.38))}), FORM)
    assert decision.cells["row:1"].accepted
    assert not decision.cells["row:2"].accepted


def test_a_sum_that_breaks_takes_the_witness_of_another() -> None:
    readings = CLOSING | {"received": sure(90), "good": ((50, 0.97),)}
    decision = decide(sheet(readings), FORM)
    assert decision.cells["good"].accepted
    assert decision.cells["row:2"].accepted


def test_a_number_too_large_for_the_sums_is_kept_as_read() -> None:
    decision = decide(sheet(CLOSING | {"received": sure(98_765)}), FORM)
    assert decision.cells["received"].value == 98_765
    assert decision.cells["row:1"].accepted


def spoken(key: str, digits: Candidates, *words: tuple[int, float]) -> PageScan:
    return scan([CellScan(key, Ink.DIGITS, tuple(digits), (0, 0, 9, 9), words=words)])


def test_a_count_in_no_sum_is_accepted_by_its_words_alone() -> None:
    agreed = decide([spoken("envelopes", sure(803), (803, 0.9))], FORM)
    assert agreed.cells["envelopes"].accepted
    silent = decide([spoken("envelopes", sure(803))], FORM)
    assert not silent.cells["envelopes"].accepted


def test_sure_digits_against_clear_words_are_never_accepted() -> None:
    """The cleaning lost two digits of 803, and the reading of the rest is sure."""
    lost = decide([spoken("envelopes", sure(3, 0.99996), (803, 0.96))], FORM)
    assert (lost.cells["envelopes"].value, lost.cells["envelopes"].accepted) == (3, False)
