"""How the reading of a sheet ended."""

from collections.abc import Mapping, Sequence
from typing import Final

from models.values.fields import TOTAL, row_number
from models.values.forms import ROWS, Identity
from models.values.reading import Cell, Outcome
from ocr.joint.evidence import Evidence
from ocr.joint.standing import closes, terms_of

READABLE: Final = 0.5
"""Least share of the cells with a value; below it the sheet is unreadable."""

SURE: Final = 0.9
"""Least probability of each number of a sheet that agrees, given the whole sheet."""

SURE_OF_BREACH: Final = 0.9
"""Least probability of the digits of each number in a sum that is said not to hold."""


def outcome_of(
    cells: Mapping[str, Cell],
    evidence: Mapping[str, Evidence],
    identities: Sequence[Identity],
) -> Outcome:
    """Return the outcome; a sum that breaks is the paper's only where its digits are sure."""
    known = [c for c in cells.values() if c.value is not None]
    if not cells or len(known) < READABLE * len(cells):
        return Outcome.UNREADABLE
    terms = terms_of({key: c.value for key, c in cells.items()})
    held = {i: closes(i, terms) for i in identities if i.exact}
    broken = [i for i, ok in held.items() if ok is False]
    if broken:
        return _breach(broken, cells, evidence)
    checked = any(ok for ok in held.values())
    rows_known = all(c.value is not None for key, c in cells.items() if _is_vote(key))
    sure = rows_known and all(c.confidence >= SURE for c in known)
    return Outcome.AGREES if checked and sure else Outcome.UNCLEAR


def _is_vote(key: str) -> bool:
    return key == TOTAL or row_number(key) is not None


def _breach(
    broken: Sequence[Identity], cells: Mapping[str, Cell], evidence: Mapping[str, Evidence]
) -> Outcome:
    for identity in broken:
        terms = {*identity.left, *identity.right}
        keys = [k for k in cells if k in terms or (ROWS in terms and row_number(k) is not None)]
        if all(_sure_digits(cells[k], evidence[k]) for k in keys):
            return Outcome.DOES_NOT_ADD_UP
    return Outcome.UNCLEAR


def _sure_digits(cell: Cell, evidence: Evidence) -> bool:
    return cell.value is not None and evidence.of(cell.value) >= SURE_OF_BREACH
