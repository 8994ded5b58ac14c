import numpy as np
import pytest

from ocr.page.cells import sample_stack, steps
from ocr.page.frame import PAGE_WIDTH, Frame, apply, scaling, whole_photo


def _pattern(width: int, height: int) -> np.ndarray:
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    return (127 + 60 * np.sin(x / 9.0) + 60 * np.cos(y / 13.0)).astype(np.uint8)


def test_a_page_as_wide_as_the_photo_is_the_photo() -> None:
    photo = _pattern(PAGE_WIDTH, 400)
    assert np.array_equal(whole_photo(photo).view(1.0), photo)


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_the_identity_at_any_scale_moves_nothing(scale: float) -> None:
    # 0.02 mm is 0.16 page pixels: the gradient of the pattern turns a shift into grey levels.
    photo = _pattern(600, 500)
    frame = Frame(photo, np.eye(3), 600, 500)
    view = frame.view(scale)
    centres = (np.arange(view.shape[1]) + 0.5) / scale - 0.5
    rows = (np.arange(view.shape[0]) + 0.5) / scale - 0.5
    inner = slice(8, -8)
    wanted = 127 + 60 * np.sin(centres / 9.0)[None] + 60 * np.cos(rows / 13.0)[:, None]
    off = view.astype(float)[inner, inner] - wanted[inner, inner]
    assert abs(off.mean()) < 0.8
    assert np.abs(off).max() < 0.16 * 60 / 9 + 2.5


def test_scaling_knows_that_pixels_have_a_width() -> None:
    assert np.allclose(apply(scaling(0.5), np.array([[0.0, 0.0]])), [[0.5, 0.5]])


def test_a_view_of_a_region_is_the_region() -> None:
    photo = _pattern(600, 500)
    frame = Frame(photo, np.eye(3), 600, 500)
    assert np.array_equal(frame.view(1.0, (100, 50, 220, 150)), photo[50:150, 100:220])


def test_outside_of_the_photo_is_white() -> None:
    frame = Frame(np.zeros((50, 50), np.uint8), np.eye(3), 50, 50)
    assert frame.view(1.0, (-20, -20, -5, -5)).min() == 255


def test_a_box_in_the_photo_stays_inside() -> None:
    frame = Frame(np.zeros((50, 60), np.uint8), np.eye(3), 60, 50)
    assert frame.box_in_photo(np.array([[-5.0, 3.0], [80.0, 12.5]])) == (0, 3, 60, 13)


@pytest.mark.parametrize("cells", [1, 3])
def test_cells_are_cut_to_the_pixel(cells: int) -> None:
    # 0.02 mm is a sixth of a page pixel; whole pixels must come out as they are.
    photo = np.random.default_rng(0).integers(0, 255, (300, 400), np.uint8)
    frame = Frame(photo, np.eye(3), 400, 300)
    points = np.stack(np.meshgrid(steps(100) + 50, steps(60) + 30), axis=-1)
    stack = sample_stack(frame, np.repeat(points[None], cells, axis=0), (100, 60), 0)
    assert all(np.array_equal(p, photo[30:90, 50:150]) for p in stack.pictures)
    corners = np.array([[0.0, 0.0], [99.0, 59.0]])
    assert np.allclose(stack.page_points(cells - 1, corners), corners + np.array([50, 30]))
