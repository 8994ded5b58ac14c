"""R201 to R208, each at its border."""

from dataclasses import replace

import pytest

from models.checks.engine import Audience, check_sheet
from models.values.findings import Severity
from tests.unit.checks.sheet import POLLING, SO_FAR, codes, finding, on_paper, with_counts

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741


def test_words_are_a_second_witness() -> None:
    assert codes(replace(POLLING, words={"good": 370, "row:4": 130})) == {}
    facts = replace(POLLING, words={"row:4": 430})
    assert codes(facts) == {"R201": E}
    assert finding(facts, "R201").fields == ("row:4",)


@pytest.mark.parametrize("printed", [(1, 2, 5), (1, 2, 4, 4, 5), (2, 1, 4, 5)])
def test_printed_numbers_follow_the_ballot_list(printed: tuple[int, ...]) -> None:
    assert codes(on_paper(printed_rows=printed)) == {"R202": E}


@pytest.mark.parametrize("printed", [(1, 2, 4, 5), (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6, 7)])
def test_printed_rows_without_a_candidate_are_normal(printed: tuple[int, ...]) -> None:
    assert codes(on_paper(printed_rows=printed)) == {}


def test_votes_where_nobody_stands_are_named() -> None:
    facts = with_counts(POLLING, row_9=10, row_4=120)
    assert codes(facts) == {"R202": E}
    assert finding(facts, "R202").fields == ("row:9",)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"row_1": 371}, ("row:1", "good")),
        ({"good": 401}, ("good", "used")),
        ({"allocated": 399}, ("used", "allocated")),
    ],
)
def test_a_part_never_exceeds_its_whole(changes: dict[str, int], fields: tuple[str, ...]) -> None:
    assert finding(with_counts(POLLING, **changes), "R203").fields == fields


def test_a_shifted_table_is_seen_although_its_sums_hold() -> None:
    shifted = {"row_1": 10, "row_2": 200, "row_4": 30, "row_5": 130}
    facts = replace(with_counts(POLLING, **shifted), so_far=SO_FAR)
    assert codes(facts)["R204"] is W
    assert codes(replace(POLLING, so_far=SO_FAR)) == {}
    few = replace(SO_FAR, units=19)
    assert "R204" not in codes(replace(facts, so_far=few))


def test_a_value_the_machine_stands_by_is_a_witness() -> None:
    facts = replace(POLLING, accepted={"good": 370, "row:2": 80})
    assert codes(facts) == {"R205": W}
    assert check_sheet(facts, audience=Audience.SENDER) == ()


def test_a_struck_off_number_has_no_votes() -> None:
    assert codes(with_counts(POLLING, row_3=0)) == {}
    assert codes(with_counts(POLLING, row_3=5, row_4=125)) == {"R206": W}


def test_bending_digits_is_told() -> None:
    assert codes(on_paper(identity_cost=8.9)) == {}
    assert codes(on_paper(identity_cost=9.1)) == {"R207": I}


@pytest.mark.parametrize("value", [-1, 100_000])
def test_what_is_no_count_is_refused_before_any_sum(value: int) -> None:
    assert codes(with_counts(POLLING, good=value)) == {"R208": Severity.REFUSE}
