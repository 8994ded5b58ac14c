"""The section of docs/benchmarks.md about the desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import median
from typing import Final

from review.bench.flows import Crew, Done, keyed_once, keyed_twice, keyed_twice_with_rules, ours
from review.bench.papers import CONDITIONS, Paper
from review.bench.people import KEY_S, LOOK_S, SHEET_S, SLIP

START: Final = "<!-- review: written by `khanaen bench review`, do not edit -->"
END: Final = "<!-- end of review -->"

ANCHORED: Final = 0.27
"""Share of differences with a machine in which people kept the wrong side (KawalPemilu)."""

_MODEL: Final = """\
Simulated nights of 2,000 sheets, {sheets:,} sheets in all, drawn with repetition from the sheets
above. The model: a person gets {slip:.1f} % of the fields that they look at wrong, independently,
by a wrong digit (70 %), two swapped (15 %), one too many or too few. In our flow accepted numbers
are never looked at (people read what the screen shows), doubtful ones are compared with their
crop, a broken rule sends the reviewer back to the fields that it names, the committee never
answers (one witness less than on the night), the register knows the roll, 2 % are sampled, and
who settles a parked sheet slips like everybody. Keyed fields are all looked at. A wrong cell is a
confirmed number that differs from the paper. Slips of two people are independent here; on paper
that is hard to read they are not, which flatters double keying most."""

Flow = Callable[[Paper, Crew], Done]
FLOWS: Final[tuple[tuple[str, Flow, float], ...]] = (
    ("our flow", ours, SLIP),
    ("our flow, reviewers who keep 27 % of the wrong numbers they are shown", ours, ANCHORED),
    ("every field keyed once", keyed_once, SLIP),
    ("every field keyed twice, blind", keyed_twice, SLIP),
    ("every field keyed twice, blind, and our rules", keyed_twice_with_rules, SLIP),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one flow made of all simulated nights."""

    name: str
    sheets: int
    cells: int
    wrong: int
    wrong_sheets: int
    keys: int
    seconds: float
    one_person: int
    parked: int
    median_keys: float


def simulate(papers: Sequence[Paper], nights: int, sheets: int) -> list[Outcome]:
    """Return every flow over the same nights: `sheets` drawn anew from `papers` each night."""
    return [_outcome(papers, nights * sheets, name, flow, a) for name, flow, a in FLOWS]


def _outcome(
    papers: Sequence[Paper], sheets: int, name: str, flow: Flow, anchored: float
) -> Outcome:
    choice, crew = Random(86), Crew(Random(87), anchored)  # noqa: S311
    wrong, keys, done = [], [], []
    cells = 0
    for _ in range(sheets):
        paper, before = choice.choice(papers), crew.work.keys
        result = flow(paper, crew)
        done.append(result)
        wrong.append(result.wrong(paper))
        keys.append(crew.work.keys - before)
        cells += len(paper.keys)
    return Outcome(
        name=name,
        sheets=sheets,
        cells=cells,
        wrong=sum(wrong),
        wrong_sheets=sum(w > 0 for w in wrong),
        keys=sum(keys),
        seconds=crew.work.seconds,
        one_person=sum(d.people == 1 for d in done),
        parked=sum(d.parked for d in done),
        median_keys=median(keys),
    )


def section(papers: Sequence[Paper], drawn: Sequence[Outcome], night: Sequence[Outcome]) -> str:
    """Return the section as Markdown; `drawn` looked at each paper once, `night` at many."""
    parts = [START, "## Review", _papers(papers), _work(drawn), _night(night), END]
    return "\n\n".join(parts) + "\n"


def _papers(papers: Sequence[Paper]) -> str:
    cells = sum(len(p.keys) for p in papers)
    doubtful = sum(len(p.doubtful()) for p in papers)
    shown_wrong = sum(p.shown()[k] != v for p in papers for k, v in p.truth.items())
    sure = [(p.cells[k].value, p.truth[k]) for p in papers for k in p.keys if k not in p.doubtful()]
    sure_wrong = sum(a != b for a, b in sure)
    how = ", ".join(f"{preset} at {side} px" for preset, side in CONDITIONS)
    return (
        f"{len(papers)} sheets of ส.ส. 5/18 and 5/18 (บช), {cells} cells, drawn by hands that "
        f"training never saw, photographed ({how}, in turn) and read: its errors are the reader's. "
        f"{doubtful} cells were doubtful, {shown_wrong} were shown wrong, {sure_wrong} of the "
        f"{len(sure)} accepted ones were wrong. So few sheets cannot show an accepted error rarer "
        f"than about {300 / len(sure):.2f} % of cells; the nights below repeat what they show."
    )


def _work(drawn: Sequence[Outcome]) -> str:
    rows = [
        f"| {o.name} | {o.median_keys:.0f} | {o.keys / o.sheets:.1f} |"
        f" {o.seconds / o.sheets:.1f} |"
        f" {100 * o.one_person / o.sheets:.0f} % | {100 * o.parked / o.sheets:.1f} % |"
        for o in drawn
    ]
    why = (
        f"Seconds are scripted: {KEY_S} s a key, {LOOK_S} s a field looked at, {SHEET_S} s a sheet "
        "(keystroke-level model); second looks and supervisors are counted in."
    )
    head = (
        "| each sheet once | median keys | keys a sheet | seconds a sheet | one person | parked |"
    )
    return "\n".join(["### Keys and seconds\n", why, "", head, "|---|---|---|---|---|---|", *rows])


def _night(night: Sequence[Outcome]) -> str:
    rows = [
        f"| {o.name} | {o.wrong} of {o.cells:,} |"
        f" **{100_000 * o.wrong / o.cells:.1f}** ({_range(o)}) |"
        f" {1000 * o.wrong_sheets / o.sheets:.2f} | {o.keys / o.sheets:.1f} |"
        for o in night
    ]
    model = _MODEL.format(sheets=night[0].sheets, slip=100 * SLIP)
    head = "| flow | wrong cells | per 100,000 (95 %) | wrong sheets per 1,000 | keys a sheet |"
    return "\n".join(["### A simulated night\n", model, "", head, "|---|---|---|---|---|", *rows])


def _range(outcome: Outcome) -> str:
    """Return a 95 % interval of the rate, by a normal approximation of a Poisson count."""
    spread = 1.96 * sqrt(outcome.wrong + 1)
    low, high = max(0.0, outcome.wrong - spread), outcome.wrong + spread + 1
    return f"{100_000 * low / outcome.cells:.1f}–{100_000 * high / outcome.cells:.1f}"
