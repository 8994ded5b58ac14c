"""Single digits ready to be written into a string."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.digits.alphabet import Script
from ocr.train.datasets import TRAINING_SETS, DigitImages, load_digits

Ink = NDArray[np.uint8]
"""Ink from 0 (paper) to 255 (stroke), rows by columns."""

BARRED: Final = 0.5
"""Share of hands that bar their 7, as Thai hands do; an unbarred set teaches to strike it out."""

ELASTIC: Final = 0.55
"""Share of digits that are pulled as on rubber."""

_TALL: Final = {0: 0.75, 1: 0.75, 3: 0.76}
"""Thai digits without an ascender stand lower than the others; share of the full height."""


@dataclass(frozen=True, slots=True)
class Style:
    """How one hand writes one string: all its digits share these."""

    height: float
    slant: float
    stretch: float
    unsteady: float
    rubber: float
    same_writer: bool


@dataclass(frozen=True, slots=True)
class GlyphBank:
    """Digits of one script: `by_writer[w][d]` and `by_digit[d]` hold indices into `glyphs`.

    `barred` is the share of hands whose 7 is to be barred: American digits lack the bar.
    """

    script: Script
    glyphs: tuple[Ink, ...]
    by_digit: tuple[tuple[int, ...], ...]
    by_writer: tuple[tuple[tuple[int, ...], ...], ...]
    barred: float = 0.0

    def pick(self, digit: int, writer: int | None, rng: np.random.Generator) -> Ink:
        """Return one image of `digit`, by `writer` where that hand wrote it."""
        pool = self.by_writer[writer][digit] if writer is not None else ()
        pool = pool or self.by_digit[digit]
        return self.glyphs[pool[int(rng.integers(len(pool)))]]

    def tallness(self, digit: int, rng: np.random.Generator) -> float:
        """Return the height of `digit` as a share of the full height of a figure."""
        if self.script is Script.THAI and digit in _TALL and rng.random() < 0.7:
            return _TALL[digit]
        return 1.0


def load_banks(folder: Path, split: str) -> dict[Script, GlyphBank]:
    """Return the digits of each script from the described sets in `folder`.

    Raises:
        DataSetError: a set is missing or is another file.
    """
    arabic, thai = (load_digits(folder, known, split) for known in TRAINING_SETS)
    return {
        Script.ARABIC: bank_of(arabic, Script.ARABIC),
        Script.THAI: bank_of(thai, Script.THAI),
    }


def bank_of(digits: DigitImages, script: Script) -> GlyphBank:
    """Return a bank of the tight ink of every digit."""
    barred = BARRED if script is Script.ARABIC else 0.0
    glyphs = tuple(tight(255 - image) for image in digits.images)
    plain = digits.labels % 10
    by_digit = tuple(_where(plain == d) for d in range(10))
    order = np.argsort(digits.writers, kind="stable")
    cuts = np.flatnonzero(np.diff(digits.writers[order])) + 1
    by_writer = tuple(
        tuple(tuple(int(i) for i in part if plain[i] == d) for d in range(10))
        for part in np.split(order, cuts)
    )
    return GlyphBank(script, glyphs, by_digit, by_writer, barred)


def warp(glyph: Ink, height: float, style: Style, rng: np.random.Generator) -> Ink:
    """Return `glyph` at `height` pixels, slanted and turned as the hand does."""
    rows, columns = glyph.shape
    scale = height / rows
    across = scale * style.stretch * rng.uniform(0.9, 1.1)
    across = min(across, 1.4 * height / columns)
    slant = style.slant + rng.normal(0, 0.06) * style.unsteady
    turn = rng.normal(0, 0.05) * style.unsteady
    lean = np.array([[1.0, -slant], [0.0, 1.0]])
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = lean @ rotation @ np.diag([across, scale])
    corners = np.array([[0, 0], [columns, 0], [0, rows], [columns, rows]]) @ matrix.T
    low = corners.min(0) - 1
    size = np.ceil(corners.max(0) + 1 - low).astype(int)
    affine = np.hstack([matrix, -low[:, None]]).astype(np.float32)
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    drawn = cv2.warpAffine(glyph, affine, (int(size[0]), int(size[1])), flags=method)
    if rng.random() < ELASTIC:
        drawn = _pulled(drawn.astype(np.uint8), style.rubber * height, rng)
    return drawn.astype(np.uint8)


def _pulled(ink: Ink, force: float, rng: np.random.Generator) -> Ink:
    """Return a digit as on rubber: pulled by up to about `force` pixels, another way at each end.

    Its edges stay in the picture.
    """
    rows, columns = ink.shape
    pull = rng.normal(0, force, (2, 4, 3)).astype(np.float32)
    dx, dy = (cv2.resize(p, (columns, rows), interpolation=cv2.INTER_CUBIC) for p in pull)
    xs, ys = _places(rows, columns)
    return cv2.remap(
        ink, np.clip(xs + dx, 0, columns - 1), np.clip(ys + dy, 0, rows - 1), cv2.INTER_LINEAR
    ).astype(np.uint8)


@cache
def _places(rows: int, columns: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    ys, xs = np.mgrid[:rows, :columns].astype(np.float32)
    return xs, ys


def _where(chosen: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.flatnonzero(chosen))


def tight(ink: Ink) -> Ink:
    """Return the part of a picture that bears ink."""
    rows = np.flatnonzero((ink > 60).any(1))
    columns = np.flatnonzero((ink > 60).any(0))
    return np.ascontiguousarray(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
