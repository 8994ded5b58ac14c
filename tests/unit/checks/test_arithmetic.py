"""R301 to R312, each at its border."""

from dataclasses import replace

import pytest

from models.checks.engine import PostFacts, check_sheet, is_impossible_on_paper
from models.values.findings import Severity
from tests.unit.checks.sheet import COUNTING_SET, POLLING, codes, finding, with_counts

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741


def test_sheets_that_agree_have_no_findings() -> None:
    assert codes(POLLING) == {}
    assert codes(COUNTING_SET) == {}


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"invalid": 15}, "R301", E),
        ({"remaining": 181}, "R302", E),
        ({"row_4": 133}, "R303", E),
        ({"total": 371}, "R304", E),
        ({"came": 601, "on_roll": 600}, "R305", E),
        ({"allocated": 380}, "R306", E),
        ({"allocated": 581, "remaining": 181}, "R311", I),
        ({"on_roll": 601}, "R309", W),
        ({"on_roll": 582}, "R309", W),
        ({"on_roll": 581}, "R309", E),
        ({"came": 401}, "R307", W),
        ({"came": 403}, "R307", W),
        ({"came": 404}, "R307", E),
        ({"came": 399}, "R307", E),
        ({"good": 0, "invalid": 0, "no_vote": 0}, "R308", E),
        ({"row_1": 0, "row_2": 0, "row_4": 0, "row_5": 0}, "R308", E),
    ],
)
def test_a_broken_sum_is_named(changes: dict[str, int], code: str, severity: Severity) -> None:
    assert codes(with_counts(POLLING, **changes))[code] is severity


def test_the_sentence_says_how_much_is_missing() -> None:
    short = finding(with_counts(POLLING, invalid=9), "R301")
    assert short.message.th.endswith("ขาด 3")
    assert short.message.en.endswith("3 short.")
    assert short.fields == ("used", "good", "invalid", "no_vote")


def test_a_small_gap_with_its_reason_on_the_form_passes() -> None:
    gap = with_counts(POLLING, came=402)
    assert codes(replace(gap, reason_written=True)) == {}
    assert codes(replace(gap, reason_written=False)) == {"R307": W}


def test_a_gap_above_one_percent_is_an_error_even_with_a_reason() -> None:
    few = {"used": 90, "good": 80, "invalid": 4, "no_vote": 6, "remaining": 490, "came": 91}
    rows = {"row_1": 50, "row_2": 30, "row_4": 0, "row_5": 0, "total": 80}
    facts = replace(with_counts(POLLING, **few, **rows), reason_written=True)
    assert codes(facts) == {"R307": E}


def test_without_a_register_the_roll_is_not_questioned() -> None:
    assert codes(replace(with_counts(POLLING, on_roll=900), registered=None)) == {}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"envelopes": 299}, ("envelopes", "ballots_found")),
        ({"ballots_found": 301}, ("ballots_found", "received")),
        ({"ballots_found": 303}, ("envelopes", "ballots_found", "received")),
    ],
)
def test_an_envelope_holds_no_second_ballot(
    changes: dict[str, int], fields: tuple[str, ...]
) -> None:
    facts = with_counts(COUNTING_SET, **changes)
    assert codes(facts) == {"R310": W}
    assert finding(facts, "R310").fields == fields


def test_the_sets_together_are_the_postal_account() -> None:
    assert codes(replace(COUNTING_SET, post=PostFacts(accepted=902, other_sets=600))) == {}
    found = codes(replace(COUNTING_SET, post=PostFacts(accepted=900, other_sets=600)))
    assert found == {"R312": E}


def test_received_ballots_of_a_set_are_its_sum() -> None:
    assert codes(with_counts(COUNTING_SET, received=301)) == {"R301": E, "R310": W}


def test_only_the_impossible_is_parked() -> None:
    impossible = with_counts(POLLING, allocated=380)
    assert is_impossible_on_paper(check_sheet(impossible))
    assert not is_impossible_on_paper(check_sheet(with_counts(POLLING, invalid=15)))
