"""A writer: one seeded hand that writes digits, Thai words and marks."""

from typing import Final

import numpy as np

from ocr.hand import marks
from ocr.hand.glyphs import Glyph, Points, Skeleton, characters, glyphs
from ocr.hand.ink import Ink, Stroke, joined
from ocr.hand.style import Style, style_of
from ocr.number_words import thai_words

_THAI: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_INITIALS: Final = "กขคจชดตทธนบปพมยรลวสหอ"
_BASE: Final = np.asarray([0, 1], np.float32)
_SPACE_EM: Final = 0.4
_FAVOURITE: Final = 0.85
"""How often a person writes a character in their usual way."""
_TALLER_MARK: Final = 0.32
"""How much higher a tone mark sits where a vowel is already above the letter, in em."""


class Writer:
    """One person's hand: same seed, same strokes; every number is written anew.

    `number` and `words` give ink whose `text` is the truth. All sizes are in em, where 1 is the
    height of a digit; `Ink.alpha(em_px)` draws it.
    """

    def __init__(self, seed: int | np.random.Generator, style: Style | None = None) -> None:
        """Draw a hand from a seed; `style` fixes it instead (a known person)."""
        self._rng = np.random.default_rng(seed)
        self.style = style or style_of(self._rng)
        self._favourites: dict[str, int] = {}

    def number(self, digits: str, script: str = "arabic") -> Ink:
        """Return a string of digits in `arabic` or `thai` figures, leading zeros kept."""
        shown = digits.translate(_THAI) if script == "thai" else digits
        x = 0.0
        parts: list[Ink] = []
        slope = self.style.drift + float(self._rng.normal(0, 0.02))
        for character in shown:
            glyph = self._way(character)
            size = self.style.size * (1 + float(self._rng.normal(0, self.style.size_wobble)))
            ink = self._write(glyph, size)
            ink = ink.moved(x - ink.box[0], 1 - size + slope * x)
            parts.append(ink)
            x = ink.width + self._gap() - self.style.pen
        return Ink(digits, joined(parts).strokes)

    def words(self, value: int, suffix: str = "", *, quoted: bool = False) -> Ink:
        """Return a count in Thai words, with an optional suffix such as คะแนน."""
        text = thai_words(value) + suffix
        return self.text(f'"{text}"' if quoted else text)

    def text(self, text: str) -> Ink:
        """Return a short Thai text; characters that the hand does not know are left out."""
        scale = self.style.letter_scale
        x, right, lifted = 0.0, 0.0, 0.0
        parts: list[Ink] = []
        for character in text:
            if character not in glyphs():
                x += _SPACE_EM * scale
                continue
            glyph = self._way(character)
            if _is_mark(character):
                rise = lifted if character in characters("tone") else 0.0
                lifted = _TALLER_MARK if character in characters("above") else 0.0
                ink = self._write(glyph, scale)
                left = right - glyph.advance * scale * 0.85 + float(self._rng.normal(0, 0.04))
                parts.append(ink.moved(left, 1 - scale - rise * scale))
                continue
            ink = self._write(glyph, scale).moved(x, 1 - scale)
            parts.append(ink)
            right, lifted = ink.width - self.style.pen / 2, 0.0
            x = right + self._gap() * scale * 0.7
        return Ink(text, joined(parts).strokes)

    def signature(self) -> Ink:
        """Return a signature: a hasty letter or two that run into a scribble."""
        letters = self._rng.choice(list(_INITIALS), int(self._rng.integers(0, 3)))
        start = self.text("".join(letters)).scaled(float(self._rng.uniform(1.0, 1.5)))
        scribble = marks.scribble(self._rng, self.style).moved(max(0.0, start.width - 0.2))
        return Ink("", joined([start.moved(0, -0.2), scribble]).strokes)

    def dash(self) -> Ink:
        """Return a dash, written where a count is zero or a line is left out."""
        return marks.dash(self._rng, self.style)

    def fenced(self, ink: Ink) -> Ink:
        """Return a number between two dashes (-718-)."""
        return marks.fenced(self._rng, self.style, ink)

    def ticked(self, ink: Ink) -> Ink:
        """Return a number with a checker's tick right after it."""
        return marks.ticked(self._rng, self.style, ink)

    def slashed(self, ink: Ink) -> Ink:
        """Return a number with a checker's slash right after it."""
        return marks.slashed(self._rng, self.style, ink)

    def struck(self, wrong: Ink, right: Ink) -> Ink:
        """Return a struck-out number with the right one beside it; its text is the right one."""
        return marks.struck(self._rng, self.style, wrong, right)

    def _gap(self) -> float:
        if self._rng.random() < self.style.touch:
            return float(self._rng.uniform(-0.04, 0.05))
        return max(0.03, self.style.gap + float(self._rng.normal(0, self.style.gap_wobble)))

    def _way(self, character: str) -> Glyph:
        ways = glyphs()[character]
        if len(ways) == 1:
            return ways[0]
        if character not in self._favourites:
            self._favourites[character] = int(self._rng.integers(len(ways)))
        usual = self._rng.random() < _FAVOURITE
        return ways[self._favourites[character] if usual else int(self._rng.integers(len(ways)))]

    def _write(self, glyph: Glyph, size: float) -> Ink:
        slant = self.style.slant + float(self._rng.normal(0, 0.03))
        shape = np.asarray([[size * self.style.aspect, 0], [-slant * size, size]], np.float32)
        strokes: list[Stroke] = []
        for skeleton in glyph.strokes:
            line = self._line(skeleton)
            # Slant leans about the base line, so that digits stand on it.
            line = (line - _BASE) @ shape + _BASE * np.float32(size)
            strokes.append(self._stroke(line))
            if self._rng.random() < self.style.retrace:
                strokes.append(self._stroke(line + self._rng.normal(0, 0.025, 2).astype("f4")))
        return Ink("", tuple(strokes))

    def _line(self, skeleton: Skeleton) -> Points:
        control, smooth = skeleton.control, skeleton.smooth
        if skeleton.head and self._rng.random() > self.style.loops:
            control, smooth = control[skeleton.head :], skeleton.bare
        elif skeleton.head:
            control = control.copy()
            end = control[skeleton.head - 1]
            grown = (control[: skeleton.head] - end) * np.float32(self.style.loop_size)
            control[: skeleton.head] = grown + end
        moved = control + self._rng.normal(0, self.style.wobble, control.shape).astype(np.float32)
        return np.asarray(smooth @ moved, np.float32)

    def _stroke(self, line: Points) -> Stroke:
        phase, turns = self._rng.uniform(0, 6.28), self._rng.uniform(2, 9)
        along = np.linspace(phase, phase + turns, len(line), dtype=np.float32)
        pressure = 1 + np.float32(self.style.pressure) * np.sin(along)
        return Stroke(line, self.style.pen, pressure)


def _is_mark(character: str) -> bool:
    return any(character in characters(s) for s in ("above", "tone", "below"))
