"""From the scans of a sheet's pages to one decided number per cell and an outcome."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.values.fields import row_number
from models.values.forms import Form
from models.values.reading import Cell, CellScan, Ink, Outcome, PageScan, best_value
from ocr.joint.acceptance import Standing, accepted, balances, unaided_value
from ocr.joint.evidence import Evidence, domain_size, evidence_of
from ocr.joint.outcome import outcome_of
from ocr.joint.spelled import read_in_words
from ocr.joint.weighing import Weighed, weigh

SUPPORT: Final = 0.01
"""Least probability that the digits alone give a value before a sum may choose it."""

CLEAR: Final = 0.5
"""A value chosen by the sums must be likelier than everything else together."""

BLANK_SUPPORTED: Final = 0.97
"""A blank row is nought where the sums make it at least so likely (0.9 without them)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The decided numbers of a sheet by field key, and how its reading ended."""

    cells: Mapping[str, Cell]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Seen:
    """A scanned cell and the place of its page among the scans."""

    cell: CellScan
    page: int


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A cell's decided number with what speaks for it."""

    value: int | None
    weighed: Weighed
    evidence: Evidence


def decide(scans: Sequence[PageScan], form: Form, numbers: Sequence[int] | None = None) -> Decision:
    """Return the joint decision over all pages of one sheet.

    Args:
        scans: the pages in the order given; of a cell seen twice the surer scan counts.
        form: the sheet's form, whose identities must hold.
        numbers: the unit's ballot list; a row that is not on it takes part in the sums (somebody
            wrote there) but is never accepted.
    """
    seen = _surest(scans)
    size = domain_size(s.cell for s in seen.values())
    evidence = {key: evidence_of(s.cell, size) for key, s in seen.items()}
    weighed = weigh(evidence, form.identities, size)
    values = {key: _value(s.cell, evidence[key], weighed[key]) for key, s in seen.items()}
    alone = {key: unaided_value(s.cell) for key, s in seen.items()}
    before, after = (balances(v, form.identities) for v in (alone, values))
    cells = {
        key: _cell(
            s,
            _Chosen(values[key], weighed[key], evidence[key]),
            Standing(alone[key], s.cell.ink, before[key], after[key]),
            listed=_is_listed(key, numbers),
        )
        for key, s in seen.items()
    }
    return Decision(cells, outcome_of(cells, evidence, form.identities))


def _surest(scans: Iterable[PageScan]) -> dict[str, _Seen]:
    best: dict[str, _Seen] = {}
    for page, scan in enumerate(scans):
        for cell in scan.cells:
            if cell.key not in best or _sureness(cell) > _sureness(best[cell.key].cell):
                best[cell.key] = _Seen(cell, page)
    return best


def _sureness(cell: CellScan) -> float:
    """Return how much a scan is worth against another of the same cell; ink before no ink."""
    if cell.ink is Ink.DIGITS:
        return 1.0 + (cell.candidates[0][1] if cell.candidates else 0.0)
    return 0.5 if cell.ink is Ink.DASH else 0.0


def _cell(seen: _Seen, chosen: _Chosen, standing: Standing, *, listed: bool) -> Cell:
    value = chosen.value
    chance = chosen.weighed.of(value) if value is not None else 0.0
    digits = chosen.evidence.of(value) if value is not None else 0.0
    stands = value is not None and accepted(value, chance, digits, standing)
    return Cell(
        value=value,
        confidence=min(1.0, chance),
        accepted=stands and listed,
        digits=best_value(seen.cell.candidates),
        words=read_in_words(seen.cell),
        blank=seen.cell.ink is Ink.BLANK,
        page=seen.page,
        box=seen.cell.box,
    )


def _value(cell: CellScan, evidence: Evidence, weighed: Weighed) -> int | None:
    if cell.ink is Ink.BLANK:
        supported = row_number(cell.key) is not None and weighed.of(0) >= BLANK_SUPPORTED
        return 0 if supported else None
    if cell.ink is Ink.DASH:
        return 0
    top = unaided_value(cell)
    chosen = best_value(list(zip(weighed.values, weighed.chances, strict=True)))
    if chosen is None or chosen == top:
        return top
    backed = evidence.of(chosen) >= SUPPORT and weighed.of(chosen) >= CLEAR
    return chosen if backed else top


def _is_listed(key: str, numbers: Sequence[int] | None) -> bool:
    number = row_number(key)
    return numbers is None or number is None or number in numbers
