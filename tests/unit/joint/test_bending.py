import pytest

from models.values.reading import Outcome
from ocr.joint import decide
from ocr.reader import read_scans
from tests.unit.joint.sheets import FORM, Candidates, sheet, sure

WRITTEN: dict[str, Candidates] = {
    "received": sure(60),
    "good": sure(50),
    "invalid": sure(6),
    "no_vote": sure(4),
    "row:1": sure(30),
    "row:2": sure(20),
    "total": sure(50),
}


def test_a_sum_that_holds_costs_nothing() -> None:
    assert decide(sheet(WRITTEN), FORM).bending_cost is None


@pytest.mark.parametrize("shift", [1, 2, 10, 100])
def test_a_paper_that_does_not_add_up_is_not_bent_and_says_so(shift: int) -> None:
    wrong = WRITTEN | {"total": sure(50 + shift)}
    decision = decide(sheet(wrong), FORM)
    assert decision.outcome is Outcome.DOES_NOT_ADD_UP
    assert decision.bending_cost is not None
    assert decision.bending_cost > 9
    reading = read_scans([""], sheet(wrong), form=FORM, numbers=(1, 2))
    assert {"R207", "R304"} <= {finding.code for finding in reading.findings}


def test_a_doubtful_number_would_cost_little() -> None:
    doubtful = WRITTEN | {"total": ((57, 0.55), (51, 0.4), (58, 0.03))}
    cost = decide(sheet(doubtful), FORM).bending_cost
    assert cost is None or cost < 12
