import numpy as np
import pytest

from models.values.reading import Ink
from ocr.hand import Writer
from ocr.page.cells import Stack
from ocr.page.digit_strip import STRIP_HEIGHT
from ocr.page.strips import read_cells

WIDTH, HEIGHT, MARGIN, BRACKET = 230, 74, 8, 0.7


def _cell() -> np.ndarray:
    """Return an empty votes cell: ruled lines, a dotted leader, a bracket."""
    cell = np.full((HEIGHT, WIDTH), 248, np.uint8)
    cell[MARGIN : MARGIN + 3] = 60
    cell[HEIGHT - MARGIN : HEIGHT - MARGIN + 3] = 60
    cell[:, 10:13] = 60
    for x in range(22, WIDTH - 4, 7):
        cell[56:59, x : x + 3] = 90
    cell[40:60, 161:164] = 80
    return cell


def _written(ink: np.ndarray, x: int = 60, bottom: int = 56) -> np.ndarray:
    cell = _cell()
    high, wide = ink.shape
    part = cell[bottom - high : bottom, x : x + wide]
    part[:] = np.minimum(part, 255 - ink)
    return cell


def _read(*cells: np.ndarray) -> list[Ink]:
    full = [*cells, *[_cell() for _ in range(6)]]
    pictures = np.stack(full)
    points = np.zeros((len(full), 2, 2, 2))
    return [w.ink for w in read_cells(Stack(pictures, points, MARGIN), BRACKET)][: len(cells)]


def _number(text: str, seed: int = 1) -> np.ndarray:
    return Writer(seed).number(text).alpha(26)


def test_print_alone_is_blank() -> None:
    assert _read(_cell()) == [Ink.BLANK]


@pytest.mark.parametrize("text", ["1", "7", "38", "204"])
def test_digits_are_digits(text: str) -> None:
    assert _read(_written(_number(text))) == [Ink.DIGITS]


def test_a_dash_is_no_digit() -> None:
    dash = np.full((4, 26), 210, np.uint8)
    assert _read(_written(dash, bottom=46)) == [Ink.DASH]


def test_a_scratch_of_the_scanner_is_blank() -> None:
    scratch = np.full((1, 60), 200, np.uint8)
    assert _read(_written(scratch, bottom=40)) == [Ink.BLANK]


def test_a_strip_holds_the_digits_and_nothing_else() -> None:
    ink = _number("56")
    cells = [_written(ink), *[_cell() for _ in range(6)]]
    stack = Stack(np.stack(cells), np.zeros((7, 2, 2, 2)), MARGIN)
    written = read_cells(stack, BRACKET)[0]
    assert written.strip is not None
    assert written.strip.shape[0] >= STRIP_HEIGHT
    x0, _, x1, _ = written.box
    assert 56 <= x0 <= 64
    assert abs((x1 - x0) - ink.shape[1]) < 10


def test_fence_dashes_are_left_out() -> None:
    cell = _written(_number("71"), x=80)
    cell[42:45, 40:62] = 40
    cells = [cell, *[_cell() for _ in range(6)]]
    written = read_cells(Stack(np.stack(cells), np.zeros((7, 2, 2, 2)), MARGIN), BRACKET)[0]
    assert written.ink is Ink.DIGITS
    assert written.box[0] >= 76
