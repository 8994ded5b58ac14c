import numpy as np
import pytest

from ocr.page.frame import Frame, whole_photo
from ocr.page.turn import paper_frame
from ocr.public import WIDEST, public_width
from tests.unit.ocr_page.test_paper import CORNERS


def _scan(long_side: int) -> Frame:
    return whole_photo(np.zeros((long_side, round(long_side / 2**0.5)), np.uint8))


@pytest.mark.parametrize(("long_side", "pixels"), [(1280, 905), (1600, 1131), (4000, WIDEST)])
def test_a_public_image_has_the_pixels_of_its_photo(long_side: int, pixels: int) -> None:
    assert public_width(_scan(long_side)) == pixels


def test_a_small_photo_keeps_room_for_hairlines() -> None:
    assert public_width(_scan(960)) == 827


def test_a_desk_around_the_paper_adds_no_pixels() -> None:
    frame = paper_frame(np.zeros((2560, 1810), np.uint8), 2 * CORNERS)
    wide = float(np.hypot(*(2 * (CORNERS[1] + CORNERS[2] - CORNERS[0] - CORNERS[3]) / 2)))
    assert public_width(frame) == pytest.approx(min(wide, WIDEST), abs=30)
