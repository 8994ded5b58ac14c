from pathlib import Path

import numpy as np
from PIL import Image

from ocr.bench.drawn import Misread, Setting
from ocr.bench.gallery import MOST, write_gallery


def misread(*, accepted: bool = False) -> Misread:
    crop = np.full((40, 300, 3), 200, np.uint8)
    return Misread(Setting("desk", 960), crop, 12, 19, accepted)


def test_the_gallery_shows_misread_cells(tmp_path: Path) -> None:
    path = tmp_path / "bench" / "misread.png"
    assert write_gallery(path, [misread()] * 4) == 4
    with Image.open(path) as picture:
        assert picture.width > picture.height


def test_no_more_than_fit_and_nothing_where_nothing_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "misread.png"
    assert write_gallery(path, [misread(accepted=True)] * (MOST + 5)) == MOST
    assert write_gallery(path, []) == 0
    assert not path.exists()
