"""Drawings of what to do about a bad photo: crossed out as it came, ticked as it should be.

Drawn by us: an invented sheet, no words, so that one drawing serves every language.
"""

import io
from collections.abc import Callable
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from models.values.reading import Problem

_PANEL: Final = (420, 560)
_TABLE, _PAPER, _INK = "#8b7a66", "#fbfaf6", "#2b3038"
_BAD, _GOOD = "#9a3b26", "#1d6b52"
_SHEET: Final = (70, 50, 350, 510)
_MARK: Final = 44


@cache
def example(problem: Problem) -> bytes:
    """Return the drawing for a problem as PNG."""
    good = _photo()
    picture = Image.new("RGB", (2 * _PANEL[0] + 60, _PANEL[1] + 110), "#ffffff")
    pen = ImageDraw.Draw(picture)
    for place, (panel, colour) in enumerate(((_SPOILT[problem](good), _BAD), (good, _GOOD))):
        left = 20 + place * (_PANEL[0] + 20)
        picture.paste(panel, (left, 20))
        box = (left, 20, left + _PANEL[0], 20 + _PANEL[1])
        pen.rectangle(box, outline=colour, width=8)
        middle = left + _PANEL[0] // 2
        _cross(pen, middle) if place == 0 else _tick(pen, middle)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _photo() -> Image.Image:
    """Return an invented count sheet on a table, seen whole."""
    image = Image.new("RGB", _PANEL, _TABLE)
    pen = ImageDraw.Draw(image)
    _sheet(pen, _SHEET)
    return image


def _sheet(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    x0, y0, x1, y1 = box
    wide, high = x1 - x0, y1 - y0
    pen.rectangle(box, fill=_PAPER)
    for line, part in enumerate((0.55, 0.7, 0.4)):
        y = y0 + int(high * (0.06 + 0.05 * line))
        pen.line((x0 + wide * 0.15, y, x0 + wide * (0.15 + part), y), fill=_INK, width=6)
    top, rows = y0 + int(high * 0.24), 9
    step = int(high * 0.075)
    for row in range(rows + 1):
        y = top + row * step
        pen.line((x0 + wide * 0.1, y, x1 - wide * 0.1, y), fill=_INK, width=3)
    for column in (0.1, 0.24, 0.66, 0.9):
        x = x0 + wide * column
        pen.line((x, top, x, top + rows * step), fill=_INK, width=3)
    for row in range(rows):
        y = top + row * step + step // 2
        pen.line((x0 + wide * 0.3, y, x0 + wide * (0.4 + row % 3 * 0.08), y), fill=_INK, width=4)
        pen.arc(
            (x0 + wide * 0.72, y - 9, x0 + wide * 0.78, y + 9), 40, 320, fill="#27418c", width=4
        )
        pen.line((x0 + wide * 0.82, y - 10, x0 + wide * 0.81, y + 10), fill="#27418c", width=4)


def _blurred(good: Image.Image) -> Image.Image:
    return good.filter(ImageFilter.GaussianBlur(7))


def _dark(good: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(good).enhance(0.22)


def _glaring(good: Image.Image) -> Image.Image:
    light = Image.new("L", _PANEL, 0)
    ImageDraw.Draw(light).ellipse((150, 140, 400, 420), fill=255)
    return Image.composite(Image.new("RGB", _PANEL, "#ffffff"), good, light.filter(_SOFT))


def _moved(dx: int, dy: int) -> Callable[[Image.Image], Image.Image]:
    """Return what shows the sheet so far aside that a part of it is cut off."""

    def move(_good: Image.Image) -> Image.Image:
        image = Image.new("RGB", _PANEL, _TABLE)
        x0, y0, x1, y1 = _SHEET
        _sheet(ImageDraw.Draw(image), (x0 + dx, y0 + dy, x1 + dx, y1 + dy))
        return image

    return move


def _small(good: Image.Image) -> Image.Image:
    tiny = good.resize((_PANEL[0] // 14, _PANEL[1] // 14))
    return tiny.resize(_PANEL, Image.Resampling.NEAREST)


def _far(_good: Image.Image) -> Image.Image:
    image = Image.new("RGB", _PANEL, _TABLE)
    _sheet(ImageDraw.Draw(image), (165, 200, 245, 330))
    return image


def _no_form(_good: Image.Image) -> Image.Image:
    image = Image.new("RGB", _PANEL, "#b9cbd6")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 380, *_PANEL), fill="#7f9a6a")
    pen.ellipse((250, 70, 330, 150), fill="#f2d16b")
    pen.polygon(((60, 380), (190, 190), (320, 380)), fill="#6c7f8c")
    return image


def _cross(pen: ImageDraw.ImageDraw, x: int) -> None:
    y = _PANEL[1] + 62
    half = _MARK // 2
    for dx in (half, -half):
        pen.line((x - dx, y - half, x + dx, y + half), fill=_BAD, width=12)


def _tick(pen: ImageDraw.ImageDraw, x: int) -> None:
    y = _PANEL[1] + 62
    points = ((x - 26, y), (x - 8, y + 22), (x + 28, y - 24))
    pen.line(points, fill=_GOOD, width=12, joint="curve")


_SOFT: Final = ImageFilter.GaussianBlur(30)
_SPOILT: Final[dict[Problem, Callable[[Image.Image], Image.Image]]] = {
    Problem.SMALL: _small,
    Problem.BLURRED: _blurred,
    Problem.DARK: _dark,
    Problem.GLARE: _glaring,
    Problem.CUT_TOP: _moved(0, -190),
    Problem.CUT_BOTTOM: _moved(0, 190),
    Problem.CUT_LEFT: _moved(-170, 0),
    Problem.CUT_RIGHT: _moved(170, 0),
    Problem.NOT_A_FORM: _no_form,
    Problem.UNKNOWN_PAGE: _far,
    Problem.NO_TABLE: _moved(0, 330),
    Problem.MISSING_ROWS: _moved(0, 190),
    Problem.STRUCK_OUT: _blurred,
}
