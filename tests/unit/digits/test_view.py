import numpy as np

from ocr.digits.view import HEIGHT, MAX_WIDTH, MIN_WIDTH, ink_of, view_of


def strip(paper: int, pen: int) -> np.ndarray:
    grey = np.full((40, 60), paper, np.uint8)
    grey[8:32, 20:24] = pen
    return grey


def test_ink_does_not_depend_on_paper_and_pen() -> None:
    dark, pale = ink_of(strip(245, 20)), ink_of(strip(180, 90))
    assert np.array_equal(dark, pale)
    assert (dark.min(), dark.max()) == (0, 255)


def test_a_faint_strip_is_not_stretched_to_full_ink() -> None:
    assert ink_of(strip(240, 230)).max() < 128


def test_an_empty_strip_has_no_ink() -> None:
    assert ink_of(np.full((30, 50), 245, np.uint8)).max() == 0


def test_views_have_one_height_and_bounded_width() -> None:
    wide, thin = np.zeros((20, 400), np.uint8), np.zeros((60, 6), np.uint8)
    assert view_of(wide).shape == (HEIGHT, MAX_WIDTH)
    assert view_of(thin).shape == (HEIGHT, MIN_WIDTH)


def test_padding_and_stretch_keep_the_ink_whole() -> None:
    ink = ink_of(strip(245, 20))
    view = view_of(ink, pad=0.25, stretch=1.5)
    assert view.shape[1] > view_of(ink, pad=0.25).shape[1]
    assert view[:, 0].max() == 0
    assert view.max() > 200
