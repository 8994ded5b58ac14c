from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.values.forms import form_by_code
from models.values.reading import Cell, Stated
from ocr.joint import decide
from ocr.joint.judging import SUPPORT
from ocr.joint.sibling import Sibling
from tests.unit.joint.sheets import Candidates, sheet, sure

FORM = form_by_code("ส.ส. 5/18")
WRITTEN: dict[str, Candidates] = {
    "on_roll": sure(362),
    "came": sure(50),
    "allocated": sure(80),
    "used": sure(50),
    "good": sure(45),
    "invalid": sure(3),
    "no_vote": sure(2),
    "remaining": sure(30),
    "row:1": sure(40),
    "row:2": sure(5),
    "total": sure(45),
}
DOUBTFUL: Candidates = ((862, 0.55), (362, 0.3), (360, 0.1))


def decided(
    changes: Mapping[str, Candidates], sibling: Sibling | None = None
) -> Mapping[str, Cell]:
    return decide(sheet(WRITTEN | dict(changes)), FORM, None, sibling).cells


def test_the_other_ballot_helps_to_choose_but_not_to_accept_what_the_digits_deny() -> None:
    alone = decided({"on_roll": DOUBTFUL})["on_roll"]
    assert alone.value == 862
    heard = decided({"on_roll": DOUBTFUL}, {"on_roll": Stated(362, 1.0)})["on_roll"]
    assert (heard.value, heard.accepted) == (362, False)


def test_what_both_ballots_say_is_accepted_sooner() -> None:
    likely: Candidates = ((362, 0.8), (862, 0.1))
    assert not decided({"on_roll": likely})["on_roll"].accepted
    assert decided({"on_roll": likely}, {"on_roll": Stated(362, 1.0)})["on_roll"].accepted
    assert not decided({"on_roll": likely}, {"on_roll": Stated(362, 0.8)})["on_roll"].accepted


def test_a_difference_between_the_ballots_stays_as_written() -> None:
    cell = decided({}, {"on_roll": Stated(363, 1.0), "used": Stated(51, 1.0)})
    assert (cell["on_roll"].value, cell["used"].value) == (362, 50)


def test_a_number_far_beyond_the_sheet_is_not_heard() -> None:
    alone = decided({})
    assert decided({}, {"on_roll": Stated(4811, 0.99), "came": Stated(99_999, 1.0)}) == alone


def test_counts_that_differ_by_nature_are_not_compared() -> None:
    told = {"good": Stated(12, 1.0), "row:1": Stated(7, 1.0)}
    assert decided({}, told) == decided({})


@settings(max_examples=30, deadline=None)
@given(
    said=st.integers(0, 999),
    doubt=st.floats(0.0, 0.6),
    key=st.sampled_from(("on_roll", "came", "allocated", "used")),
)
def test_no_number_is_invented_from_the_other_ballot(said: int, doubt: float, key: str) -> None:
    true = WRITTEN[key][0][0]
    seen: Candidates = ((true, 1 - doubt), (true + 7, doubt * 0.9))
    cell = decided({key: seen}, {key: Stated(said, 1.0)})[key]
    assert cell.value in {value for value, chance in seen if chance >= SUPPORT}


@pytest.mark.parametrize("key", ["came"])
def test_who_came_is_borne_out_by_the_ballots_used(key: str) -> None:
    likely: Candidates = ((50, 0.8), (20, 0.1))
    assert decided({key: likely})[key].accepted
    unlike: Candidates = ((51, 0.8), (20, 0.1))
    assert not decided({key: unlike})[key].accepted
