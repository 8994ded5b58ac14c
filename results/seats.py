"""Party-list seats by the election's formula, from published votes."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats of each party number, and who must draw lots for the last ones."""

    by_party: dict[int, int]
    drawing_lots: tuple[int, ...]
    """Parties with equal remainders at the last seats (รอจับสลาก)."""
    undrawn: int
    """Seats that only the lot can give."""
    last: tuple[int, ...] = ()
    """Parties whose last seat came by remainder: the seats that change first."""


def party_list_seats(votes: Mapping[int, int], seats: int) -> Seats:
    """Return the seats by Σ votes / seats and largest remainders.

    A seat costs Σ votes / `seats`; whole numbers first, then the largest remainders. Exact
    integer arithmetic: a remainder is compared as votes × seats mod Σ, never as a float.
    """
    total = sum(votes.values())
    if total == 0 or seats == 0:
        return Seats(dict.fromkeys(votes, 0), (), seats)
    whole = {party: count * seats // total for party, count in votes.items()}
    remainders = {party: count * seats % total for party, count in votes.items()}
    left = seats - sum(whole.values())
    ranked = sorted(votes, key=lambda party: (-remainders[party], party))
    border = remainders[ranked[left - 1]] if left else -1
    tied = [p for p in ranked if remainders[p] == border] if left else []
    sure = [p for p in ranked[:left] if remainders[p] > border] if left else []
    if len(sure) + len(tied) == left:
        sure, tied = [*sure, *tied], []
    given = {party: whole[party] + (party in sure) for party in votes}
    return Seats(given, tuple(tied), left - len(sure), tuple(sorted(sure)))
