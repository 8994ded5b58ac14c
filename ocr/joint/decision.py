"""From the scans of a sheet's pages to one decided number per cell and an outcome."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from models.values.fields import row_number
from models.values.forms import Form
from models.values.reading import (
    Cell,
    CellScan,
    Ink,
    Outcome,
    PageScan,
    RunningShares,
    best_value,
)
from models.values.row_numbers import NUMBER_UNSURE
from ocr.joint.acceptance import Judged
from ocr.joint.alignment import rows_stand
from ocr.joint.bending import bending_cost
from ocr.joint.evidence import domain_size, evidence_of
from ocr.joint.judging import judge
from ocr.joint.outcome import outcome_of
from ocr.joint.shares import with_shares, with_swayed
from ocr.joint.sibling import Sibling
from ocr.joint.spelled import read_in_words


@dataclass(frozen=True, slots=True)
class Decision:
    """The decided numbers of a sheet by field key, and how its reading ended.

    `bending_cost` is the log-likelihood that it would cost to make a broken sum hold (R207), None
    where none is broken. `judged` holds what speaks for each number, for measuring.
    """

    cells: Mapping[str, Cell]
    outcome: Outcome
    bending_cost: float | None = None
    judged: Mapping[str, Judged] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A scanned cell and the place of its page among the scans."""

    cell: CellScan
    page: int


def decide(
    scans: Sequence[PageScan],
    form: Form,
    numbers: Sequence[int] | None = None,
    sibling: Sibling | None = None,
    shares: RunningShares | None = None,
) -> Decision:
    """Return the joint decision over all pages of one sheet.

    Args:
        scans: the pages in the order given; of a cell seen twice the surer scan counts.
        form: the sheet's form, whose identities must hold.
        numbers: the unit's ballot list; a row that is not on it takes part in the sums (somebody
            wrote there) but is never accepted.
        sibling: counts of the unit's other ballot, where it was read.
        shares: sums of the constituency so far; they choose between doubtful readings of a row and
            never make a number accepted.
    """
    seen = _surest(scans)
    scanned = {key: s.cell for key, s in seen.items()}
    size = domain_size(scanned.values())
    evidence = {key: evidence_of(cell, size) for key, cell in scanned.items()}
    stand = rows_stand(scans, form, numbers)
    placed = {
        key for key in seen if _is_listed(scanned[key], numbers) and (stand or not _is_row(key))
    }
    judged = judge(scanned, evidence, form.identities, sibling or {}, placed)
    if shares is not None:
        leaning = with_shares(evidence, scanned, judged, shares)
        if leaning != evidence:
            swayed = judge(scanned, leaning, form.identities, sibling or {}, placed)
            judged = with_swayed(judged, swayed, evidence, scanned)
    cells = {key: _cell(seen[key], judgement) for key, judgement in judged.items()}
    return Decision(
        cells,
        outcome_of(cells, evidence, form.identities),
        bending_cost(cells, evidence, form.identities, size),
        judged,
    )


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


def _cell(seen: _Seen, judged: Judged) -> Cell:
    return Cell(
        value=judged.value,
        confidence=min(1.0, judged.chance),
        accepted=judged.accepted(),
        digits=best_value(seen.cell.candidates),
        words=read_in_words(seen.cell),
        blank=seen.cell.ink is Ink.BLANK,
        page=seen.page,
        box=seen.cell.box,
    )


def _is_row(key: str) -> bool:
    return row_number(key) is not None


def _is_listed(cell: CellScan, numbers: Sequence[int] | None) -> bool:
    """Tell whether it is known whose number this is: an unsure row may be another's."""
    number = row_number(cell.key)
    if NUMBER_UNSURE in cell.flags:
        return False
    return numbers is None or number is None or number in numbers
