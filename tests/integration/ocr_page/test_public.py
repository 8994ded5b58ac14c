import cv2
import numpy as np

from ocr.draw import DrawnPage
from ocr.draw.page import Kind
from ocr.public_page import PublicPage
from ocr.scan import scan_page
from tests.integration.ocr_page.photos import photo, sheet

SECRET = (Kind.HEADER, Kind.NAME, Kind.SIGNATURE, Kind.REASON)


def _public(page: DrawnPage) -> tuple[PublicPage | None, np.ndarray]:
    """Return the public image of a page as it was drawn, and its pixels."""
    done, data = cv2.imencode(".png", cv2.cvtColor(page.image, cv2.COLOR_RGB2BGR))
    assert done
    public = scan_page(data.tobytes())[1]
    if public is None:
        return None, np.zeros((0, 0), np.uint8)
    pixels = cv2.imdecode(np.frombuffer(public.jpeg, np.uint8), cv2.IMREAD_UNCHANGED)
    return public, pixels


def test_what_nobody_may_see_is_white() -> None:
    for code, variant, page in (
        ("ส.ส. 5/18", "", 0),
        ("ส.ส. 5/17", "", 0),
        ("ส.ส. 5/17", "bangkok", 1),
    ):
        drawn = sheet(code, 41, variant)[page]
        public, pixels = _public(drawn)
        assert public is not None
        scale = public.width / drawn.image.shape[1]
        secret = [r for r in drawn.regions if r.kind in SECRET and r.ink is not None]
        assert secret
        for region in secret:
            x0, y0, x1, y1 = (round(v * scale) for v in region.ink or region.box)
            assert pixels[y0:y1, x0:x1].min(initial=255) > 250, region


def test_a_page_of_signatures_is_never_public() -> None:
    assert _public(sheet("ส.ส. 5/18", 41)[1])[0] is None


def test_a_cell_is_found_in_the_public_image() -> None:
    drawn = sheet("ส.ส. 5/18", 41)[0]
    public, pixels = _public(drawn)
    assert public is not None
    scale = public.width / drawn.image.shape[1]
    for region in drawn.regions:
        if region.kind is not Kind.COUNT or region.ink is None:
            continue
        x0, y0, x1, y1 = public.boxes[region.key]
        left, top, right, bottom = (v * scale for v in region.ink)
        assert x0 <= (left + right) / 2 <= x1
        assert y0 <= (top + bottom) / 2 <= y1
        assert pixels[y0:y1, x0:x1].min() < 160


def test_the_file_carries_no_metadata() -> None:
    public = scan_page(photo(sheet("ส.ส. 5/18", 41)[0], "desk", 3).jpeg)[1]
    assert public is not None
    assert public.jpeg[:2] == b"\xff\xd8"
    assert b"Exif" not in public.jpeg
