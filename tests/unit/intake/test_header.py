"""What a file is told from its first bytes, whatever its name says."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pillow_heif import register_heif_opener

from intake.errors import Refused
from intake.header import Header, inspect
from intake.limits import MAX_BYTES
from models.values.refusals import Refusal, sentence_of_refusal
from tests.fixtures.pictures import bomb, encrypted_pdf, pdf, picture

register_heif_opener()


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("HEIF", "image/heic"),
    ],
)
def test_a_picture_is_recognised_with_its_size(kind: str, media_type: str) -> None:
    assert inspect(picture(kind=kind)) == Header(media_type, 320, 240)


def test_a_lossless_webp_is_measured_too() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (33, 44), (1, 2, 3, 4)).save(out, "WEBP", lossless=True)
    assert inspect(out.getvalue()) == Header("image/webp", 33, 44)


def test_a_pdf_has_no_size_yet() -> None:
    assert inspect(pdf()) == Header("application/pdf")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Refusal.EMPTY),
        ("หน่วยที่ 1 ได้ 250 คะแนน\n".encode() * 50, Refusal.NOT_AN_IMAGE),
        (b"GIF89a" + bytes(50), Refusal.NOT_AN_IMAGE),
        (picture()[:-600], Refusal.TRUNCATED),
        (picture()[:30], Refusal.TRUNCATED),
        (picture(kind="PNG")[:-40], Refusal.TRUNCATED),
        (picture(kind="WEBP")[:-40], Refusal.TRUNCATED),
        (bomb(), Refusal.TOO_MANY_PIXELS),
        (b"\xff\xd8\xff" + bytes(MAX_BYTES), Refusal.TOO_LARGE),
        (encrypted_pdf(), Refusal.ENCRYPTED_PDF),
    ],
    ids=lambda v: v if isinstance(v, str) else None,
)
def test_what_is_no_photo_is_refused_with_its_reason(data: bytes, reason: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        inspect(data)
    assert refused.value.reason is reason


def test_every_reason_has_a_thai_sentence_of_its_own() -> None:
    sentences = {sentence_of_refusal(reason).th for reason in Refusal}
    assert len(sentences) == len(Refusal)


@given(
    start=st.sampled_from(
        [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"\0\0\0\x18ftypheic", b"%PDF-1.7"]
    ),
    rest=st.binary(max_size=200),
)
def test_no_bytes_crash_it(start: bytes, rest: bytes) -> None:
    try:
        header = inspect(start + rest)
    except Refused:
        return
    assert header.media_type


@given(cut=st.integers(min_value=1, max_value=4000), kind=st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_a_cut_picture_never_crashes_it(cut: int, kind: str) -> None:
    whole = picture(kind=kind)
    with pytest.raises(Refused):
        inspect(whole[: max(0, len(whole) - 70 - cut)])
