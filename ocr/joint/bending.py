"""What it would cost to bend the handwriting until a broken sum holds (R207)."""

from collections.abc import Mapping, Sequence
from math import log

from models.values.fields import row_number
from models.values.forms import ROWS, Identity
from models.values.reading import Cell
from ocr.joint.evidence import Evidence
from ocr.joint.standing import closes, terms_of

Values = Mapping[str, int]


def bending_cost(
    cells: Mapping[str, Cell],
    evidence: Mapping[str, Evidence],
    identities: Sequence[Identity],
    size: int,
) -> float | None:
    """Return the log-likelihood that the cheapest change of one number would cost.

    Of several broken sums the dearest counts: that one is the least likely to be misread. None
    where no exact sum is broken, or a number of a broken one is unknown.
    """
    values = {key: cell.value for key, cell in cells.items() if cell.value is not None}
    terms = terms_of({key: cell.value for key, cell in cells.items()})
    broken = [i for i in identities if i.exact and closes(i, terms) is False]
    costs = [_cheapest(identity, values, evidence, size) for identity in broken]
    return max(costs, default=None)


def _cheapest(
    identity: Identity, values: Values, evidence: Mapping[str, Evidence], size: int
) -> float:
    left = sum(v for key, v in values.items() if _term(key) in identity.left)
    right = sum(v for key, v in values.items() if _term(key) in identity.right)
    costs = []
    for key, value in values.items():
        if _term(key) in (*identity.left, *identity.right):
            wanted = value + (right - left) * (1 if _term(key) in identity.left else -1)
            costs.append(_cost(evidence[key], value, wanted, size))
    return min(costs)


def _term(key: str) -> str:
    return ROWS if row_number(key) is not None else key


def _cost(evidence: Evidence, value: int, wanted: int, size: int) -> float:
    """Return how much less likely a cell says the wanted number than the one it was given."""
    least = evidence.other / size
    chance = evidence.of(wanted) + least if 0 <= wanted < size else 0.0
    return log(max(evidence.of(value) + least, 1e-12) / max(chance, 1e-12))
