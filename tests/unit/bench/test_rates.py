import pytest

from ocr.bench.rates import Rate


def test_a_rate_prints_its_n_and_interval() -> None:
    assert str(Rate(291, 299)) == "97.3 % (291 of 299; 94.8–98.6)"


def test_no_cells_are_no_rate() -> None:
    assert str(Rate(0, 0)) == "–"
    assert Rate(0, 0).interval() == (0.0, 1.0)


@pytest.mark.parametrize(("right", "count"), [(0, 5), (5, 5), (3, 7), (999, 1000)])
def test_the_interval_holds_the_share(right: int, count: int) -> None:
    low, high = Rate(right, count).interval()
    assert 0.0 <= low <= right / count <= high <= 1.0
    assert low < high


def test_a_rate_counts_what_is_true() -> None:
    assert Rate.of([True, False, True]) == Rate(2, 3)
