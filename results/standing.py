"""Who leads, by how much, and whether what is still out can change it. No call is ever made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.values.fields import row_number

NO_VOTE = "no_vote"


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What is known of the votes that are not in the public totals of a constituency.

    `voters_left` are voters of the roll who are in no counted ballot yet: an upper bound for all
    that can come. `rolls_left` are the rolls of the polling units not counted, None where one is
    unknown; it bounds what can come only once every counting set is in.
    """

    voters_left: int
    rolls_left: int | None
    sets_left: int

    @property
    def at_most(self) -> int:
        """How many votes can still come, at most; never made from counts that are withheld."""
        if self.sets_left or self.rolls_left is None:
            return max(0, self.voters_left)
        return max(0, min(self.voters_left, self.rolls_left))


@dataclass(frozen=True, slots=True)
class Standing:
    """The leader of a constituency as far as it is counted."""

    leader: str | None
    """Field key of the first; None where nobody has votes or the first two are equal."""
    runner_up: str | None
    """Field key of the larger of second and no vote."""
    lead: int
    outstanding: int
    can_change: bool

    def to_data(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "leader": self.leader,
            "runner_up": self.runner_up,
            "lead": self.lead,
            "outstanding_at_most": self.outstanding,
            "can_change": self.can_change,
        }


def standing(counts: Mapping[str, int], outstanding: Outstanding, in_doubt: int = 0) -> Standing:
    """Return how the constituency stands by the sums of one ballot over all streams.

    The lead is first minus the larger of second and no vote: a candidate must beat no vote too.
    `in_doubt` is how many ballots lie in units that are being looked at again; each of them may
    move from the first to the second.
    """
    rows = [(votes, key) for key, votes in counts.items() if row_number(key) is not None]
    ranked = sorted(rows, key=lambda row: (-row[0], row_number(row[1]) or 0))
    left = outstanding.at_most
    if not ranked or ranked[0][0] == 0:
        return Standing(None, None, 0, left, can_change=True)
    against = [*ranked[1:2], (counts.get(NO_VOTE, 0), NO_VOTE)]
    second = max(against, key=lambda row: row[0])
    lead = ranked[0][0] - second[0]
    leader = ranked[0][1] if lead > 0 else None
    reach = left + 2 * in_doubt
    # Where no vote is ahead, somebody leads only once it is beaten; with nothing out nothing moves.
    can_change = lead <= reach if lead > 0 else -lead < reach
    return Standing(leader, second[1], max(0, lead), left, can_change)
