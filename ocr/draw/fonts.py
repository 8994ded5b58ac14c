"""Thai fonts for the print of forms; text is shaped with RAQM or not drawn at all."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont, features

from ocr.draw.errors import NoShapingError, NoThaiFontError

_FOLDERS: Final = (
    Path(__file__).parents[2] / "pages" / "static" / "vendor",
    Path("/usr/share/fonts/truetype/tlwg"),
    Path("/usr/share/fonts/truetype/thai-tlwg"),
)
_FACES: Final = {
    "Sarabun": ("Sarabun-Regular.ttf", "Sarabun-Bold.ttf"),
    "Laksaman": ("Laksaman.ttf", "Laksaman-Bold.ttf"),
    "Garuda": ("Garuda.ttf", "Garuda-Bold.ttf"),
    "Norasi": ("Norasi.ttf", "Norasi-Bold.ttf"),
    "Loma": ("Loma.ttf", "Loma-Bold.ttf"),
    "Umpush": ("Umpush.ttf", "Umpush-Bold.ttf"),
}
_PROBE: Final = "คณะกรรมการนับคะแนนบัตรเลือกตั้งนอกเขตเลือกตั้งและนอกราชอาณาจักร ชุดที่"
_PROBE_EM: Final = 25.6
"""Width of the probe in the forms' own type, in em of a line's nominal size."""
_PROBE_PX: Final = 100


def require_shaping(has: Callable[[str], bool | None] = features.check) -> None:
    """Refuse to draw where Thai text would come out wrong; `has` asks for a part of Pillow.

    Raises:
        NoShapingError: Pillow lacks RAQM.
    """
    if not has("raqm"):
        raise NoShapingError


@cache
def font_names() -> tuple[str, ...]:
    """Return the installed faces, the one nearest to the real forms first.

    Raises:
        NoThaiFontError: none of the known faces is installed.
    """
    names = tuple(name for name, files in _FACES.items() if _file(files[0]))
    if not names:
        raise NoThaiFontError
    return names


@cache
def font(name: str, em_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return a face at a nominal size; faces are scaled so that all set lines equally wide.

    Raises:
        NoShapingError: Pillow lacks RAQM.
        NoThaiFontError: the face is not installed.
    """
    require_shaping()
    return _load(name, max(4, round(em_px * _scale(name))), bold=bold)


@cache
def _scale(name: str) -> float:
    measured = _load(name, _PROBE_PX, bold=False).getlength(_PROBE) / _PROBE_PX
    return _PROBE_EM / measured


def _load(name: str, size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    path = _file(_FACES[name][1 if bold else 0]) or _file(_FACES[name][0])
    if path is None:
        raise NoThaiFontError
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


def _file(name: str) -> Path | None:
    return next((folder / name for folder in _FOLDERS if (folder / name).is_file()), None)
