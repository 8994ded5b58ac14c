"""Thai letters on pictures: Sarabun, shaped by RAQM, or nothing is drawn at all."""

from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont, features

_FOLDER: Final = Path(__file__).parent / "static" / "vendor"
_REGULAR: Final = _FOLDER / "Sarabun-Regular.ttf"
_BOLD: Final = _FOLDER / "Sarabun-Bold.ttf"


def can_letter() -> bool:
    """Tell whether Thai text would come out right on this machine."""
    return bool(features.check("raqm")) and _REGULAR.is_file() and _BOLD.is_file()


@cache
def lettering(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return the face at a size in pixels.

    Raises:
        OSError: the face is not installed (`make setup` brings it).
    """
    file = _BOLD if bold else _REGULAR
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.RAQM)
