"""Number words drawn by our own strokes and by Thai fonts, loosened as hasty hands write."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.hand import Ink, Stroke, Style, Writer, draw, joined, style_of
from ocr.hand.glyphs import Glyph, glyph_of
from ocr.train.words_text import Phrase
from ocr.words.view import MAX_WIDTH

Alpha = NDArray[np.uint8]
"""Shape (height, width): 0 paper, 255 full ink."""

FINE: Final = 2
"""Strips are drawn at this many times their size and shrunk in the end."""

FONT_SHARE: Final = 0.42
"""Share of the strips that are set in type; the others are written by our own strokes."""

_FONT_PX: Final = 72
_MARKS: Final = "่้์็ัิีืึุู"
_BODY: Final = "น"
_PAD: Final = 40


@dataclass(frozen=True, slots=True)
class Room:
    """Where words are written on a fine canvas: its shape, base line, left end, body height."""

    shape: tuple[int, int]
    base: float
    left: float
    body: float


def written_words(
    phrase: Phrase, room: Room, fonts: Sequence[Path], rng: np.random.Generator
) -> Alpha:
    """Return the words on a fine canvas, by hand or by a font."""
    texts = [_careless(t, rng) for t in phrase.texts]
    if not texts:
        return np.zeros(room.shape, np.uint8)
    by_font = bool(fonts) and rng.random() < FONT_SHARE
    if by_font:
        picture = _by_font(texts, room, fonts[int(rng.integers(len(fonts)))], rng)
    else:
        picture = _by_hand(texts, room, rng)
    return _elastic(picture, room.body, float(rng.uniform(0.3, 1.0) if by_font else 0.5), rng)


def _careless(text: str, rng: np.random.Generator) -> str:
    """Return a word with a mark or two left out, as haste does."""
    if rng.random() < 0.75:
        return text
    lost = rng.uniform(0.1, 0.5)
    return "".join(c for c in text if c not in _MARKS or rng.random() > lost)


def _varied(rng: np.random.Generator) -> Style:
    """Return a style with more spread than the forms' own clerks have."""
    return replace(
        style_of(rng),
        slant=float(rng.normal(0.12, 0.2)),
        aspect=float(rng.uniform(0.6, 1.35)),
        pen=float(rng.uniform(0.05, 0.13)),
        wobble=float(rng.uniform(0.01, 0.06)),
        gap=float(rng.uniform(-0.02, 0.36)),
        touch=float(rng.beta(1, 4)),
        retrace=float(rng.beta(1, 60)),
        loops=float(rng.beta(1.4, 0.8)),
        loop_size=float(rng.uniform(0.6, 1.9)),
    )


def _by_hand(texts: Sequence[str], room: Room, rng: np.random.Generator) -> Alpha:
    writer = WordWriter(rng, _varied(rng))
    scale = writer.style.letter_scale
    between = float(rng.uniform(0.0, 0.5))
    x, parts = 0.0, []
    for text in texts:
        ink = writer.text(text)
        ink = ink.moved(x - ink.box[0])
        parts.append(ink)
        x = ink.width + between * float(rng.uniform(0.4, 1.4))
    ink = _loosened(joined(parts), rng)
    em = room.body / scale
    space = room.shape[1] - room.left - 4
    squeeze = min(1.0, space / max(1.0, ink.width * em))
    ink = _bent(ink, np.asarray([squeeze, 1], np.float32))
    return draw(ink, em, (room.left, room.base - em), room.shape)


class WordWriter(Writer):
    """A hand that knows more ways to write the letters of number words."""

    def __init__(self, seed: np.random.Generator, style: Style) -> None:
        """Draw a hand; how often it uses the further ways stays the same while it writes."""
        super().__init__(seed, style)
        self._further = float(seed.uniform(0, 1))

    def _way(self, character: str) -> Glyph:
        ways = _further_glyphs().get(character)
        if ways is None or self._rng.random() > self._further:
            return super()._way(character)
        return ways[int(self._rng.integers(len(ways)))]


@cache
def _further_glyphs() -> dict[str, tuple[Glyph, ...]]:
    text = resources.files("ocr.train").joinpath("words_glyphs.toml").read_text("utf-8")
    letters = tomllib.loads(text)["letters"]
    return {letter: tuple(glyph_of(way) for way in ways) for letter, ways in letters.items()}


def _bent(ink: Ink, scale: NDArray[np.float32]) -> Ink:
    return replace(ink, strokes=tuple(replace(s, points=s.points * scale) for s in ink.strokes))


def _loosened(ink: Ink, rng: np.random.Generator) -> Ink:
    """Return ink whose strokes are rounder, joined, displaced and of uneven size."""
    haste = float(rng.beta(0.9, 2.4))
    joins = float(rng.beta(0.7, 2.5))
    uneven = float(rng.uniform(0.02, 0.14))
    stray = float(rng.uniform(0.0, 0.2))
    slope, wave = float(rng.normal(0, 0.025)), float(rng.uniform(0, 0.08))
    turns, phase = float(rng.uniform(0.5, 3)), float(rng.uniform(0, 6.28))
    strokes: list[Stroke] = []
    for stroke in ink.strokes:
        points = _rounded(stroke.points, haste)
        low = float(points[:, 1].min())
        is_mark = float(points[:, 1].max()) < 0.32 or low > 0.95
        middle = points.mean(axis=0)
        points = middle + (points - middle) @ _pulled(uneven, rng)
        points = points + rng.normal(0, stray * (1.0 if is_mark else 0.25), 2).astype(np.float32)
        sway = slope * points[:, 0] + wave * np.sin(turns * points[:, 0] + phase)
        points[:, 1] += sway.astype(np.float32)
        if strokes and not is_mark and rng.random() < joins:
            strokes.append(_ligature(strokes[-1], points))
        strokes.append(Stroke(points, stroke.width, stroke.pressure))
    return Ink(ink.text, tuple(strokes))


