import cv2
import numpy as np
import pytest

from models.values.forms import form_by_code
from models.values.reading import Ink
from ocr.page.counts import read_counts
from ocr.page.frame import GEOMETRY_SCALE, Frame
from ocr.page.head import Place
from ocr.page.lines import Bend

START, DOTS_ROW = 300, 400
"""Where the dotted line begins and how far down it stands, in pixels of the page."""


def _page(dots_end: int) -> np.ndarray:
    """Return a page with a dotted line on which 70 stands far left of where the dots end."""
    page = np.full((600, 800), 245, np.uint8)
    for x in range(START, dots_end, 9):
        page[DOTS_ROW - 2 : DOTS_ROW + 2, x : x + 4] = 60
    corners = np.array([(350, 366), (370, 366), (360, 396)])
    cv2.polylines(page, [corners], isClosed=False, color=20, thickness=4)
    return page


def _box(page: np.ndarray, dots_end: int) -> tuple[Ink, int, int]:
    """Return what is written on the line, and from where to where on the page."""
    right = dots_end * GEOMETRY_SCALE
    start = START * GEOMETRY_SCALE
    place = Place(DOTS_ROW * GEOMETRY_SCALE, start, right, start)
    frame = Frame(page, np.eye(3), page.shape[1], page.shape[0])
    flat = Bend((0.0, 0.0), (1.0, 1.0), np.zeros(6))
    (count,) = read_counts(frame, form_by_code("ส.ส. 5/17"), 1, {"received": place}, flat)
    corners = np.array([[count.written.box[0], 0.0], [count.written.box[2], 0.0]])
    left, end = count.stack.page_points(count.index, corners)[:, 0]
    return count.written.ink, round(left), round(end)


@pytest.mark.parametrize("width", [20, 26])
def test_a_figure_over_the_last_dots_is_read_whole(width: int) -> None:
    page = _page(dots_end=400)
    cv2.ellipse(page, (401 + width // 2, 382), (width // 2, 12), 0, 0, 360, 20, 4)

    ink, left, right = _box(page, dots_end=400)

    assert ink is Ink.DIGITS
    assert left == pytest.approx(348, abs=4)
    assert right == pytest.approx(401 + width + 2, abs=4)


def test_print_that_stands_on_the_line_is_left_out() -> None:
    page = _page(dots_end=400)
    cv2.rectangle(page, (401, 382), (419, DOTS_ROW), 20, 4)

    ink, _, right = _box(page, dots_end=400)

    assert ink is Ink.DIGITS
    assert right < 380
