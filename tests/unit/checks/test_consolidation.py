"""R611 on invented reports."""

from hypothesis import given
from hypothesis import strategies as st

from models.checks.consolidation import breaches, differences, report_keys, summed, unexplained
from models.values.ballots import Stream

UNIT = {"on_roll": 500, "came": 400, "allocated": 500, "used": 400, "good": 380, "invalid": 12,
        "no_vote": 8, "remaining": 100, "row:1": 300, "row:4": 80, "total": 380}  # fmt: skip
SET = {"envelopes": 71, "ballots_found": 70, "received": 70, "good": 60, "invalid": 6,
       "no_vote": 4, "row:1": 20, "row:4": 40, "total": 60}  # fmt: skip
PARTS = [(Stream.ELECTION_DAY, UNIT), (Stream.OUT_AND_OVERSEAS, SET), (Stream.ADVANCE_IN, SET)]


def test_sets_count_among_those_who_came_and_never_among_the_remaining() -> None:
    sums = summed(PARTS, on_roll=999, numbers=(1, 4))
    assert sums["came"] == sums["used"] == 400 + 70 + 70
    assert sums["allocated"] == 500 + 70 + 70
    assert sums["remaining"] == 100
    assert sums["on_roll"] == 999
    assert (sums["row:1"], sums["row:4"], sums["total"]) == (340, 160, 500)
    assert set(sums) == set(report_keys((1, 4)))


def test_a_report_that_agrees_breaks_nothing() -> None:
    sums = summed(PARTS, on_roll=999, numbers=(1, 4))
    assert differences(sums, sums) == ()
    assert breaches(sums, sums, {}) == ()


def test_a_difference_is_named_until_somebody_says_why() -> None:
    sums = summed(PARTS, on_roll=999, numbers=(1, 4))
    reported = {**sums, "row:4": 157, "total": 497}
    found = differences(reported, sums)
    assert [(d.key, d.gap) for d in found] == [("row:4", -3), ("total", -3)]
    words = {"row:4": "หน่วย 12 นับใหม่", "total": "  "}
    assert [d.key for d in unexplained(reported, sums, words)] == ["total"]
    (breach,) = breaches(reported, sums, words)
    assert (breach.code, breach.fields) == ("R611", ("total",))
    assert breaches(reported, sums, {**words, "total": "หน่วย 12"}) == ()


def test_votes_for_a_number_that_no_sheet_has_are_a_difference() -> None:
    sums = summed(PARTS, on_roll=999, numbers=(1, 4))
    assert [d.key for d in differences({**sums, "row:9": 5}, sums)] == ["row:9"]


@given(st.permutations(PARTS), st.sampled_from(sorted(report_keys((1, 4)))), st.integers(1, 50))
def test_order_does_not_matter_and_any_change_is_seen(
    parts: list[tuple[Stream, dict[str, int]]], key: str, more: int
) -> None:
    sums = summed(parts, on_roll=999, numbers=(1, 4))
    assert sums == summed(PARTS, on_roll=999, numbers=(1, 4))
    changed = {**sums, key: sums[key] + more}
    assert [d.key for d in differences(changed, sums)] == [key]
