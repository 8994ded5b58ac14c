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
from ocr.joint.evidence import witnessed


@dataclass(frozen=True, slots=True)
class Bar:
    """Least probabilities of an accepted number: of its digits alone, and given the sheet."""

    digits: float
    chance: float


CLOSED: Final = Bar(digits=0.3, chance=0.99)
"""Where the unaided readings close every sum that the number takes part in."""

PARTLY_CLOSED: Final = Bar(digits=0.85, chance=0.99)
"""Where they close one such sum and break another."""

JOINTLY_CLOSED: Final = Bar(digits=0.85, chance=0.995)
"""Where other cells had to be chosen by the sums; this one was not."""

ALONE: Final = Bar(digits=0.985, chance=0.95)
"""Where the digits stand alone (their probability is at most 0.99, see MISREAD)."""


@dataclass(frozen=True, slots=True)
class Balance:
    """How many exact sums a number takes part in close and break."""

    closed: int
    broken: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a number stands to its sums, with the unaided readings and with the decided ones."""

    unaided: int | None
    ink: Ink
    alone: Balance
    decided: Balance

    def bar(self) -> Bar | None:
        """Return what the number must reach to be accepted, None where nothing would do."""
        if self.alone.closed:
            return PARTLY_CLOSED if self.alone.broken else CLOSED
        if self.decided.closed and not self.decided.broken:
            return JOINTLY_CLOSED
        return None if self.ink is Ink.BLANK else ALONE


def unaided_value(cell: CellScan) -> int | None:
    """Return what the cell says alone; a blank row and a dash count as nought."""
    if cell.ink is Ink.DIGITS:
        return best_value(witnessed(cell))
    is_open = cell.ink is Ink.BLANK and row_number(cell.key) is None
    return None if is_open else 0


def balances(
    values: Mapping[str, int | None], identities: Sequence[Identity]
) -> dict[str, Balance]:
    """Return for each number how many exact sums the numbers close and break around it."""
    terms = terms_of(values)
    checks = [(i, closes(i, terms)) for i in identities if i.exact]
    out = {}
    for key in values:
        term = ROWS if row_number(key) is not None else key
        mine = [held for i, held in checks if term in (*i.left, *i.right)]
        out[key] = Balance(mine.count(True), mine.count(False))
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


def accepted(value: int, chance: float, digits: float, standing: Standing) -> bool:
    """Tell whether the machine stands by `value`.

    Args:
        value: the decided number; only an unaided one is ever accepted.
        chance: its probability given the whole sheet.
        digits: its probability by the digits alone.
        standing: how it stands to its sums.
    """
    bar = standing.bar()
    if bar is None or value != standing.unaided:
        return False
    return digits >= bar.digits and chance >= bar.chance
