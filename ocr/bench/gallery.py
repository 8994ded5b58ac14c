"""Misread cells of drawn sheets as one picture; a real hand is never shown."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ocr.bench.drawn import Misread

Picture = NDArray[np.uint8]

MOST: Final = 36
COLUMNS: Final = 3
CELL: Final = (360, 48)
"""Width and height of a crop in pixels."""

CAPTION: Final = 20
_GAP: Final = 10
_INK: Final = (40, 40, 40)
_ALARM: Final = (200, 30, 30)


def write_gallery(path: Path, misread: Sequence[Misread]) -> int:
    """Write the picture of the first misread cells and return how many it shows.

    A cell that the machine stood by has a red caption and comes first.
    """
    shown = sorted(misread, key=lambda m: not m.accepted)[:MOST]
    if not shown:
        path.unlink(missing_ok=True)
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(sheet_of([tile(m) for m in shown])).save(path, optimize=True)
    return len(shown)


def sheet_of(tiles: Sequence[Picture]) -> Picture:
    """Return tiles of one size side by side in rows."""
    blank = np.full_like(tiles[0], 255)
    padded = [*tiles, *[blank] * (-len(tiles) % COLUMNS)]
    rows = [np.hstack(padded[i : i + COLUMNS]) for i in range(0, len(padded), COLUMNS)]
    return np.vstack(rows).astype(np.uint8)


def tile(misread: Misread) -> Picture:
    """Return a crop with what stands there and what was read below it."""
    width, height = CELL
    out = Image.new("RGB", (width + _GAP, height + CAPTION + _GAP), "white")
    if misread.crop.size:
        crop = Image.fromarray(misread.crop)
        crop.thumbnail(CELL)
        out.paste(crop)
    said = f"{misread.setting}: stands {_told(misread.stands)}, read {_told(misread.said)}"
    ImageDraw.Draw(out).text((2, height + 4), said, fill=_ALARM if misread.accepted else _INK)
    return np.asarray(out, np.uint8)


def _told(value: int | None) -> str:
    return "nothing" if value is None else str(value)
