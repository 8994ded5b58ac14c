"""The curve of a night: everybody comes, and the busiest minute is what the sizing asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nation.curve import PEAK, arrivals


@given(st.integers(0, 100_000), st.integers(1, 600))
def test_every_unit_comes_once(units: int, minutes: int) -> None:
    counts = arrivals(units, minutes)
    assert len(counts) == minutes
    assert sum(counts) == units
    assert min(counts) >= 0


def test_the_busiest_minute_is_the_peak_of_the_sizing() -> None:
    counts = arrivals(95_567, 270)
    assert max(counts) / (95_567 / 270) == pytest.approx(PEAK, rel=0.02)
    assert counts.index(max(counts)) < 270 / 4
