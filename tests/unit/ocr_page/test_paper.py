import cv2
import numpy as np

from ocr.page.frame import apply
from ocr.page.paper import Paper, find_paper
from ocr.page.turn import Slopes, half_turned, paper_frame, slopes_of, turned_frame
from tests.unit.ocr_page.tables import ruled_page

CORNERS = np.array([[130.0, 90], [790, 150], [740, 1160], [70, 1080]])


def _desk(light: np.ndarray | float = 1.0) -> np.ndarray:
    """Return a photo of white paper on a dark, grained desk."""
    y, x = np.mgrid[0:1280, 0:905].astype(float)
    photo = 70 + 12 * np.sin(x / 5) + 6 * np.sin(y / 3)
    inside = np.ones_like(photo, bool)
    for a, b in zip(CORNERS, np.roll(CORNERS, -1, axis=0), strict=True):
        inside &= (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) >= 0
    photo[inside] = 225
    return np.clip(photo * light, 0, 255).astype(np.uint8)


def test_the_paper_is_found_on_a_desk() -> None:
    paper = find_paper(_desk())
    assert paper is not None
    assert np.abs(paper.corners - CORNERS).max() < 14


def test_a_shadow_across_the_desk_hides_no_paper() -> None:
    light = np.linspace(1.0, 0.55, 905)[None, :]
    paper = find_paper(_desk(light))
    assert paper is not None
    assert np.abs(paper.corners - CORNERS).max() < 20


def test_a_curled_sheet_under_a_shadow_is_found() -> None:
    """No brightness tells such a sheet from the desk: its outline does."""
    photo = _desk()
    y, x = np.mgrid[0:1280, 0:905].astype(np.float32)
    curled = cv2.remap(photo, x, y + 14 * np.sin(x / 120), cv2.INTER_LINEAR)
    dark = np.where(x + y > 1100, 0.45, 1.0)
    paper = find_paper((curled * cv2.GaussianBlur(dark, (0, 0), 12)).astype(np.uint8))
    assert paper is not None
    assert paper.is_sure
    assert np.abs(paper.corners - CORNERS).max() < 30


def test_a_thumb_that_holds_the_sheet_is_no_part_of_it() -> None:
    photo = _desk()
    cv2.ellipse(photo, (790, 1000), (70, 34), 10.0, 0, 360, 190.0, cv2.FILLED)
    paper = find_paper(photo)
    assert paper is not None
    assert np.abs(paper.corners - CORNERS).max() < 20


def test_a_scan_has_no_desk() -> None:
    assert find_paper(np.full((1280, 905), 245, np.uint8)) is None


def test_the_corners_become_the_page() -> None:
    frame = paper_frame(_desk(), CORNERS)
    page = np.array([[0.0, 0], [frame.width - 1, 0], [frame.width - 1, frame.height - 1]])
    assert np.allclose(apply(frame.to_photo, page), CORNERS[:3], atol=0.01)


def test_a_lying_sheet_is_set_up() -> None:
    lying = np.array([[50.0, 60], [1240, 60], [1240, 850], [50, 850]])
    frame = paper_frame(np.zeros((905, 1280), np.uint8), lying)
    assert frame.height > frame.width


def test_upside_down_twice_is_as_before() -> None:
    frame = turned_frame(_desk(), Slopes(3.0, 3.0))
    again = half_turned(half_turned(frame))
    assert np.allclose(again.to_photo, frame.to_photo)


def test_slopes_are_measured_and_undone() -> None:
    page = ruled_page(9)
    tilted = turned_frame(page, Slopes(-6.0, -6.0)).view(0.5)
    slopes = slopes_of(tilted)
    assert abs(slopes.rows - 6) <= 1
    level = slopes_of(turned_frame(tilted, slopes).view(0.5))
    assert abs(level.rows) <= 1


def test_a_page_on_its_side_is_seen() -> None:
    assert abs(abs(slopes_of(np.rot90(ruled_page(9)).copy()).rows) - 90) <= 1


def test_a_vague_outline_must_be_shaped_like_a_sheet() -> None:
    sheet = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 141.0], [0.0, 141.0]])
    half = sheet * [0.5, 1.0]
    assert Paper(sheet, 0.4).is_sure
    assert not Paper(half, 0.4).is_sure
    assert Paper(half, 0.6).is_sure
    assert not Paper(sheet, 0.2).is_sure
