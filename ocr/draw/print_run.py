"""A print run: what differs between the forms of two printing houses, though the form is one."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.values.ballots import Ballot
from models.values.forms import Form, Numbering
from ocr.draw.fonts import font_names

_SPARE_ROWS_TO: Final = 11
"""Some constituencies print rows up to this number though nobody stands in them."""


@dataclass(frozen=True, slots=True)
class PrintRun:
    """Font, rule width and the like of one constituency's forms; lengths in page widths."""

    font: str
    rule: float
    shift: tuple[float, float]
    numbering: Numbering
    spare_rows: bool
    total_leader: bool
    grey: int


def print_run(form: Form, seed: int) -> PrintRun:
    """Return the print run of a seed; most look like the real ones, some use other fonts."""
    rng = np.random.default_rng([seed, 5])
    names = font_names()
    other = names[int(rng.integers(len(names)))]
    arabic = rng.random() < 0.15 or form.table.numbering is Numbering.ARABIC
    return PrintRun(
        font=names[0] if rng.random() < 0.7 else other,
        rule=float(rng.uniform(0.0011, 0.0019)),
        shift=(float(rng.normal(0, 0.004)), float(rng.normal(0, 0.003))),
        numbering=Numbering.ARABIC if arabic else Numbering.THAI,
        spare_rows=bool(rng.random() < 0.4),
        total_leader=bool(rng.random() < 0.6),
        grey=int(rng.integers(10, 70)),
    )


def printed_rows(form: Form, run: PrintRun, numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Return the row numbers that this print run shows for a ballot list."""
    shown = form.printed_numbers(numbers)
    if _may_have_spare_rows(form) and run.spare_rows and len(shown) < _SPARE_ROWS_TO:
        return tuple(range(1, max((_SPARE_ROWS_TO, *shown)) + 1))
    return shown


def _may_have_spare_rows(form: Form) -> bool:
    """Tell whether printing houses differ: a party list is the same everywhere."""
    return form.ballot is Ballot.CONSTITUENCY and not form.table.printed_rows
