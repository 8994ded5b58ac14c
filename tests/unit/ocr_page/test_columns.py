from dataclasses import replace

import numpy as np
import pytest

from models.values.forms import form_by_code
from ocr.page.columns import fit_columns
from ocr.page.grid import Grid, RuledLine
from ocr.page.lines import Bend

PLAIN = form_by_code("ส.ส. 5/18")
_FLAT = Bend((0, 0), (1, 1), np.zeros(6))


def _line(level: float) -> RuledLine:
    return RuledLine(level, np.zeros(9), 1.0)


def _grid(shares: list[float]) -> Grid:
    rows = tuple(_line(600.0 + 40 * k) for k in range(9))
    return Grid(rows, tuple(_line(60 + 700 * s) for s in shares), _FLAT, _FLAT)


def _shares() -> list[float]:
    return [0.0, *np.cumsum([c.share for c in PLAIN.table.columns]).tolist()]


def test_the_described_columns_fit() -> None:
    fitted = fit_columns(_grid(_shares()), PLAIN)
    assert fitted is not None
    assert fitted[1] == pytest.approx(1, abs=0.02)


def test_a_line_of_handwriting_is_dropped() -> None:
    shares = _shares()
    fitted = fit_columns(_grid([*shares[:-1], 0.75, shares[-1]]), PLAIN)
    assert fitted is not None
    assert np.allclose(fitted[0].edges, _grid(shares).edges)
    assert fitted[1] < 0.9


def test_a_line_that_was_not_seen_is_put_in() -> None:
    shares = _shares()
    fitted = fit_columns(_grid([shares[0], *shares[2:]]), PLAIN)
    assert fitted is not None
    assert np.allclose(fitted[0].edges, _grid(shares).edges, atol=1)
    assert fitted[0].columns[1].seen == 0


def test_another_form_does_not_fit() -> None:
    party_list = form_by_code("ส.ส. 5/18 (บช)")
    assert fit_columns(_grid(_shares()), party_list) is None
    far = _grid(_shares())
    moved = replace(far, columns=(far.columns[0], _line(300.0), *far.columns[2:]))
    assert fit_columns(moved, PLAIN) is None
