"""R611: the official constituency report ส.ส. 6/1, field by field, against the units and sets.

Polling units report who came, what was allocated and used; counting sets report ballots received,
which the constituency report counts among all three. Ballots remaining are the units' alone, and
voters on the roll are those of the constituency.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from models.checks.breach import Breach, Word, gap_word
from models.values.ballots import Stream
from models.values.fields import TOTAL, row_key, row_number

HEADS: Final = (
    "on_roll",
    "came",
    "allocated",
    "used",
    "good",
    "invalid",
    "no_vote",
    "remaining",
)
"""Head counts of ส.ส. 6/1; rows and the total follow."""

_WITH_RECEIVED: Final = ("came", "allocated", "used")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of the report beside the sum of units and sets."""

    key: str
    reported: int
    summed: int

    @property
    def gap(self) -> int:
        """Reported minus summed."""
        return self.reported - self.summed


def report_keys(numbers: Iterable[int]) -> tuple[str, ...]:
    """Return the fields of ส.ส. 6/1 for a ballot list, in the order of the form."""
    return (*HEADS, *(row_key(n) for n in sorted(numbers)), TOTAL)


def summed(
    parts: Iterable[tuple[Stream, Mapping[str, int]]], on_roll: int, numbers: Iterable[int]
) -> dict[str, int]:
    """Return what the report should say: the sum of confirmed counts by stream."""
    sums = dict.fromkeys(report_keys(numbers), 0)
    for stream, counts in parts:
        for key, value in counts.items():
            for field in _goes_to(key, stream):
                sums[field] = sums.get(field, 0) + value
    return {**sums, "on_roll": on_roll}


def differences(reported: Mapping[str, int], sums: Mapping[str, int]) -> tuple[Difference, ...]:
    """Return every field on which report and sum are not of one mind, in the order of the form."""
    keys = [k for k in sums if reported.get(k, 0) != sums[k]]
    keys += [k for k in reported if k not in sums and reported[k]]
    return tuple(Difference(k, reported.get(k, 0), sums.get(k, 0)) for k in keys)


def unexplained(
    reported: Mapping[str, int], sums: Mapping[str, int], words: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Return the differences without an explanation in words: consolidation waits for them."""
    return tuple(d for d in differences(reported, sums) if not words.get(d.key, "").strip())


def breaches(
    reported: Mapping[str, int], sums: Mapping[str, int], words: Mapping[str, str]
) -> tuple[Breach, ...]:
    """Return R611 for the unexplained differences, or nothing where all is explained."""
    open_ = unexplained(reported, sums, words)
    if not open_:
        return ()
    worst = max(open_, key=lambda d: abs(d.gap))
    parts: dict[str, Word] = {"number": len(open_), "gap": gap_word(worst.gap)}
    return (Breach("R611", tuple(d.key for d in open_), parts),)


def _goes_to(key: str, stream: Stream) -> tuple[str, ...]:
    if key == "received" and stream is not Stream.ELECTION_DAY:
        return _WITH_RECEIVED
    if key in HEADS and key != "on_roll":
        return (key,)
    return (key,) if key == TOTAL or row_number(key) is not None else ()
