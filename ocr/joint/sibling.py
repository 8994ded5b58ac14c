"""The unit's other ballot: counts that both its sheets state, as one more witness.

The roll, who came and the ballots allocated and used are the same for both ballots of a polling
unit (R401 to R403), but people slip. So the other sheet helps to choose between readings and is
never enough for a number of its own; a difference stays a finding.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from models.values.reading import Stated
from ocr.joint.evidence import Evidence
from ocr.joint.paper_errors import paper_errors
from ocr.joint.spelled import with_witness

FIRM: Final = 0.99
"""From here on a number of the other sheet is a witness that a number may be accepted by."""


Sibling = Mapping[str, Stated]


def with_sibling(
    evidence: Mapping[str, Evidence], sibling: Sibling, size: int
) -> dict[str, Evidence]:
    """Return what the cells say once the other sheet was heard, over numbers below `size`.

    A larger number of the other sheet is a misreading there: nothing here comes near it.
    """
    near = {key: stated for key, stated in sibling.items() if stated.value < size}
    return {key: _heard(own, near.get(key)) for key, own in evidence.items()}


def firm_values(sibling: Sibling) -> dict[str, int]:
    """Return the numbers of the other sheet that are sure and usually equal ours."""
    ties = paper_errors().siblings_differ
    return {k: s.value for k, s in sibling.items() if k in ties and s.chance >= FIRM}


def _heard(own: Evidence, stated: Stated | None) -> Evidence:
    differs = paper_errors().siblings_differ.get(own.key)
    if stated is None or differs is None or not own.values:
        return own
    said = {stated.value: stated.chance}
    heard = with_witness(tuple(zip(own.values, own.chances, strict=True)), said, differs)
    return replace(own, values=tuple(v for v, _ in heard), chances=tuple(p for _, p in heard))
