import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.forms import ROWS, Identity
from ocr.joint import decide
from ocr.joint.echo import echoed
from tests.unit.joint.sheets import FORM, Candidates, sheet, sure

IDENTITIES = (
    Identity("R303", (ROWS,), ("good",)),
    Identity("R304", ("total",), (ROWS,)),
    Identity("R301", ("received",), ("good", "invalid")),
)


def test_a_figure_in_the_same_place_on_both_sides_is_echoed() -> None:
    values = {"row:1": 4, "row:2": 20, "good": 24, "total": 24, "received": 26, "invalid": 2}
    assert echoed(values, IDENTITIES) == {"row:1", "row:2", "total", "good", "received"}


def test_a_figure_that_one_sum_tells_apart_is_not_echoed() -> None:
    values = {"row:1": 7, "row:2": 18, "good": 25, "total": 25, "received": 38, "invalid": 13}
    assert echoed(values, IDENTITIES) == frozenset()


def test_a_number_in_no_closed_sum_is_not_echoed() -> None:
    assert echoed({"envelopes": 700}, IDENTITIES) == frozenset()


@given(st.lists(st.integers(0, 99), min_size=2, max_size=6), st.integers(0, 5), st.data())
def test_a_consistent_misreading_that_closes_is_always_echoed(
    rows: list[int], spoiled: int, data: st.DataObject
) -> None:
    """Change one figure to another everywhere: where the sums still close, it is known."""
    figure, other = data.draw(st.permutations("0123456789"))[:2]
    values: dict[str, int | None] = {f"row:{i}": v for i, v in enumerate(rows, 1)}
    good = sum(rows)
    values |= {"good": good, "total": good, "invalid": spoiled, "received": good + spoiled}
    misread = {k: int(str(v).replace(figure, other)) for k, v in values.items()}
    changed = {k for k in values if misread[k] != values[k]}
    whole = sum(v for k, v in misread.items() if k.startswith("row:"))
    closes = whole == misread["good"] == misread["total"]
    if closes and misread["received"] == misread["good"] + misread["invalid"]:
        assert changed & {"good", "total"} <= echoed(values, IDENTITIES) or not changed


@pytest.mark.parametrize(("chance", "stands"), [(0.7, False), (0.99, True)])
def test_an_echoed_number_needs_sure_digits(chance: float, *, stands: bool) -> None:
    four: Candidates = ((4, chance), (9, 0.99 - chance))
    written = {"row:1": four, "row:2": sure(20), "good": sure(24), "total": sure(24)}
    decided = decide(sheet(written), FORM).cells["row:1"]
    assert (decided.value, decided.accepted) == (4, stands)


def test_a_number_that_no_misreading_balances_needs_little() -> None:
    seven: Candidates = ((7, 0.85), (1, 0.1))
    written = {"row:1": seven, "row:2": sure(18), "good": sure(25), "total": sure(25)}
    assert decide(sheet(written), FORM).cells["row:1"].accepted
