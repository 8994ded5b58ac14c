import cv2
import numpy as np
import pytest

from models.values.reading import PageScan, Problem
from ocr.draw import Photo
from ocr.look import look_at
from ocr.scan import scan_page
from tests.integration.ocr_page.photos import photo, sheet


def _photo(condition: str = "flat", long_side: int = 1280) -> np.ndarray:
    page = sheet("ส.ส. 5/18 (บช)", 31)[1]
    return _decoded(photo(page, condition, seed=3, long_side=long_side))


def _decoded(shot: Photo) -> np.ndarray:
    picture = cv2.imdecode(np.frombuffer(shot.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return picture


def _png(picture: np.ndarray) -> bytes:
    done, data = cv2.imencode(".png", picture)
    assert done
    return data.tobytes()


def _scan(picture: np.ndarray) -> PageScan:
    return scan_page(_png(picture))[0]


def test_a_good_photo_has_no_problem() -> None:
    assert _scan(_photo()).problems == ()


def test_a_small_photo_is_small() -> None:
    assert Problem.SMALL in _scan(_photo(long_side=700)).problems


def test_a_blurred_photo_is_blurred() -> None:
    assert Problem.BLURRED in _scan(cv2.GaussianBlur(_photo(), (0, 0), 5)).problems


def test_a_dark_photo_is_dark() -> None:
    assert Problem.DARK in _scan((_photo() * 0.22).astype(np.uint8)).problems


def test_light_that_eats_the_table_is_glare() -> None:
    picture = (_photo() * 0.8).astype(np.uint8)
    height, width = picture.shape
    y, x = np.mgrid[0:height, 0:width]
    spot = ((x - 0.5 * width) / 260) ** 2 + ((y - 0.5 * height) / 200) ** 2 < 1
    picture[spot] = 255
    scan = _scan(picture)
    assert Problem.GLARE in scan.problems
    assert scan.glare_at == (pytest.approx(0.5, abs=0.06), pytest.approx(0.5, abs=0.06))


def test_a_page_whose_last_rows_are_cut_off_keeps_no_rows() -> None:
    picture = _photo()
    scan = _scan(picture[: int(0.75 * picture.shape[0])])
    assert Problem.MISSING_ROWS in scan.problems
    assert scan.cells == ()


def _cat() -> np.ndarray:
    cat = np.full((1000, 1300), 150, np.uint8)
    cv2.ellipse(cat, (650, 600), (300, 220), 0, 0, 360, 80, -1)
    cv2.circle(cat, (650, 330), 150, 80, -1)
    for x in (580, 720):
        cv2.circle(cat, (x, 310), 25, 210, -1)
    return cv2.GaussianBlur(cat, (7, 7), 0)


@pytest.mark.parametrize("kind", ["cat", "noise", "white", "black"])
def test_what_is_no_form_is_not_a_form(kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (900, 700), dtype=np.uint8)
    pictures = {
        "cat": _cat(),
        "noise": noise,
        "white": np.full((900, 700), 255, np.uint8),
        "black": np.zeros((900, 700), np.uint8),
    }
    scan = _scan(pictures[kind])
    assert Problem.NOT_A_FORM in scan.problems
    assert scan.cells == ()


def test_another_table_is_an_unknown_page() -> None:
    page = np.full((1700, 1200), 250, np.uint8)
    for k in range(20):
        page[200 + 60 * k : 203 + 60 * k, 100:1103] = 30
    for x in range(100, 1101, 200):
        page[200:1343, x : x + 3] = 30
    assert Problem.UNKNOWN_PAGE in _scan(page).problems


@pytest.mark.parametrize("size", [(1, 1), (10, 20000), (20000, 10), (3, 500), (60, 60)])
def test_no_size_is_too_odd(size: tuple[int, int]) -> None:
    assert Problem.NOT_A_FORM in _scan(np.full(size, 200, np.uint8)).problems


@pytest.mark.parametrize(
    ("code", "variant", "kept", "side"),
    [
        ("ส.ส. 5/18", "", slice(0.0, 0.4), Problem.CUT_BOTTOM),
        ("ส.ส. 5/16", "", slice(0.0, 0.5), Problem.CUT_BOTTOM),
        ("ส.ส. 5/17", "bangkok", slice(0.0, 0.8), Problem.CUT_BOTTOM),
        ("ส.ส. 5/17", "", slice(0.3, 1.0), Problem.CUT_TOP),
    ],
)
def test_signatures_that_are_cut_off_are_missed(
    code: str, variant: str, kept: slice, side: Problem
) -> None:
    page = sheet(code, 31, variant)[1]
    picture = _decoded(photo(page, "flat", seed=3))
    assert look_at(_png(picture)).problems == ()
    height = len(picture)
    cut = picture[round(kept.start * height) : round(kept.stop * height)]
    assert side in look_at(_png(cut)).problems


def test_a_look_says_all_that_a_reading_says_of_the_photo() -> None:
    data = photo(sheet("ส.ส. 5/18", 31)[0], "desk", seed=3).jpeg
    look, scan = look_at(data), scan_page(data)[0]
    assert (look.form, look.number) == (scan.form, scan.page)
    assert (look.problems, look.quality.figures) == (scan.problems, scan.quality)
