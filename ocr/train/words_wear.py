"""A strip of words as the reader gets it: print and strangers around, photographed, cleaned."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.train.words_ink import FINE, Alpha, Room, printed_piece, written_words
from ocr.train.words_text import random_phrase
from ocr.words.view import HEIGHT, LINE, MAX_WIDTH, Ink, trimmed, without_lines

UNITS: Final = ("บัตร", "คน", "ซอง")
UNIT_SHARE: Final = 0.12
"""Strips that begin with the printed unit of the digits, as head counts do."""

KEPT: Final = 64
"""Strips remembered as possible neighbours."""


@dataclass(frozen=True, slots=True)
class WordSample:
    """A trimmed strip of ink (48 rows) and the classes of the words in it."""

    ink: Ink
    tokens: tuple[int, ...]


@dataclass(slots=True)
class WordSource:
    """Draws strips; remembers the last ones, which become ink of the rows above and below."""

    fonts: Sequence[Path] = ()
    rows: list[Alpha] = field(default_factory=list)

    def sample(self, rng: np.random.Generator) -> WordSample:
        """Return one strip in which something stands."""
        while True:
            phrase = random_phrase(rng)
            room = _room(len("".join(phrase.texts)), rng)
            words = written_words(phrase, room, self.fonts, rng)
            strangers = self._neighbours(room, rng)
            if self.fonts and rng.random() < UNIT_SHARE:
                words = self._behind_unit(words, strangers, rng)
            ink = worn(words, strangers, room, rng)
            self.rows = [*self.rows[-KEPT:], words]
            part = trimmed(ink)
            if part is not None:
                return WordSample(shaken(part, rng), phrase.tokens)

    def _behind_unit(self, words: Alpha, layer: Alpha, rng: np.random.Generator) -> Alpha:
        """Print the unit of the digits before the words, cut off at its left; move the words."""
        text = f"{UNITS[int(rng.integers(len(UNITS)))]} ("
        font = self.fonts[int(rng.integers(len(self.fonts)))]
        piece = printed_piece(text, float(rng.uniform(7, 11)) * FINE, font)
        seen = piece[:, int(rng.uniform(0, 0.6) * piece.shape[1]) :]
        top = int(rng.uniform(0.3, 0.6) * layer.shape[0]) - int(0.3 * piece.shape[0])
        width = min(seen.shape[1], layer.shape[1])
        room = layer[max(0, top) : top + seen.shape[0], :width]
        np.maximum(room, seen[: room.shape[0], :width], out=room)
        moved = np.zeros_like(words)
        moved[:, width:] = words[:, : words.shape[1] - width]
        return moved if not words[:, words.shape[1] - width :].any() else words

    def _neighbours(self, room: Room, rng: np.random.Generator) -> Alpha:
        """Return the ink of the rows above and below that reaches into a strip."""
        layer = np.zeros(room.shape, np.uint8)
        if not self.rows:
            return layer
        pitch = int(rng.uniform(25, 54) * FINE)
        for side in (-1, 1):
            if rng.random() < 0.55:
                other = self.rows[int(rng.integers(len(self.rows)))]
                paste(layer, other, side * pitch, int(rng.integers(-30, 31)))
        return layer


def _room(letters: int, rng: np.random.Generator) -> Room:
    body = float(rng.uniform(8, 20)) if rng.random() < 0.85 else float(rng.uniform(6, 24))
    width = int(min(MAX_WIDTH - 8, rng.uniform(1.0, 1.6) * letters * body + rng.uniform(30, 160)))
    width = max(70, width)
    base = rng.normal(34, 2.6)
    left = rng.uniform(4, max(6, min(60, width - letters * body * 0.8)))
    return Room((HEIGHT * FINE, width * FINE), base * FINE, float(left) * FINE, body * FINE)


def paste(layer: Alpha, other: Alpha, down: int, right: int) -> None:
    """Add ink to a layer, so many pixels lower and to the right of where it stood."""
    shift = np.asarray([[1, 0, right], [0, 1, down]], np.float32)
    moved = cv2.warpAffine(other, shift, (layer.shape[1], layer.shape[0]), flags=cv2.INTER_NEAREST)
    np.maximum(layer, moved, out=layer)


def worn(words: Alpha, strangers: Alpha, room: Room, rng: np.random.Generator) -> Ink:
    """Return the strip's ink with print and strangers, as a photo and its cleaning leave it."""
    printed = _printed(room.shape, rng)
    pen = float(rng.uniform(0.5, 1.0))
    hand = np.maximum(words, strangers)
    if rng.random() < 0.25:
        _slashed(hand, room, rng)
    layer = np.maximum(hand.astype(np.float32) * pen, printed * rng.uniform(0.4, 1.0))
    size = room.shape[1] // FINE, room.shape[0] // FINE
    small = cv2.resize(layer, size, interpolation=cv2.INTER_AREA)
    seen = _photographed(np.asarray(small, np.float32), rng)
    return seen if rng.random() < 0.1 else without_lines(seen[None])[0]


