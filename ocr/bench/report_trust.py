"""What is said of the numbers that the machine stands by."""

from collections.abc import Sequence
from typing import Final

from models.values.reading import Outcome
from ocr.bench.bars import LeftOut
from ocr.bench.markdown import chapter, table
from ocr.bench.rates import Rate
from ocr.bench.sheets import ReadSheet
from ocr.bench.tried import Held, on_wrong_paper
from ocr.bench.wrong_papers import PaperScore
from ocr.joint.acceptance import BARS

SHIFTS: Final = (0, 1, 2, 5, 10, 100)


def wrong_papers(told: Sequence[ReadSheet]) -> str:
    """Return the paper-error test."""
    rows = [[str(s), _wrong(on_wrong_paper(told, s))] for s in SHIFTS]
    columns = ["total and good ballots off by", "cells accepted, and wrong among them"]
    why = "The readings of total and good ballots are shifted together, as on a wrong paper."
    return chapter("Paper-error test", why, table(columns, rows))


def _wrong(found: Rate) -> str:
    return f"{found.count}, {found.count - found.right} wrong"


def held(found: Sequence[Held]) -> str:
    """Return how the accepted numbers held up where readings were made worse."""
    why = (
        "The scans of the real sheets made worse on purpose: both sums of a paper off by 1 to 100, "
        "a hand whose one figure is always read as another (17, 49, 06, ... with 70 and 95 % of "
        "its probability), a ruled line lost so that all rows below move up."
    )
    rows = [[h.kind, str(h.right), str(h.reach)] for h in found]
    columns = ["what was made worse", "`accepted`: right", "of all cells"]
    return chapter(
        "Numbers that the machine stands by, on worse readings", why, table(columns, rows)
    )


def left_out(found: Sequence[LeftOut]) -> str:
    """Return the bars chosen without each committee and proven on its sheets."""
    why = (
        "The bars chosen on the worse readings of all other committees' sheets (none wrong as "
        "read, at most 1 in 2,000 wrong on worse readings), then used on the committee that was "
        "left out. This proves the way of choosing, not the shipped bars of the last line: those "
        "were set by hand with all committees in view, and two of them were raised after the folds "
        "had been seen (`words` to what most folds ask for, `closed` because of a wrong paper). "
        "So no line of this table is a test of them on sheets that they had not met."
    )
    rows = [
        [
            one.committee,
            str(one.right),
            f"{100 * one.reach.share:.0f} % of {one.reach.count}",
            str(one.worse_right),
            *(f"{one.bars[w].digits:g}" for w in BARS),
        ]
        for one in found
    ]
    rights = [one.right for one in found]
    reaches = [one.reach for one in found]
    rows.append(["together", str(_sum(rights)), str(_sum(reaches)), "", *("" for _ in BARS)])
    rows.append(["shipped bars", "", "", "", *(f"{BARS[w].digits:g}" for w in BARS)])
    columns = ["committee left out", "`accepted`: right", "reach", "right on worse readings"]
    return chapter(
        "Bars chosen on some committees, proven on another",
        why,
        table([*columns, *(w.value for w in BARS)], rows),
    )


def _sum(rates: Sequence[Rate]) -> Rate:
    return Rate(sum(r.right for r in rates), sum(r.count for r in rates))


def papers(found: Sequence[PaperScore]) -> str:
    """Return how drawn papers that do not add up were read."""
    rows = [
        [
            p.slip,
            ", ".join(f"{p.outcomes[o]} {o.value}" for o in Outcome if p.outcomes.get(o)),
            str(p.found),
            str(p.as_written),
            str(p.accepted),
        ]
        for p in found
    ]
    why = (
        "Sheets of every form drawn with one slip, photographed as by a scanner at 1280 px. A "
        "sheet whose every number is sure does not add up; one with a doubtful number is unclear. "
        "The findings must name a broken sum on wrong papers and none on right ones."
    )
    columns = ["paper", "outcomes", "findings right", "cells as written", "`accepted`: right"]
    return chapter("Papers that do not add up", why, table(columns, rows))
