"""Real sheets as smaller pictures: a phone's messenger shrinks what it sends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image

from ocr.bench.sheets import ReadSheet, read_one
from ocr.bench.truth import TrueSheet

LONG_SIDES: Final = (1600, 1280, 960)
"""Long sides in pixels; LINE sends about 1,280."""

JPEG_QUALITY: Final = 80


@dataclass(frozen=True, slots=True)
class SizeScore:
    """All sheets read at one size with nothing told; `long_side` 0 is as they were scanned."""

    long_side: int
    read: Sequence[ReadSheet]


def read_at(sheets: Iterable[TrueSheet], long_side: int) -> SizeScore:
    """Return the sheets read from pictures of a long side, re-encoded."""
    read = []
    for sheet in sheets:
        files = [(page.name, shrunk(page.read_bytes(), long_side)) for page in sheet.pages]
        read.append(read_one(sheet, files, None, None))
    return SizeScore(long_side, read)


def shrunk(data: bytes, long_side: int) -> bytes:
    """Return a picture re-encoded as JPEG with a long side of so many pixels."""
    out = BytesIO()
    with Image.open(BytesIO(data)) as picture:
        scale = long_side / max(picture.size)
        size = (round(picture.width * scale), round(picture.height * scale))
        small = picture.convert("RGB").resize(size, Image.Resampling.BOX)
        small.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()