def _printed(shape: tuple[int, int], rng: np.random.Generator) -> Alpha:
    """Return the print of a strip: leader, brackets, ruled lines, some of it or none."""
    layer = np.zeros(shape, np.uint8)
    chance = rng.random(4)
    if chance[0] < 0.7:
        _leader(layer, rng)
    if chance[1] < 0.6:
        _brackets(layer, rng)
    if chance[2] < 0.7:
        y = int((LINE + rng.normal(0, 0.8)) * FINE)
        _rule(layer, y, rng)
    if chance[3] < 0.6:
        _rule(layer, int((LINE - rng.uniform(26, 54)) * FINE), rng)
    return layer


def _leader(layer: Alpha, rng: np.random.Generator) -> None:
    y = (LINE - rng.uniform(3, 12)) * FINE
    step = float(rng.uniform(1.6, 4.5)) * FINE
    slope = float(rng.normal(0, 0.012))
    radius = int(rng.integers(1, 3))
    xs = np.arange(rng.uniform(0, 30), layer.shape[1], step)
    for x in xs:
        at = (int(x), int(y + slope * x))
        cv2.circle(layer, at, radius, 255, -1, cv2.LINE_AA)


def _brackets(layer: Alpha, rng: np.random.Generator) -> None:
    y = int((LINE - rng.uniform(8, 14)) * FINE)
    axes = (int(rng.uniform(1.5, 4) * FINE), int(rng.uniform(6, 11) * FINE))
    left, right = int(rng.uniform(1, 8) * FINE), layer.shape[1] - int(rng.uniform(1, 8) * FINE)
    thick = int(rng.integers(2, 4))
    if rng.random() < 0.7:
        cv2.ellipse(layer, (left + axes[0], y), axes, 0, 115, 245, 255, thick, cv2.LINE_AA)
    if rng.random() < 0.5:
        cv2.ellipse(layer, (right - axes[0], y), axes, 0, -65, 65, 255, thick, cv2.LINE_AA)


def _rule(layer: Alpha, y: int, rng: np.random.Generator) -> None:
    end = y + int(rng.normal(0, 3))
    cv2.line(layer, (0, y), (layer.shape[1], end), 255, int(rng.integers(1, 4)), cv2.LINE_AA)


def _slashed(layer: Alpha, room: Room, rng: np.random.Generator) -> None:
    """Draw a checker's slash or a dash somewhere, mostly behind the words."""
    used = np.flatnonzero(layer.any(axis=0))
    end = int(used[-1]) if used.size else 0
    x = end + int(rng.uniform(-10, 16) * FINE)
    y = int(room.base + rng.uniform(-6, 6) * FINE)
    tilt = int(rng.uniform(-2, 9) * FINE)
    reach = int(rng.uniform(5, 16) * FINE)
    cv2.line(layer, (x, y), (x + reach, y - tilt), 255, int(rng.integers(1, 5)), cv2.LINE_AA)


def _photographed(ink: NDArray[np.float32], rng: np.random.Generator) -> Ink:
    """Return ink 0-255 as a camera, a scanner or a copier gives it."""
    if rng.random() < 0.6:
        ink = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.35, 1.1)).astype(np.float32)
    ink = ink + rng.normal(0, rng.uniform(0, 10), ink.shape).astype(np.float32)
    if rng.random() < 0.25:
        level = float(rng.uniform(60, 140))
        steep = float(rng.uniform(2, 10))
        ink = (ink - level) * steep + level
    ink = ink * float(rng.uniform(0.9, 1.5))
    grey = np.clip(ink - rng.uniform(0, 12), 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 90))]
        packed = cv2.imencode(".jpg", grey, quality)[1]
        seen = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
        grey = grey if seen is None else seen.astype(np.uint8)
    return grey


def shaken(ink: Ink, rng: np.random.Generator) -> Ink:
    """Return a strip a little up or down from where it should be cut."""
    return np.roll(ink, int(rng.normal(0, 1.3)), axis=0)
