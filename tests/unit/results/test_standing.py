"""Lead, bound and badge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.standing import Outstanding, standing

NOTHING_LEFT = Outstanding(voters_left=0, rolls_left=0, sets_left=0)


def test_the_lead_is_over_the_second() -> None:
    found = standing({"row:1": 50, "row:2": 80, "no_vote": 10, "good": 130}, NOTHING_LEFT)
    assert (found.leader, found.runner_up, found.lead, found.can_change) == (
        "row:2",
        "row:1",
        30,
        False,
    )


def test_the_lead_is_over_no_vote_where_that_is_larger() -> None:
    found = standing({"row:1": 50, "row:2": 80, "no_vote": 70}, NOTHING_LEFT)
    assert (found.runner_up, found.lead) == ("no_vote", 10)


def test_nobody_leads_who_does_not_beat_no_vote() -> None:
    assert standing({"row:1": 50, "no_vote": 70}, NOTHING_LEFT).leader is None


@pytest.mark.parametrize(("left", "badge"), [(0, False), (20, False), (21, True)])
def test_where_no_vote_is_ahead_somebody_leads_once_it_can_be_beaten(
    left: int, *, badge: bool
) -> None:
    out = Outstanding(voters_left=500, rolls_left=left, sets_left=0)
    found = standing({"row:1": 50, "row:2": 10, "no_vote": 70}, out)
    assert (found.runner_up, found.can_change) == ("no_vote", badge)


def test_with_nothing_out_a_tie_stays_a_tie() -> None:
    assert not standing({"row:1": 5, "row:2": 5}, NOTHING_LEFT).can_change
    assert standing({"row:1": 5, "row:2": 5}, NOTHING_LEFT, in_doubt=1).can_change


def test_nobody_leads_at_a_tie_or_at_nothing() -> None:
    assert standing({"row:1": 5, "row:2": 5}, NOTHING_LEFT).leader is None
    assert standing({}, NOTHING_LEFT).leader is None
    assert standing({"row:1": 0}, NOTHING_LEFT).leader is None


@pytest.mark.parametrize(("left", "badge"), [(29, False), (30, True), (31, True)])
def test_the_badge_stands_while_what_is_out_reaches_the_lead(left: int, *, badge: bool) -> None:
    out = Outstanding(voters_left=500, rolls_left=left, sets_left=0)
    assert standing({"row:1": 80, "row:2": 50}, out).can_change is badge


def test_a_counting_set_that_is_out_may_hold_any_voter_left() -> None:
    out = Outstanding(voters_left=500, rolls_left=0, sets_left=1)
    assert out.at_most == 500


def test_an_unknown_roll_is_not_taken_for_zero() -> None:
    assert Outstanding(voters_left=70, rolls_left=None, sets_left=0).at_most == 70


def test_doubted_ballots_count_twice() -> None:
    assert standing({"row:1": 80, "row:2": 50}, NOTHING_LEFT, in_doubt=15).can_change
    assert not standing({"row:1": 80, "row:2": 50}, NOTHING_LEFT, in_doubt=14).can_change


@given(
    st.lists(st.integers(0, 300), min_size=2, max_size=6),
    st.lists(st.integers(0, 60), min_size=6, max_size=6),
)
def test_without_the_badge_nothing_that_comes_changes_the_leader(
    now: list[int], more: list[int]
) -> None:
    first, *others = now
    counts = {"no_vote": first} | {f"row:{n}": votes for n, votes in enumerate(others, start=1)}
    coming = dict(zip(counts, more, strict=False))
    out = Outstanding(voters_left=sum(coming.values()), rolls_left=None, sets_left=1)
    before = standing(counts, out)
    if not before.can_change:
        after = standing({k: v + coming[k] for k, v in counts.items()}, NOTHING_LEFT)
        assert after.leader == before.leader
