"""Largest remainders, exactly."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from results.seats import party_list_seats


def test_a_known_case() -> None:
    found = party_list_seats({1: 4700, 2: 1600, 3: 1590, 4: 1200, 5: 610, 6: 300}, 10)
    assert found.by_party == {1: 5, 2: 2, 3: 1, 4: 1, 5: 1, 6: 0}
    assert found.drawing_lots == ()


def test_equal_remainders_at_the_last_seat_draw_lots() -> None:
    found = party_list_seats({1: 50, 2: 25, 3: 25}, 2)
    assert found.by_party == {1: 1, 2: 0, 3: 0}
    assert found.drawing_lots == (2, 3)
    assert found.undrawn == 1


def test_without_votes_nobody_has_a_seat() -> None:
    assert party_list_seats({1: 0, 2: 0}, 10).by_party == {1: 0, 2: 0}


@given(st.dictionaries(st.integers(1, 60), st.integers(0, 10**7), min_size=1), st.integers(1, 100))
def test_every_seat_is_given_or_drawn_and_quota_holds(votes: dict[int, int], seats: int) -> None:
    found = party_list_seats(votes, seats)
    total = sum(votes.values())
    assert sum(found.by_party.values()) + found.undrawn == seats
    for party, given_seats in found.by_party.items():
        share = Fraction(votes[party] * seats, total) if total else Fraction(0)
        assert int(share) <= given_seats + (not total) <= int(share) + 1
