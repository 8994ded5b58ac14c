import pytest

from models.values.reading import CellScan, Ink
from ocr.joint.evidence import LARGEST_DOMAIN, SMALLEST_DOMAIN, domain_size, evidence_of
from tests.unit.joint.sheets import cell

SIZE = 1024


def test_a_density_sums_to_one() -> None:
    said = evidence_of(cell("row:1", (12, 0.7), (2, 0.2)), SIZE)
    assert said.density(SIZE).sum() == pytest.approx(1.0)
    assert said.density(SIZE)[12] > said.density(SIZE)[2] > said.density(SIZE)[500] > 0


def test_a_struck_out_cell_is_trusted_less() -> None:
    struck = CellScan("row:1", Ink.DIGITS, ((12, 0.99),), (0, 0, 1, 1), flags=("struck_out",))
    assert evidence_of(struck, SIZE).of(12) < evidence_of(cell("row:1", (12, 0.99)), SIZE).of(12)


def test_one_wild_misreading_does_not_widen_the_domain() -> None:
    calm = [cell(f"row:{i}", (5 * i, 0.9)) for i in range(1, 9)]
    assert domain_size(calm) == SMALLEST_DOMAIN
    assert domain_size([*calm, cell("total", (67_107, 0.9))]) == SMALLEST_DOMAIN


def test_large_counts_widen_the_domain_up_to_a_limit() -> None:
    large = [cell("good", (2500, 0.9)), cell("total", (2500, 0.9))]
    assert domain_size(large) == 4096
    huge = [cell("good", (70_000, 0.9)), cell("total", (70_000, 0.9))]
    assert domain_size(huge) == LARGEST_DOMAIN
