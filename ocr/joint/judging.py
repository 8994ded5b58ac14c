"""Every cell's number chosen under all sums, with what speaks for it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from models.values.fields import row_number
from models.values.forms import Identity
from models.values.reading import CellScan, Ink, best_value
from ocr.joint.acceptance import Judged
from ocr.joint.evidence import Evidence, domain_size
from ocr.joint.sibling import Sibling, firm_values, with_sibling
from ocr.joint.standing import standings, unaided_value
from ocr.joint.weighing import Weighed, weigh

SUPPORT: Final = 0.01
"""Least probability that the digits alone give a value before a sum may choose it."""

CLEAR: Final = 0.5
"""A value chosen by the sums must be likelier than everything else together."""

BLANK_SUPPORTED: Final = 0.97
"""A blank row is nought where the sums make it at least so likely (0.9 without them)."""


def judge(
    seen: Mapping[str, CellScan],
    evidence: Mapping[str, Evidence],
    identities: Sequence[Identity],
    sibling: Sibling,
    placed: Collection[str],
) -> dict[str, Judged]:
    """Return the number of every cell and what speaks for it.

    Args:
        seen: the scan of each cell.
        evidence: what each says alone.
        identities: the sums of the form.
        sibling: counts of the unit's other ballot.
        placed: keys of the cells that are surely whose they say they are.
    """
    size = domain_size(seen.values())
    weighed = weigh(with_sibling(evidence, sibling, size), identities, size)
    values = {key: _value(cell, evidence[key], weighed[key]) for key, cell in seen.items()}
    standing = standings(seen, values, identities, firm_values(sibling))
    return {
        key: Judged(
            value,
            chance=0.0 if value is None else weighed[key].of(value),
            digits=0.0 if value is None else evidence[key].of(value),
            standing=standing[key],
            placed=key in placed,
        )
        for key, value in values.items()
    }


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
