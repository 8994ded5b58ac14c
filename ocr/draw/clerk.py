"""The committee's clerk: writes values into their rooms and notes the truth about it."""

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from ocr.draw.filling import Colour, Habits
from ocr.draw.page import BoxF, Kind, Region
from ocr.draw.paper import Paper
from ocr.hand import Ink, Writer, spelled_digits, thai_words

_FULL: Final = 1.08
"""Ink wider than its room by more than this is squeezed; a little overhang is what people do."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where something may be written: its box, the base line and the height of a digit, pixels."""

    box: BoxF
    base: float
    em: float


@dataclass(slots=True)
class Clerk:
    """One writer with their habits, at work on the pages of one sheet."""

    paper: Paper
    writer: Writer
    habits: Habits
    rng: np.random.Generator
    regions: list[Region] = field(default_factory=list)

    def count(self, key: str, value: int | None, room: Room, *, candidate: bool = False) -> None:
        """Write a count in digits; zero votes of a candidate are shown as the clerk is used to."""
        shown, ink = self._shown(value, candidate=candidate)
        box = self._place(ink, room, None) if ink else None
        self.regions.append(
            Region(Kind.COUNT, key, room.box, box, value, ink.text if ink else "", shown)
        )

    def words(self, key: str, value: int | None, room: Room) -> None:
        """Write a count in words beside its digits, unless the digits were left out."""
        digits = next((r for r in reversed(self.regions) if r.key == key), None)
        shown = digits.shown if digits else "blank"
        ink = self._words_ink(value, shown)
        box = self._place(ink, room, None) if ink else None
        text = ink.text if ink else ""
        self.regions.append(
            Region(Kind.WORDS, key, room.box, box, value if ink else None, text, "words")
        )

    def text(self, kind: Kind, key: str, text: str, room: Room, colour: Colour | None) -> None:
        """Write a name or a place."""
        box = self._place(self.writer.text(text), room, colour) if text else None
        self.regions.append(Region(kind, key, room.box, box, None, text, "text"))

    def sign(self, key: str, room: Room, colour: Colour | None, *, signs: bool) -> None:
        """Sign on a line, or leave it empty."""
        ink = self.writer.signature().scaled(1.3) if signs else None
        box = self._place(ink, room, colour) if ink else None
        self.regions.append(Region(Kind.SIGNATURE, key, room.box, box, None, "", "signature"))

    def _shown(self, value: int | None, *, candidate: bool) -> tuple[str, Ink | None]:
        if value is None:
            return "blank", None
        if value == 0 and self.habits.zero == "-":
            return "dash", self.writer.dash()
        if value == 0 and candidate and not self.habits.zero:
            return "blank", None
        return self._marked(self.writer.number(str(value), self.habits.script), value)

    def _marked(self, ink: Ink, value: int) -> tuple[str, Ink]:
        chance = self.rng.random()
        if chance < self.habits.struck:
            wrong = self.writer.number(str(value + 1 + int(self.rng.integers(9))))
            return "struck", self.writer.struck(wrong, ink)
        if self.habits.fenced:
            return "fenced", self.writer.fenced(ink)
        if self.rng.random() < self.habits.ticked:
            return "ticked", self.writer.ticked(ink)
        if self.rng.random() < self.habits.slashed:
            return "slashed", self.writer.slashed(ink)
        return "digits", ink

    def _words_ink(self, value: int | None, shown: str) -> Ink | None:
        if value is None or shown == "blank" or self.rng.random() > self.habits.words:
            return None
        if shown == "dash":
            return self.writer.dash() if self.rng.random() < 0.5 else None
        spelled = self.rng.random() < self.habits.spelled
        text = spelled_digits(value) if spelled else thai_words(value)
        text += self.habits.suffix
        return self.writer.text(f'"{text}"' if self.habits.quoted else text)

    def _place(self, ink: Ink, room: Room, colour: Colour | None) -> BoxF:
        x0, _, x1, _ = room.box
        wide = (x1 - x0) / room.em
        if ink.width > wide * _FULL:
            ink = _squeezed(ink, wide * _FULL / ink.width)
        free = max(0.0, wide - ink.width)
        start = x0 + float(self.rng.uniform(0.1, 0.55)) * min(free, 2.5) * room.em
        lift = float(self.rng.normal(0.1, 0.07)) * room.em
        used = colour or self.writer.style.colour
        return self.paper.write(ink, room.em, start, room.base - lift, used)


def _squeezed(ink: Ink, factor: float) -> Ink:
    """Return ink made narrower, as people write when the line ends."""
    shape = np.asarray([factor, 1.0], np.float32)
    return replace(ink, strokes=tuple(replace(s, points=s.points * shape) for s in ink.strokes))
