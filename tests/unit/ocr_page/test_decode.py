import io

import numpy as np
import pytest
from PIL import Image

from ocr.errors import NotAnImage
from ocr.page.decode import MAX_PIXELS, decode


def _bytes(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1", "I;16"])
def test_every_kind_of_pixel_becomes_grey(mode: str) -> None:
    photo = decode(_bytes(Image.new(mode, (30, 20))))
    assert photo.grey.shape == (20, 30)
    assert photo.grey.dtype == np.uint8


def test_the_exif_turn_is_made() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = decode(_bytes(Image.new("RGB", (40, 20)), "JPEG", exif=exif))
    assert photo.size == (20, 40)


def test_a_large_photo_is_read_at_half_size() -> None:
    photo = decode(_bytes(Image.new("L", (4000, 3600), 200), "JPEG"))
    assert (photo.scale, photo.grey.shape, photo.size) == (2, (1800, 2000), (4000, 3600))


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xd8\xff\xe0 torn"])
def test_what_is_no_picture_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotAnImage):
        decode(data)


def test_half_a_file_is_no_crash() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 300), dtype=np.uint8)
    whole = _bytes(Image.fromarray(noise), "PNG")
    with pytest.raises(NotAnImage):
        decode(whole[: len(whole) // 2])


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    side = int(MAX_PIXELS**0.5) + 10
    data = bytearray(_bytes(Image.new("1", (8, 8))))
    data[16:24] = side.to_bytes(4, "big") + side.to_bytes(4, "big")
    with pytest.raises(NotAnImage):
        decode(bytes(data))
