"""Every number that may be accepted, as read and on worse readings, and whether it is right."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.values.fields import TOTAL
from models.values.forms import Form, form_by_code
from models.values.reading import Ink
from ocr.bench.rates import Rate
from ocr.bench.sheets import ReadSheet
from ocr.bench.stress import Trial, losses, trials, with_slipped_sum
from ocr.joint import decide
from ocr.joint.acceptance import BARS, Bar, Bars, Judged
from ocr.joint.standing import Witness


@dataclass(frozen=True, slots=True)
class Tried:
    """A number with the highest bar of its digits under which it is still accepted."""

    sheet: str
    kind: str
    witness: Witness
    reaches: float
    right: bool

    def accepted(self, bars: Bars = BARS) -> bool:
        """Tell whether the machine stands by the number."""
        return self.reaches >= bars[self.witness].digits


@dataclass(frozen=True, slots=True)
class Tries:
    """All numbers of all trials, and how many cells each kind of trial has."""

    tried: Sequence[Tried]
    cells: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Held:
    """How many numbers were accepted under a kind of trial, of how many cells, right or wrong."""

    kind: str
    right: Rate
    reach: Rate


def try_all(read: Sequence[ReadSheet]) -> Tries:
    """Return the numbers of all sheets under all trials."""
    found: list[Tried] = []
    cells: Counter[str] = Counter()
    for one in read:
        form = form_by_code(one.sheet.form)
        for trial in _all_trials(one, form):
            cells[trial.kind] += len(one.sheet.cells)
            found += _tried(one, trial, form)
    return Tries(found, cells)


def held_up(tries: Tries) -> list[Held]:
    """Return for each kind of trial how the accepted numbers of all sheets held up."""
    out = []
    for kind, cells in tries.cells.items():
        told = [t.right for t in tries.tried if t.kind == kind and t.accepted()]
        out.append(Held(kind, Rate.of(told), Rate(len(told), cells)))
    return out


def on_wrong_paper(read: Sequence[ReadSheet], shift: int) -> Rate:
    """Return how many of the numbers accepted on papers off by `shift` are as written."""
    found: list[Tried] = []
    for one in read:
        trial = Trial("wrong paper", with_slipped_sum(one.reading.scans, shift), shift)
        found += _tried(one, trial, form_by_code(one.sheet.form))
    return Rate.of(t.right for t in found if t.accepted())


def _all_trials(one: ReadSheet, form: Form) -> Iterator[Trial]:
    yield from trials(one.reading.scans)
    yield from losses(one.reading.scans, form, one.sheet.numbers)


def _tried(one: ReadSheet, trial: Trial, form: Form) -> Iterator[Tried]:
    judged = decide(trial.scans, form, one.sheet.numbers).judged
    for key, judgement in judged.items():
        witness = judgement.standing.witness
        if witness in BARS and judgement.accepted({witness: Bar(0.0, BARS[witness].chance)}):
            right = judgement.value == written(one, key, trial.shift)
            yield Tried(one.sheet.name, trial.kind, witness, _reaches(judgement), right)


def _reaches(judged: Judged) -> float:
    return judged.digits if judged.standing.ink is Ink.DIGITS else 1.0


def written(one: ReadSheet, key: str, shift: int) -> int | None:
    """Return what stands in a cell of a paper whose total and good ballots are off by `shift`."""
    true = one.sheet.cells.get(key)
    if true is None or true.value is None:
        return None
    return true.value + (shift if key in {TOTAL, "good"} else 0)
