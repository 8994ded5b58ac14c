"""Which ballot number stands in which row: print, order and list weighed together."""

from dataclasses import replace

import pytest

from models.values.fields import TOTAL
from models.values.reading import CellScan, Ink, PageScan
from models.values.row_numbers import (
    NUMBER_UNSURE,
    number_rows,
    numbered_cells,
    printed_rows,
    unsure_rows,
)

CLEAR = 0.97


def clearly(*numbers: int) -> list[list[tuple[int, float]]]:
    return [[(n, CLEAR)] for n in numbers]


def row(place: int, *printed: tuple[int, float]) -> CellScan:
    return CellScan(f"row:{place}", Ink.BLANK, (), (0, 0, 9, 9), printed=printed)


def page(number: int, *cells: CellScan) -> PageScan:
    return PageScan(None, number, (), {}, {}, cells, None, None, 1.0)


@pytest.mark.parametrize("listed", [(), (1, 2, 4, 5, 7, 8)])
def test_gaps_in_the_print_are_gaps_in_the_numbers(listed: tuple[int, ...]) -> None:
    place = listed or tuple(range(1, 7))
    given = number_rows(clearly(1, 2, 4, 5, 7, 8), place, listed)
    assert given.numbers == (1, 2, 4, 5, 7, 8)
    assert not given.doubtful


def test_a_struck_off_number_that_is_printed_keeps_its_row() -> None:
    given = number_rows(clearly(1, 2, 3, 4), (1, 2, 4, 5), (1, 2, 4))
    assert given.numbers == (1, 2, 3, 4)


def test_neighbours_outvote_one_misread_row() -> None:
    rows = clearly(1, 2, 3, 4)
    rows[2] = [(8, 0.9), (3, 0.05)]
    given = number_rows(rows, (1, 2, 3, 4))
    assert given.numbers == (1, 2, 3, 4)
    assert not given.doubtful
    assert given.printed[2] is not None
    assert given.printed[2][0] == 3


def test_a_row_that_cannot_be_read_follows_from_its_neighbours() -> None:
    rows = clearly(21, 22, 23, 25)
    rows[1] = []
    given = number_rows(rows, (11, 12, 13, 14))
    assert given.numbers == (21, 22, 23, 25)
    assert given.printed[1] is None


def test_without_any_print_the_place_decides() -> None:
    given = number_rows([[], []], (3, 5), (3, 5))
    assert given == replace(given, numbers=(3, 5), printed=(None, None), doubtful=False)


def test_rows_between_which_the_gap_may_lie_are_doubtful() -> None:
    rows = [*clearly(1, 2), [(3, 0.5), (4, 0.45)], *clearly(5, 6)]
    rows[3] = [(4, 0.5), (5, 0.5)]
    cells = numbered_cells([row(i, *seen) for i, seen in enumerate(rows, 1)], (1, 2, 3, 4, 5))
    assert [c.key for c in cells][-1] == "row:6"
    flagged = {c.key for c in cells if NUMBER_UNSURE in c.flags}
    assert flagged
    assert "row:1" not in flagged
    assert unsure_rows([page(1, *cells)]) == flagged


def test_a_doubled_number_keeps_the_order_of_the_paper_and_is_told() -> None:
    cells = numbered_cells(
        [row(i, *seen) for i, seen in enumerate(clearly(1, 2, 2, 3, 4), 1)], (1, 2, 3, 4, 5)
    )
    assert [c.key for c in cells] == [f"row:{i}" for i in range(1, 6)]
    assert printed_rows([page(1, *cells)], 1) == (1, 2, 2, 3, 4)
    assert all(NUMBER_UNSURE in c.flags for c in cells[2:])
    assert NUMBER_UNSURE not in cells[0].flags


def test_numbers_given_once_stay_the_same() -> None:
    rows = [row(i, *seen) for i, seen in enumerate(clearly(1, 3, 4), 1)]
    total = CellScan(TOTAL, Ink.DIGITS, ((7, 0.9),), (0, 0, 9, 9))
    once = numbered_cells([*rows, total], (1, 2, 3))
    again = numbered_cells(once, (1, 2, 3))
    assert [c.key for c in again] == [c.key for c in once] == ["row:1", "row:3", "row:4", TOTAL]
    assert once[-1] == total


def test_a_sheet_tells_its_rows_only_when_every_page_is_there_and_sure() -> None:
    first, second = page(1, row(1, (1, 0.99))), page(2, row(2, (2, 0.99)))
    assert printed_rows([second, first], 2) == (1, 2)
    assert printed_rows([first], 2) is None
    assert printed_rows([first, page(2, row(2, (2, 0.6)))], 2) is None
    assert printed_rows([first, page(2, row(2))], 2) is None


def test_what_was_written_before_numbers_were_printed_can_still_be_opened() -> None:
    cell = row(4, (4, 0.5), (5, 0.25))
    data = cell.to_data()
    assert CellScan.from_data(data) == cell
    del data["printed"]
    assert CellScan.from_data(data) == replace(cell, printed=())
