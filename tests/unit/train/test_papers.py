from pathlib import Path

import pytest

from ocr.joint.paper_errors import LEAST, paper_errors
from ocr.train.papers import differences, siblings, slip_rates, units_of

HEAD = "amphoe,tambon,unit,eligible,came,allocated,used,good,invalid,no_vote,remaining,v1,v2"


def units(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "units.csv"
    path.write_text("\n".join([HEAD, *lines]) + "\n", "utf-8")
    return path


def test_differences_are_taken_sum_by_sum(tmp_path: Path) -> None:
    path = units(tmp_path, "ก,ข,1,99,60,80,60,50,6,4,20,30,18", "ก,ข,2,99,,80,60,50,6,4,20,30,20")
    right, gap = units_of(path).values()
    assert differences(right) == [0, 0, -2, 0]
    assert differences(gap) == [0, 0, 0, None]


def test_a_slip_is_laid_on_the_count_whose_sums_all_break() -> None:
    whole = [frozenset[int]()] * 90
    used = [frozenset({0, 1, 3})] * 10
    rates = slip_rates([*whole, *used])
    assert rates["used"] == pytest.approx(0.1, abs=0.01)
    assert max(rate for term, rate in rates.items() if term != "used") < 0.01


def test_the_counts_that_only_one_sum_sees_share_its_slips() -> None:
    rates = slip_rates([*[frozenset[int]()] * 98, *[frozenset({0})] * 2])
    assert rates["invalid"] == pytest.approx(rates["no_vote"])
    assert rates["invalid"] + rates["no_vote"] == pytest.approx(0.02, abs=0.002)


def test_ballots_of_one_unit_are_compared(tmp_path: Path) -> None:
    one = units_of(units(tmp_path, "ก,ข,1,99,60,80,60,50,6,4,20,30,20"))
    two = units_of(units(tmp_path, "ก,ข,1,98,60,80,60,40,6,14,20,30,10"))
    assert siblings(one, two) == {
        "on_roll": (1, 1),
        "came": (0, 1),
        "allocated": (0, 1),
        "used": (0, 1),
    }


def test_the_shipped_rates_are_rates() -> None:
    errors = paper_errors()
    assert sum(errors.shifts.values()) < 1
    assert all(0 < r < 0.1 for r in (*errors.slips.values(), *errors.siblings_differ.values()))
    assert errors.slip("total") == errors.slip("good") >= LEAST
