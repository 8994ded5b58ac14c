"""Decoding in the worker: upright images of known size, or a refusal with its reason."""

import io

import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from intake.errors import Refused
from intake.limits import MAX_PDF_PAGES, PDF_LONG_SIDE
from intake.normalise import normalise
from models.values.refusals import Refusal
from tests.fixtures.pictures import encrypted_pdf, pdf, picture

register_heif_opener()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_plain_picture_is_read_as_it_is(kind: str) -> None:
    data = picture(kind=kind)
    image = normalise(data)
    assert image.data is data
    assert (image.width, image.height, image.frames) == (320, 240, 1)


@pytest.mark.parametrize("kind", ["WEBP", "HEIF"])
def test_other_kinds_become_jpeg(kind: str) -> None:
    image = normalise(picture(kind=kind))
    assert image.data.startswith(b"\xff\xd8\xff")
    assert (image.width, image.height) == (320, 240)


def test_a_turned_photo_is_set_upright() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.open(io.BytesIO(picture())).save(out, "JPEG", exif=exif)
    image = normalise(out.getvalue())
    assert (image.width, image.height) == (240, 320)
    assert not Image.open(io.BytesIO(image.data)).getexif()


def test_what_is_transparent_becomes_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(out, "PNG")
    pixel = Image.open(io.BytesIO(normalise(out.getvalue()).data)).getpixel((5, 5))
    assert pixel == (255, 255, 255)


def test_each_page_of_a_pdf_is_a_picture() -> None:
    first, second = normalise(pdf(2), 0), normalise(pdf(2), 1)
    assert first.frames == second.frames == 2
    assert max(first.width, first.height) == PDF_LONG_SIDE
    assert first.data != second.data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xd8\xff\xe0\x00\x02" + picture()[200:], Refusal.UNDECODABLE),
        (b"%PDF-1.7 and nothing behind", Refusal.BROKEN_PDF),
        (encrypted_pdf() + b"\n%" + b" " * 4000, Refusal.ENCRYPTED_PDF),
        (pdf(MAX_PDF_PAGES + 1), Refusal.TOO_MANY_PAGES),
    ],
    ids=["jpeg", "pdf", "encrypted", "pages"],
)
def test_a_damaged_file_is_refused(data: bytes, reason: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        normalise(data)
    assert refused.value.reason is reason


def test_no_page_is_invented() -> None:
    with pytest.raises(Refused):
        normalise(pdf(2), 2)
