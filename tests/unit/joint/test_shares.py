from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from models.values.reading import Cell, Ink, Outcome, RunningShares
from ocr.joint import Decision, decide
from ocr.joint.judging import SUPPORT
from ocr.joint.shares import UNSURE
from tests.unit.joint.sheets import FORM, Candidates, sheet, sure

SHARES = RunningShares(20, {"row:1": 6000, "row:2": 3000, "row:3": 1000, "total": 10_000})
WRITTEN: dict[str, Candidates] = {
    "received": sure(112),
    "good": sure(100),
    "invalid": sure(7),
    "no_vote": sure(5),
    "row:1": sure(60),
    "row:2": sure(30),
    "row:3": sure(10),
    "total": sure(100),
}
TWO_ROWS: dict[str, Candidates] = {
    "row:1": ((69, 0.52), (60, 0.45)),
    "row:2": ((21, 0.52), (30, 0.45)),
}
"""Both ways of reading the two rows add up: the sums cannot choose."""


def decided(
    changes: Mapping[str, Candidates | Ink], shares: RunningShares | None = SHARES
) -> Decision:
    return decide(sheet({**WRITTEN, **changes}), FORM, None, None, shares)


def values(cells: Mapping[str, Cell]) -> list[int | None]:
    return [cells[key].value for key in ("row:1", "row:2")]


def test_what_the_sums_cannot_choose_the_shares_choose_and_nobody_stands_by_it() -> None:
    alone = decided(TWO_ROWS, None)
    assert values(alone.cells) == [69, 21]
    lean = RunningShares(20, {**SHARES.counts, "row:1": 4000, "row:2": 5000})
    cells = decided(TWO_ROWS, lean).cells
    assert values(cells) == [60, 30]
    assert not any(cells[key].accepted for key in ("row:1", "row:2"))
    assert all(cells[key].confidence <= UNSURE for key in ("row:1", "row:2"))
    assert decided(TWO_ROWS, lean).outcome is not Outcome.AGREES


def test_shares_that_contradict_what_is_sure_change_nothing() -> None:
    against = RunningShares(300, {"row:1": 10, "row:2": 90_000, "row:3": 90_000})
    assert decided({}, against).cells == decided({}, None).cells


def test_a_blank_row_and_a_dash_stay_what_they_are() -> None:
    empty = {"row:3": Ink.BLANK, "row:2": Ink.DASH}
    assert decided(empty).cells == decided(empty, None).cells


def test_shares_of_nothing_are_not_heard() -> None:
    alone = decided(TWO_ROWS, None).cells
    assert decided(TWO_ROWS, RunningShares(0, {})).cells == alone
    assert decided({"total": (), "good": (), **TWO_ROWS}).cells.keys() == alone.keys()


@settings(max_examples=60, deadline=None)
@given(
    read=st.dictionaries(
        st.sampled_from(("row:1", "row:2", "row:3", "good", "total")),
        st.lists(st.integers(0, 130), min_size=1, max_size=4, unique=True),
        max_size=4,
    ),
    first=st.floats(0.3, 0.999),
    votes=st.lists(st.integers(0, 100_000), min_size=3, max_size=3),
)
def test_no_number_is_accepted_or_moved_that_would_not_be_without_them(
    read: dict[str, list[int]], first: float, votes: list[int]
) -> None:
    rest = {len(v): (1 - first) / len(v) for v in read.values()}
    said = {
        key: tuple((n, first if not i else rest[len(v)]) for i, n in enumerate(v))
        for key, v in read.items()
    }
    shares = RunningShares(50, {f"row:{i}": n for i, n in enumerate(votes, 1)})
    alone, heard = (decided(said, s) for s in (None, shares))
    for key, plain in alone.cells.items():
        cell = heard.cells[key]
        assert cell.accepted == plain.accepted
        if plain.accepted or not key.startswith("row:"):
            assert cell == plain
        elif cell.value != plain.value:
            assert dict(said[key])[cell.value or 0] >= SUPPORT / 2
            assert cell.confidence <= UNSURE
    assert heard.outcome is alone.outcome or heard.outcome is not Outcome.AGREES
