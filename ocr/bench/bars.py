"""The bars of `accepted` chosen on the sheets of some committees and proven on another's.

Cells of one hand err together, so the committee is the sample: each in turn is left out, the bars
are chosen on the trials of all others, and the left-out sheets are read with them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ocr.bench.rates import Rate
from ocr.bench.sheets import ReadSheet
from ocr.bench.stress import AS_READ
from ocr.bench.tried import Tried, Tries
from ocr.joint.acceptance import BARS, Bar, Bars
from ocr.joint.standing import Witness

STEPS: Final = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.985, 0.993, 0.997)
"""What the digits of a number must reach, tried from the lowest on."""

ALLOWED: Final = 0.0005
"""Share of wrong numbers among those accepted on all trials together; none as the sheets are."""

BOTH_BALLOTS: Final = "bch"
"""Ending of a party-list sheet's name; both ballots were written by one committee."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A committee's sheets read with bars that were chosen on all others."""

    committee: str
    bars: Bars
    right: Rate
    reach: Rate
    worse_right: Rate


def leave_one_out(tries: Tries, read: Sequence[ReadSheet]) -> list[LeftOut]:
    """Return how each committee's sheets fared under bars chosen without them."""
    cells: Counter[str] = Counter()
    for one in read:
        cells[committee_of(one.sheet.name)] += len(one.sheet.cells)
    return [_left_out(name, count, tries.tried) for name, count in cells.items()]


def _left_out(committee: str, cells: int, tried: Sequence[Tried]) -> LeftOut:
    mine = [t for t in tried if committee_of(t.sheet) == committee]
    bars = chosen([t for t in tried if committee_of(t.sheet) != committee])
    told = [t for t in mine if t.accepted(bars)]
    plain = [t.right for t in told if t.kind == AS_READ]
    worse = [t.right for t in told if t.kind != AS_READ]
    return LeftOut(committee, bars, Rate.of(plain), Rate(len(plain), cells), Rate.of(worse))


def committee_of(sheet: str) -> str:
    """Return who wrote a sheet: both ballots of one unit or set are of one hand."""
    return sheet.replace(BOTH_BALLOTS, "")


def chosen(tried: Sequence[Tried]) -> Bars:
    """Return the lowest bar for each witness that the numbers bear."""
    return {witness: _lowest(witness, tried) for witness in BARS}


def _lowest(witness: Witness, tried: Sequence[Tried]) -> Bar:
    mine = [t for t in tried if t.witness is witness]
    for step in STEPS:
        mine = [t for t in mine if t.reaches >= step]
        wrong = [t for t in mine if not t.right]
        if len(wrong) <= ALLOWED * len(mine) and not any(t.kind == AS_READ for t in wrong):
            return Bar(step, BARS[witness].chance)
    return Bar(1.1, 1.0)
