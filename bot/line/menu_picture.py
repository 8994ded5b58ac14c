"""The picture of a rich menu, drawn by us: tiles with a drawing, Thai large and English below."""

import io
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from bot.menus import TILES, Sign, Tile
from models.values.chat import Menu
from pages.lettering import lettering

WIDE, HIGH = 2500, 1686
"""LINE's largest menu, in pixels."""

_GROUND, _TILE, _INK, _QUIET, _ACCENT = "#e7e4dc", "#faf9f6", "#1b1d20", "#565b63", "#0d5766"
_GAP: Final = 10
_THICK: Final = 16
_COLOURS: Final = 64

Box = tuple[int, int, int, int]
Pen = ImageDraw.ImageDraw


def places(menu: Menu) -> Iterator[tuple[Tile, Box]]:
    """Give each tile with its box: left, top, width, height."""
    rows = TILES[menu]
    high = HIGH // len(rows)
    for down, row in enumerate(rows):
        wide = WIDE // len(row)
        for across, tile in enumerate(row):
            yield tile, (across * wide, down * high, wide, high)


@cache
def draw_menu(menu: Menu) -> bytes:
    """Return a menu's picture as PNG of well below a megabyte."""
    image = Image.new("RGB", (WIDE, HIGH), _GROUND)
    pen = ImageDraw.Draw(image)
    for tile, (x, y, wide, high) in places(menu):
        inner = (x + _GAP, y + _GAP, x + wide - _GAP, y + high - _GAP)
        pen.rounded_rectangle(inner, 28, fill=_TILE)
        _draw_tile(pen, tile, x + wide // 2, y + high // 2, wide - 6 * _GAP)
    out = io.BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_tile(pen: Pen, tile: Tile, x: int, y: int, most: int) -> None:
    _SIGNS[tile.sign](pen, x, y - 170)
    pen.text((x, y + 110), tile.th, font=_fitting(tile.th, 112, most), fill=_INK, anchor="mm")
    font = lettering(72)
    pen.text((x, y + 250), tile.en, font=font, fill=_QUIET, anchor="mm")


def _fitting(text: str, size: int, most: int) -> ImageFont.FreeTypeFont:
    while lettering(size, bold=True).getlength(text) > most:
        size -= 4
    return lettering(size, bold=True)


def _camera(pen: Pen, x: int, y: int) -> None:
    pen.rounded_rectangle((x - 150, y - 80, x + 150, y + 110), 30, outline=_ACCENT, width=_THICK)
    pen.rectangle((x - 55, y - 120, x + 55, y - 80), fill=_ACCENT)
    pen.ellipse((x - 60, y - 45, x + 60, y + 75), outline=_ACCENT, width=_THICK)


def _pictures(pen: Pen, x: int, y: int) -> None:
    pen.rectangle((x - 90, y - 120, x + 150, y + 60), outline=_ACCENT, width=_THICK)
    pen.rectangle((x - 150, y - 70, x + 90, y + 110), fill=_TILE, outline=_ACCENT, width=_THICK)
    pen.line((x - 130, y + 85, x - 60, y, x - 10, y + 50, x + 30, y + 10, x + 75, y + 85),
             fill=_ACCENT, width=_THICK, joint="curve")  # fmt: skip


def _units(pen: Pen, x: int, y: int) -> None:
    for row in range(3):
        top = y - 120 + row * 85
        pen.rectangle((x - 150, top, x - 95, top + 55), outline=_ACCENT, width=_THICK)
        pen.line((x - 60, top + 28, x + 150, top + 28), fill=_ACCENT, width=_THICK)


def _check(pen: Pen, x: int, y: int) -> None:
    pen.rectangle((x - 110, y - 130, x + 110, y + 120), outline=_ACCENT, width=_THICK)
    pen.line((x - 60, y, x - 15, y + 50, x + 65, y - 55), fill=_ACCENT, width=24, joint="curve")


def _bars(pen: Pen, x: int, y: int) -> None:
    for row, length in enumerate((290, 200, 120)):
        top = y - 115 + row * 85
        pen.rectangle((x - 145, top, x - 145 + length, top + 55), fill=_ACCENT)


def _people(pen: Pen, x: int, y: int) -> None:
    for dx in (-95, 95):
        pen.ellipse((x + dx - 45, y - 110, x + dx + 45, y - 20), outline=_ACCENT, width=_THICK)
        pen.arc((x + dx - 85, y, x + dx + 85, y + 200), 180, 360, fill=_ACCENT, width=_THICK)


def _place(pen: Pen, x: int, y: int) -> None:
    pen.arc((x - 90, y - 130, x + 90, y + 50), 150, 30, fill=_ACCENT, width=_THICK)
    pen.line((x - 78, y + 5, x, y + 125, x + 78, y + 5), fill=_ACCENT, width=_THICK, joint="curve")
    pen.ellipse((x - 30, y - 70, x + 30, y - 10), fill=_ACCENT)


def _nation(pen: Pen, x: int, y: int) -> None:
    tiles = ((1, 0), (0, 1), (1, 1), (2, 1), (1, 2), (2, 2), (1, 3))
    for across, down in tiles:
        left, top = x - 105 + across * 72, y - 135 + down * 68
        pen.rectangle((left, top, left + 56, top + 54), fill=_ACCENT)


def _help(pen: Pen, x: int, y: int) -> None:
    pen.ellipse((x - 130, y - 135, x + 130, y + 125), outline=_ACCENT, width=_THICK)
    pen.text((x, y), "?", font=lettering(190, bold=True), fill=_ACCENT, anchor="mm")


def _language(pen: Pen, x: int, y: int) -> None:
    pen.text((x - 75, y), "ก", font=lettering(220, bold=True), fill=_ACCENT, anchor="mm")
    pen.text((x + 85, y), "A", font=lettering(220, bold=True), fill=_ACCENT, anchor="mm")


_SIGNS: Final[dict[Sign, Callable[[Pen, int, int], None]]] = {
    Sign.CAMERA: _camera,
    Sign.PICTURES: _pictures,
    Sign.UNITS: _units,
    Sign.CHECK: _check,
    Sign.BARS: _bars,
    Sign.PEOPLE: _people,
    Sign.PLACE: _place,
    Sign.NATION: _nation,
    Sign.HELP: _help,
    Sign.LANGUAGE: _language,
}
