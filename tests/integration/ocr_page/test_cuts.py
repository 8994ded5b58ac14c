from itertools import islice

import numpy as np
import pytest

from models.values.fields import row_number
from models.values.reading import Problem
from ocr.bench.cuts import CONDITIONS, FAR_MM, offsets_mm, shots
from tests.integration.ocr_page.photos import compare, photo, scan_of, sheet, turned


def test_no_row_is_cut_from_its_neighbours() -> None:
    # Every other of sixty: twelve pages, each under half of the conditions (the bench takes 500).
    off = {
        (name, shot.page.form_id, shot.page.page, shot.seed): offsets_mm(shot)
        for name, shot in islice(shots(60), 0, None, 2)
    }
    assert {name for name, *_ in off} == set(CONDITIONS)
    far = {k: o.max() for k, o in off.items() if o is not None and o.max() > FAR_MM}
    assert far == {}
    refused = [k for k, o in off.items() if o is None]
    assert len(refused) <= 1, refused
    every = np.concatenate([o.ravel() for o in off.values() if o is not None])
    assert np.percentile(every, 95) < 0.3


@pytest.mark.parametrize(
    ("code", "page", "turn_deg"),
    [
        ("ส.ส. 5/18", 0, 20),
        ("ส.ส. 5/18", 0, 200),
        ("ส.ส. 5/17", 0, -20),
        ("ส.ส. 5/16 (บช)", 1, -30),
        ("ส.ส. 5/18 (บช)", 2, 160),
        ("ส.ส. 5/17 (บช)", 0, 110),
    ],
)
def test_a_page_turned_by_any_angle_is_found(code: str, page: int, turn_deg: float) -> None:
    shot = turned(photo(sheet(code, 27)[page], "flat", seed=8, long_side=1500), turn_deg)
    compared = compare(scan_of(shot), shot)
    assert compared.missing == ()
    assert compared.elsewhere == ()


def test_a_row_that_nobody_can_place_is_not_read() -> None:
    shot = photo(sheet("ส.ส. 5/18 (บช)", 27)[1], "flat", seed=8)
    scan = scan_of(turned(shot, 0.0, hidden=(0.42, 0.6)))
    assert {Problem.MISSING_ROWS, Problem.UNKNOWN_PAGE} & set(scan.problems)
    assert not [c for c in scan.cells if row_number(c.key) is not None]
