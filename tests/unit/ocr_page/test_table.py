from dataclasses import replace

import cv2
import numpy as np
import pytest

from ocr.page.table import find_grid, is_whole, votes_column
from tests.unit.ocr_page.tables import SHARES, ruled_page


@pytest.mark.parametrize("rows", [3, 7, 12])
def test_every_row_and_the_total_is_found(rows: int) -> None:
    grid = find_grid(ruled_page(rows))
    assert grid is not None
    assert grid.body == rows
    assert grid.merged_last


def test_a_table_that_goes_on_has_no_total() -> None:
    grid = find_grid(ruled_page(8, total=False))
    assert grid is not None
    assert (grid.body, grid.merged_last) == (8, False)


def test_a_line_that_was_not_printed_is_filled_in() -> None:
    grid = find_grid(ruled_page(9, skip=5))
    assert grid is not None
    assert grid.body == 9
    assert [k for k, row in enumerate(grid.rows) if row.seen == 0] == [5]


def test_a_table_whose_print_is_broken_is_one_table() -> None:
    page = ruled_page(14, top=400)
    page[630:645] = 250  # a copier that leaves a band out, between two row lines
    grid = find_grid(page)
    assert grid is not None
    assert (grid.body, grid.merged_last, grid.is_sound) == (14, True, True)


def test_columns_stand_where_they_were_drawn() -> None:
    grid = find_grid(ruled_page(9))
    assert grid is not None
    seen = (grid.edges - grid.edges[0]) / (grid.edges[-1] - grid.edges[0])
    assert np.allclose(seen, SHARES, atol=0.005)
    assert votes_column(grid.edges) == (3, 4)


def test_a_sloping_table_is_followed() -> None:
    grid = find_grid(ruled_page(9, tilt=0.02))
    assert grid is not None
    ends = np.array([80.0, 760.0])
    slope = np.diff(grid.row_at(4, ends))[0] / np.diff(ends)[0]
    assert grid.body == 9
    assert slope == pytest.approx(0.02, abs=0.002)


@pytest.mark.parametrize("side", [0, 1])
def test_a_side_that_curls_up_keeps_its_outer_line(side: int) -> None:
    """Its outer line leaves the bend that all lines share, and the ends of its rows with it."""
    page = ruled_page(12)
    y, x = np.mgrid[0 : page.shape[0], 0 : page.shape[1]].astype(np.float32)
    near = np.clip((x - 600) / 150 if side else (230 - x) / 150, 0, 1) ** 2
    bent = cv2.remap(
        page,
        x + near * 9 * np.tanh((y - 840) / 30),
        y + near * 8,
        cv2.INTER_LINEAR,
        borderValue=250,
    )
    grid = find_grid(np.asarray(bent, np.uint8))
    assert grid is not None
    assert (grid.body, len(grid.columns)) == (12, len(SHARES))


def test_a_table_without_its_head_is_told_apart() -> None:
    whole = ruled_page(9)
    cut = whole[600 + 44 - 6 :]
    grid = find_grid(np.vstack([cut, np.full((1170 - len(cut), 827), 250, np.uint8)]))
    assert grid is not None
    assert grid.headless
    assert grid.body == 9


def test_an_empty_page_has_no_table() -> None:
    assert find_grid(np.full((1170, 827), 250, np.uint8)) is None


def test_points_of_a_cell_lie_between_its_lines() -> None:
    grid = find_grid(ruled_page(9, tilt=0.015))
    assert grid is not None
    points = grid.points([3], grid.edges[[3, 4]], np.array([0.0, 0.5, 1.0]))[0]
    middle = (points[0] + points[2]) / 2
    assert np.allclose(points[1], middle, atol=1.0)
    assert (points[2, :, 1] > points[0, :, 1]).all()


def test_a_line_that_a_copier_sheared_is_one_line() -> None:
    page = ruled_page(9)
    votes = round(60 + SHARES[3] * 720)
    page[700:, votes:] = np.roll(page[700:, votes:], 7, axis=0)
    grid = find_grid(page)
    assert grid is not None
    assert grid.body == 9
    assert grid.is_sound
    at_votes = grid.row_at(6, np.array([votes + 60.0]))[0]
    assert at_votes == pytest.approx(600 + 44 + 36 * 5 + 7.5, abs=1.0)


def test_a_line_too_many_makes_a_table_unsound() -> None:
    grid = find_grid(ruled_page(9))
    assert grid is not None
    assert grid.is_sound
    between = replace(grid.rows[3], level=(grid.rows[3].level + grid.rows[4].level) / 2)
    rows = (*grid.rows[:4], between, *grid.rows[4:])
    assert not replace(grid, rows=rows).is_sound
    assert not replace(grid, rows=grid.rows[:4] + grid.rows[5:]).is_sound


@pytest.mark.parametrize("missing", [0, 11])
def test_an_outer_line_that_was_not_seen_is_put_in(missing: int) -> None:
    grid = find_grid(ruled_page(9, skip=missing))
    assert grid is not None
    assert grid.body == 9
    assert grid.merged_last
    assert not grid.headless


def test_print_in_the_head_is_no_row_line() -> None:
    page = ruled_page(9)
    page[630:632, 60:600] = 40  # the underline of the head's second line of print
    grid = find_grid(page)
    assert grid is not None
    assert (grid.body, grid.is_sound) == (9, True)
    assert grid.row_at(1, np.array([700.0]))[0] == pytest.approx(600 + 44, abs=1.0)


def test_a_first_row_that_reaches_into_the_head_is_unsound() -> None:
    grid = find_grid(ruled_page(9))
    assert grid is not None
    higher = replace(grid.rows[1], level=grid.rows[1].level - 0.35 * grid.pitch)
    assert not replace(grid, rows=(grid.rows[0], higher, *grid.rows[2:])).is_sound


def test_a_head_that_hides_rows_is_unsound() -> None:
    grid = find_grid(ruled_page(9))
    assert grid is not None
    assert not replace(grid, rows=(grid.rows[0], *grid.rows[3:])).is_sound
    assert not is_whole(replace(grid, rows=(grid.rows[0], *grid.rows[2:])))