def _pulled(uneven: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return the matrix that makes one stroke larger, smaller, leaning or turned."""
    turn = float(rng.normal(0, 0.7 * uneven))
    lean = float(rng.normal(0, uneven))
    wide, tall = 1 + rng.normal(0, uneven, 2)
    return np.asarray([[wide, turn], [-turn - lean, tall]], np.float32)


def _rounded(points: NDArray[np.float32], haste: float) -> NDArray[np.float32]:
    """Return a line with its corners cut, more so the hastier the hand."""
    reach = int(haste * len(points) * 0.2)
    if reach < 1 or len(points) < 4:
        return points.copy()
    padded = np.concatenate([points[:1].repeat(reach, 0), points, points[-1:].repeat(reach, 0)])
    sums = np.cumsum(np.concatenate([np.zeros((1, 2), np.float32), padded]), axis=0)
    window = 2 * reach + 1
    return np.asarray((sums[window:] - sums[:-window]) / window, np.float32)


def _ligature(before: Stroke, points: NDArray[np.float32]) -> Stroke:
    ends = np.stack([before.points[-1], points[0]])
    if float(np.abs(ends[1] - ends[0]).max()) > 1.2:
        ends[1] = ends[0]
    return Stroke(ends.astype(np.float32), before.width * 0.8, np.ones(2, np.float32))


@cache
def _font(path: Path) -> tuple[ImageFont.FreeTypeFont, float]:
    """Return a face and the height of its letters' bodies, in pixels."""
    font = ImageFont.truetype(str(path), _FONT_PX, layout_engine=ImageFont.Layout.RAQM)
    _, top, _, bottom = font.getbbox(_BODY, anchor="ls")
    return font, float(bottom - top)


def _by_font(texts: Sequence[str], room: Room, path: Path, rng: np.random.Generator) -> Alpha:
    font, body = _font(path)
    text = ("", " ", "  ")[int(rng.integers(3))].join(texts)
    width = int(font.getlength(text)) + 2 * _PAD
    image = Image.new("L", (width, 3 * _FONT_PX))
    ImageDraw.Draw(image).text((_PAD, 2 * _FONT_PX), text, fill=255, font=font, anchor="ls")
    picture = _thickened(np.asarray(image), rng)
    tall = room.body / body
    wide = tall * float(rng.uniform(0.7, 1.4))
    wide = min(wide, (room.shape[1] - room.left - 4) / max(1, width - 2 * _PAD))
    shear = float(rng.normal(0.08, 0.18)) * tall
    slope = float(rng.normal(0, 0.02)) * wide
    dx = room.left - wide * _PAD + shear * 2 * _FONT_PX
    dy = room.base - tall * 2 * _FONT_PX - slope * _PAD
    matrix = np.asarray([[wide, -shear, dx], [slope, tall, dy]], np.float32)
    drawn = cv2.warpAffine(picture, matrix, (room.shape[1], room.shape[0]), flags=cv2.INTER_AREA)
    return drawn.astype(np.uint8, copy=False)


def printed_piece(text: str, body: float, path: Path) -> Alpha:
    """Return a piece of print whose letters' bodies are so many pixels high."""
    font, own = _font(path)
    image = Image.new("L", (int(font.getlength(text)) + 8, 2 * _FONT_PX))
    ImageDraw.Draw(image).text((4, 1.5 * _FONT_PX), text, fill=255, font=font, anchor="ls")
    scale = body / own
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    small = cv2.resize(np.asarray(image), size, interpolation=cv2.INTER_AREA)
    return small.astype(np.uint8, copy=False)


def _thickened(picture: Alpha, rng: np.random.Generator) -> Alpha:
    """Return print with a thinner or thicker line."""
    size = int(rng.integers(1, 5))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    if size == 1:
        return picture
    change = cv2.erode if rng.random() < 0.35 and size == 2 else cv2.dilate
    return change(picture, kernel).astype(np.uint8, copy=False)


def _elastic(picture: Alpha, body: float, force: float, rng: np.random.Generator) -> Alpha:
    """Return the picture as on rubber: every letter is pulled another way."""
    height, width = picture.shape
    step = body * float(rng.uniform(0.6, 1.8))
    grid = (2, max(3, round(height / step)), max(3, round(width / step)))
    pull = rng.normal(0, 0.09 * body * force, grid).astype(np.float32)
    dx = cv2.resize(pull[0], (width, height), interpolation=cv2.INTER_LINEAR)
    dy = cv2.resize(pull[1], (width, height), interpolation=cv2.INTER_LINEAR)
    xs, ys = _places(height, MAX_WIDTH * FINE)
    dx += xs[:, :width]
    dy += ys[:, :width]
    return cv2.remap(picture, dx, dy, cv2.INTER_LINEAR).astype(np.uint8, copy=False)


@cache
def _places(height: int, width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    ys, xs = np.mgrid[:height, :width].astype(np.float32)
    return xs, ys
