"""Which numbers the machine stands by.

A sum that was made to close by choosing among readings is no witness: weak cells absorb a slip
of any size. So a number is accepted only where the readings *without* the sums already close,
or where the digits alone are sure enough.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.values.fields import row_number
from models.values.forms import ROWS, Identity
from models.values.reading import CellScan, Ink, best_value
from ocr.joint.evidence import Evidence

CLOSED_DIGITS: Final = 0.3
"""Least probability of the digits where the unaided readings close."""

CLOSED_CHANCE: Final = 0.99
"""Least probability given the whole sheet where the unaided readings close."""

SURE_DIGITS: Final = 0.985
"""Least probability of the digits where they stand alone (at most 0.99, see MISREAD)."""

SURE_CHANCE: Final = 0.95
"""Least probability given the whole sheet where the digits stand alone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a cell's unaided reading stands to the sums it takes part in."""

    unaided: int | None
    ink: Ink
    closed: int
    broken: int


def unaided_value(cell: CellScan) -> int | None:
    """Return what the cell says alone; a blank row and a dash count as nought."""
    if cell.ink is Ink.DIGITS:
        return best_value(cell.candidates)
    is_open = cell.ink is Ink.BLANK and row_number(cell.key) is None
    return None if is_open else 0


def standings(cells: Mapping[str, CellScan], identities: Sequence[Identity]) -> dict[str, Standing]:
    """Return for each cell how many exact sums the unaided readings close and break."""
    alone = {key: unaided_value(cell) for key, cell in cells.items()}
    terms = terms_of(alone)
    checks = [(i, closes(i, terms)) for i in identities if i.exact]
    out = {}
    for key, value in alone.items():
        term = ROWS if row_number(key) is not None else key
        mine = [held for i, held in checks if term in (*i.left, *i.right)]
        out[key] = Standing(value, cells[key].ink, mine.count(True), mine.count(False))
    return out


def terms_of(values: Mapping[str, int | None]) -> dict[str, int | None]:
    """Return the values by term of an identity: each count, and `rows` for the sum of all rows."""
    rows = [v for key, v in values.items() if row_number(key) is not None]
    whole = [v for v in rows if v is not None]
    terms = {key: v for key, v in values.items() if row_number(key) is None}
    return terms | {ROWS: sum(whole) if rows and len(whole) == len(rows) else None}


def closes(identity: Identity, terms: Mapping[str, int | None]) -> bool | None:
    """Tell whether an identity holds, or None where one of its terms is unknown."""
    known = {t: v for t in (*identity.left, *identity.right) if (v := terms.get(t)) is not None}
    if len(known) < len({*identity.left, *identity.right}):
        return None
    return identity.holds(known)


def accepted(value: int, chance: float, evidence: Evidence, standing: Standing) -> bool:
    """Tell whether the machine stands by `value`, whose probability given the sheet is `chance`."""
    if value != standing.unaided:
        return False
    digits = evidence.of(value)
    if standing.closed and not standing.broken:
        return digits >= CLOSED_DIGITS and chance >= CLOSED_CHANCE
    if standing.ink is Ink.BLANK:
        return False
    return digits >= SURE_DIGITS and chance >= SURE_CHANCE
