"""The bars of `accepted` chosen on the sheets of some committees and proven on another's.

Cells of one hand err together, so the committee is the sample: each in turn is left out, the bars
are chosen on the trials of all others, and the left-out sheets are read with them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.values.forms import form_by_code
from ocr.bench.rates import Rate
from ocr.bench.sheets import ReadSheet
from ocr.bench.stress import trials, written
from ocr.joint import decide
from ocr.joint.acceptance import BARS, Bar, Bars, Judged
from ocr.joint.standing import Witness

STEPS: Final = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.985, 0.993, 0.997)
"""What the digits of a number must reach, tried from the lowest on."""

ALLOWED: Final = 0.0005
"""Share of wrong numbers among those accepted on all trials together; none as the sheets are."""

BOTH_BALLOTS: Final = "bch"
"""Ending of a party-list sheet's name; both ballots were written by one committee."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A number that may be accepted, whether it is right, and whether its sheet was made worse."""

    judged: Judged
    right: bool
    as_read: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A committee's sheets read with bars that were chosen on all others."""

    committee: str
    bars: Bars
    right: Rate
    reach: Rate
    worse_right: Rate


def leave_one_out(read: Sequence[ReadSheet]) -> list[LeftOut]:
    """Return how each committee's sheets fared under bars chosen without them."""
    tried = {name: list(_tried(sheets)) for name, sheets in committees(read).items()}
    out = []
    for name, mine in tried.items():
        others = [t for other, theirs in tried.items() if other != name for t in theirs]
        bars = chosen(others)
        cells = sum(len(one.sheet.cells) for one in committees(read)[name])
        plain = [t.right for t in mine if t.as_read and t.judged.accepted(bars)]
        worse = [t.right for t in mine if not t.as_read and t.judged.accepted(bars)]
        out.append(LeftOut(name, bars, Rate.of(plain), Rate(len(plain), cells), Rate.of(worse)))
    return out


def committees(read: Sequence[ReadSheet]) -> Mapping[str, list[ReadSheet]]:
    """Return the sheets by the committee that wrote them: both ballots of one unit or set."""
    found: dict[str, list[ReadSheet]] = {}
    for one in read:
        found.setdefault(one.sheet.name.replace(BOTH_BALLOTS, ""), []).append(one)
    return found


def chosen(tried: Sequence[Tried]) -> Bars:
    """Return the lowest bar for each witness that the numbers bear."""
    return {witness: _lowest(witness, tried) for witness in BARS}


def _lowest(witness: Witness, tried: Sequence[Tried]) -> Bar:
    mine = [t for t in tried if t.judged.standing.witness is witness]
    for step in STEPS:
        bar = Bar(step, BARS[witness].chance)
        told = [t for t in mine if t.judged.accepted({witness: bar})]
        wrong = [t for t in told if not t.right]
        if len(wrong) <= ALLOWED * len(told) and not any(t.as_read for t in wrong):
            return bar
    return Bar(1.0, 1.0)


def _tried(sheets: Sequence[ReadSheet]) -> Iterator[Tried]:
    for one in sheets:
        form = form_by_code(one.sheet.form)
        for trial in trials(one.reading.scans):
            judged = decide(trial.scans, form, one.sheet.numbers).judged
            as_read = trial.kind == "as read"
            for key, judgement in judged.items():
                if judgement.value is not None:
                    right = judgement.value == written(one, key, trial.shift)
                    yield Tried(judgement, right, as_read)
