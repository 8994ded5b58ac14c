"""What a file is, told from its first bytes and never from its name; nothing is decoded here.

The door runs this on whatever a stranger sends, so it is plain byte reading without any library.
"""

import struct
from dataclasses import dataclass
from typing import Final

from intake.errors import Refused
from intake.limits import MAX_BYTES, MAX_PIXELS, MAX_SIDE
from models.values.refusals import Refusal

_JPEG_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_SOS: Final = 0xDA
_FILL: Final = 0xFF
_HEIC_BRANDS: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_PDF_HEAD: Final = 1024
"""Readers accept a PDF whose mark stands anywhere in its first kilobyte."""


@dataclass(frozen=True, slots=True)
class Header:
    """The kind of a file and its size in pixels; a PDF has none."""

    media_type: str
    width: int | None = None
    height: int | None = None


def inspect(data: bytes) -> Header:
    """Return what the file is, having checked its limits without decoding it.

    Raises:
        Refused: empty, too large, no picture, broken off, too many pixels or an encrypted PDF.
    """
    if not data:
        raise Refused(Refusal.EMPTY)
    if len(data) > MAX_BYTES:
        raise Refused(Refusal.TOO_LARGE)
    header = _recognise(data)
    if header.width is not None and header.height is not None:
        _check_pixels(header.width, header.height)
    return header


def _check_pixels(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise Refused(Refusal.UNDECODABLE)
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise Refused(Refusal.TOO_MANY_PIXELS)


def _recognise(data: bytes) -> Header:
    try:
        for read in (_jpeg, _png, _webp, _heic, _pdf):
            header = read(data)
            if header is not None:
                return header
    except (struct.error, IndexError):
        raise Refused(Refusal.TRUNCATED) from None
    raise Refused(Refusal.NOT_AN_IMAGE)


def _jpeg(data: bytes) -> Header | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    size: tuple[int, int] | None = None
    at = 2
    while True:
        marker, at = _next_marker(data, at)
        if marker == _SOS:
            break
        if marker in _JPEG_BARE:
            continue
        if marker in _JPEG_SIZES and size is None:
            height, width = struct.unpack_from(">HH", data, at + 3)
            size = (width, height)
        (length,) = struct.unpack_from(">H", data, at)
        at += max(2, length)
    if size is None:
        raise Refused(Refusal.UNDECODABLE)
    if data.rfind(b"\xff\xd9") < at:
        raise Refused(Refusal.TRUNCATED)
    return Header("image/jpeg", *size)


def _next_marker(data: bytes, at: int) -> tuple[int, int]:
    """Return the next marker and the place after it; fill bytes 0xFF may stand before."""
    if data[at] != _FILL:
        raise Refused(Refusal.UNDECODABLE)
    while data[at] == _FILL:
        at += 1
    return data[at], at + 1


def _png(data: bytes) -> Header | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    if data[12:16] != b"IHDR":
        raise Refused(Refusal.UNDECODABLE)
    width, height = struct.unpack_from(">II", data, 16)
    _check_pixels(width, height)
    if b"IEND" not in data[-64:]:
        raise Refused(Refusal.TRUNCATED)
    return Header("image/png", width, height)


def _webp(data: bytes) -> Header | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    (length,) = struct.unpack_from("<I", data, 4)
    if len(data) < length + 8:
        raise Refused(Refusal.TRUNCATED)
    return Header("image/webp", *_webp_size(data))


def _webp_size(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return 1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise Refused(Refusal.UNDECODABLE)


def _heic(data: bytes) -> Header | None:
    if data[4:8] != b"ftyp" or data[8:12] not in _HEIC_BRANDS:
        return None
    # A HEIC lists the sizes of its parts; the largest is the picture itself.
    sizes = [(0, 0)]
    at = data.find(b"ispe")
    while at >= 0:
        sizes.append(struct.unpack_from(">II", data, at + 8))
        at = data.find(b"ispe", at + 4)
    width, height = max(sizes, key=lambda s: s[0] * s[1])
    if not width:
        raise Refused(Refusal.TRUNCATED)
    return Header("image/heic", width, height)


def _pdf(data: bytes) -> Header | None:
    if b"%PDF-" not in data[:_PDF_HEAD]:
        return None
    # An encrypted file names its /Encrypt dictionary in the trailer, which is never encrypted;
    # in a compressed trailer the worker finds it.
    if b"/Encrypt" in data[-2048:]:
        raise Refused(Refusal.ENCRYPTED_PDF)
    return Header("application/pdf")
