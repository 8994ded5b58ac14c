"""Drawn papers that do not add up: the reader must say so and leave every number as written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from models.values.fields import TOTAL
from models.values.forms import Form, forms
from models.values.reading import Outcome
from ocr.bench.drawn import numbers_of, photographed, true_sheet
from ocr.bench.rates import Rate
from ocr.bench.sheets import ReadSheet, read_one
from ocr.draw import Filling, sample_filling

FIRST_SEED: Final = 67_000
CONDITION: Final = "scanner"
LONG_SIDE: Final = 1280

SLIPS: Final[Mapping[str, Mapping[str, int]]] = {
    "adds up": {},
    "total one too many": {TOTAL: 1},
    "good ballots ten too many": {"good": 10},
    "total and good ballots off by 100": {TOTAL: 100, "good": 100},
    "invalid ballots two too many": {"invalid": 2},
}
"""What is wrong on the paper, by how much."""

RULES: Final = frozenset({"R301", "R302", "R303", "R304"})


@dataclass(frozen=True, slots=True)
class PaperScore:
    """How sheets with one slip ended, and whether the findings name the sums that break."""

    slip: str
    outcomes: Mapping[Outcome, int]
    found: Rate
    as_written: Rate
    accepted: Rate


def score_papers(sheets_a_form: int) -> list[PaperScore]:
    """Return how drawn papers of every form with every slip were read."""
    return [_score(slip, by, i, sheets_a_form) for i, (slip, by) in enumerate(SLIPS.items())]


def _score(slip: str, by: Mapping[str, int], index: int, sheets_a_form: int) -> PaperScore:
    read = [
        _read(form, by, FIRST_SEED + 1000 * index + 10 * place + again)
        for place, form in enumerate(forms())
        for again in range(sheets_a_form)
    ]
    cells = [c for one in read for c in one.cells]
    return PaperScore(
        slip,
        Counter(one.reading.outcome for one in read),
        Rate.of(_names_breach(one) == bool(by) for one in read),
        Rate.of(c.right for c in cells),
        Rate.of(c.right for c in cells if c.accepted),
    )


def _names_breach(one: ReadSheet) -> bool:
    return any(finding.code in RULES for finding in one.reading.findings)


def _read(form: Form, by: Mapping[str, int], seed: int) -> ReadSheet:
    filling = slipped(sample_filling(form, seed), by)
    photos = photographed(form, filling, seed, CONDITION, LONG_SIDE)
    files = [(f"{i}.jpg", photo.jpeg) for i, photo in enumerate(photos)]
    numbers = numbers_of(filling)
    return read_one(true_sheet(form, photos, numbers), files, None, numbers)


def slipped(filling: Filling, by: Mapping[str, int]) -> Filling:
    """Return a filling in which some counts are off."""
    counts = {k: v if v is None else v + by.get(k, 0) for k, v in filling.counts.items()}
    return replace(filling, counts=counts)
