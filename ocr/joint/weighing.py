"""Weighing every cell under all sums at once: what was written where, and how sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.values.fields import row_number
from models.values.forms import ROWS, Identity
from ocr.joint.evidence import Evidence
from ocr.joint.running import backward, forward, row_likelihoods
from ocr.joint.slips import with_slips
from ocr.joint.sums import Member, Sums, beliefs, sums_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Candidate values of a cell with their probabilities given the whole sheet."""

    values: tuple[int, ...]
    chances: tuple[float, ...]

    def of(self, value: int) -> float:
        """Return the probability of a candidate, 0 for another value."""
        return dict(zip(self.values, self.chances, strict=True)).get(value, 0.0)


def weigh(
    evidence: Mapping[str, Evidence], identities: Sequence[Identity], size: int
) -> dict[str, Weighed]:
    """Return every cell's candidates weighed under the identities, over numbers below `size`."""
    rows = [e for key, e in evidence.items() if row_number(key) is not None]
    counts = {key: e for key, e in evidence.items() if row_number(key) is None}
    sums = sums_of(identities, [*counts, *([ROWS] if rows else [])])
    before = forward(rows, size)
    densities = {key: e.density(size) for key, e in counts.items()} | {ROWS: before[-1]}
    heard = _heard(sums, densities)
    weighed = {key: _of_count(e, heard.get(key)) for key, e in counts.items()}
    return weighed | _of_rows(rows, before, heard.get(ROWS, np.ones(size)))


def _heard(sums: Sums, densities: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return for each term how well each *written* value fits all that others say."""
    said = [[with_slips(densities[m.term], m.slip) for m in group] for group in sums.groups]
    own = [_product(group) for group in said]
    from_sums = beliefs(sums, own)
    return {
        member.term: _at(member, i, group, from_sum)
        for members, group, from_sum in zip(sums.groups, said, from_sums, strict=True)
        for i, member in enumerate(members)
    }


def _at(member: Member, index: int, group: Sequence[Floats], from_sum: Floats) -> Floats:
    others = [*group[:index], *group[index + 1 :], from_sum]
    return with_slips(_product(others), member.slip)


def _product(factors: Sequence[Floats]) -> Floats:
    out = np.ones_like(factors[0])
    for factor in factors:
        out = out * factor
        out = out / max(float(out.max()), 1e-300)
    return out


def _of_count(evidence: Evidence, fits: Floats | None) -> Weighed:
    if fits is None:
        return Weighed(evidence.values, evidence.chances)
    return _weighed(evidence, fits[list(evidence.values)], float(fits.mean()))


def _of_rows(
    rows: Sequence[Evidence], before: Sequence[Floats], of_sum: Floats
) -> dict[str, Weighed]:
    after = backward(rows, of_sum)
    return {
        row.key: _weighed(row, *row_likelihoods(before[i], after[i + 1], row))
        for i, row in enumerate(rows)
    }


def _weighed(evidence: Evidence, fits: Floats, any_fits: float) -> Weighed:
    """Return the candidates' shares; `any_fits` is how well a value chosen blindly fits."""
    shares = np.array(evidence.chances) * fits
    whole = float(shares.sum()) + evidence.other * any_fits
    if whole <= 0:
        return Weighed(evidence.values, evidence.chances)
    return Weighed(evidence.values, tuple(float(s / whole) for s in shares))
