"""Single digits drawn by our own strokes: nobody's hand, and every way of writing that we know."""

import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Final

import numpy as np

from ocr.digits.alphabet import Script
from ocr.hand import Style, Writer, style_of
from ocr.hand.glyphs import Glyph, glyph_of, glyphs
from ocr.train.glyphs import GlyphBank, Ink, tight

WRITERS: Final = {Script.ARABIC: 2400, Script.THAI: 900}
"""Hands drawn for each script; each writes every digit `EACH` times."""

EACH: Final = 2
USUAL: Final = 0.8
"""How often a hand writes a digit in its usual way."""

SEED: Final = 41
HEIGHT: Final = 44
"""Height in pixels at which digits are drawn."""


class DigitWriter(Writer):
    """A hand that knows more ways to write digits."""

    def digit(self, digit: int, script: Script) -> Ink:
        """Return the tight ink of one digit."""
        drawn = self.number(str(digit), script.value).alpha(HEIGHT, margin_px=1)
        return tight(drawn)

    def _way(self, character: str) -> Glyph:
        ways = (*glyphs()[character], *_more_ways().get(character, ()))
        if character not in self._favourites:
            self._favourites[character] = int(self._rng.integers(len(ways)))
        usual = self._rng.random() < USUAL
        return ways[self._favourites[character] if usual else int(self._rng.integers(len(ways)))]


def drawn_bank(script: Script, writers: int, seed: int = SEED) -> GlyphBank:
    """Return a bank of digits by so many hands; the same seed gives the same bank."""
    rng = np.random.default_rng((seed, list(Script).index(script)))
    drawn: list[Ink] = []
    by_writer = []
    for _ in range(writers):
        writer = DigitWriter(rng, varied(rng))
        places = []
        for digit in range(10):
            places.append(tuple(range(len(drawn), len(drawn) + EACH)))
            drawn += [writer.digit(digit, script) for _ in range(EACH)]
        by_writer.append(tuple(places))
    by_digit = tuple(tuple(i for w in by_writer for i in w[d]) for d in range(10))
    return GlyphBank(script, tuple(drawn), by_digit, tuple(by_writer))


def varied(rng: np.random.Generator) -> Style:
    """Return a style with more spread than the forms' own clerks have."""
    return replace(
        style_of(rng),
        slant=float(rng.normal(0.08, 0.18)),
        aspect=float(rng.uniform(0.62, 1.3)),
        size=1.0,
        size_wobble=0.0,
        pen=float(rng.uniform(0.05, 0.15)),
        wobble=float(rng.uniform(0.01, 0.055)),
        loops=float(rng.beta(0.8, 0.8)),
        retrace=float(rng.beta(1, 30)),
    )


@cache
def _more_ways() -> dict[str, tuple[Glyph, ...]]:
    text = resources.files("ocr.train").joinpath("digit_glyphs.toml").read_text("utf-8")
    digits = tomllib.loads(text)["digits"]
    return {digit: tuple(glyph_of(way) for way in ways) for digit, ways in digits.items()}
