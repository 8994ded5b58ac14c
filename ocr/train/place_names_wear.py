"""Strips of place names as the reader gets them: labels at both ends, photographed, cleaned."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from ocr.train.place_names_text import Names
from ocr.train.words_ink import FINE, Alpha, Room, printed_piece, written_words
from ocr.train.words_wear import WordSample, paste, shaken, worn
from ocr.words.view import HEIGHT, MAX_WIDTH, trimmed

LABELS: Final = (
    "ตำบล/แขวง/เทศบาล",
    "อำเภอ/เขต",
    "เขตเลือกตั้งที่",
    "จังหวัด",
    "เสร็จสิ้น",
    "ได้รับซอง",
    "นับคะแนน",
)
LABELLED: Final = 0.4
"""Strips into which the printed label on either side reaches."""

_LINE: Final = "รายงานผลการนับคะแนนบัตรเลือกตั้งได้ดำเนินการเสร็จสิ้นเป็นที่เรียบร้อยแล้วจำนวนซองและได้ตรวจนับ"
"""Print of the lines above and below; a piece of it reaches into many strips."""

KEPT: Final = 64
"""Strips remembered as possible neighbours."""


@dataclass(slots=True)
class PlaceSource:
    """Draws strips; remembers the last ones, which become ink of the lines above and below.

    `hands` are faces that look written, `prints` any others.
    """

    names: Names = field(default_factory=Names)
    hands: Sequence[Path] = ()
    prints: Sequence[Path] = ()
    rows: list[Alpha] = field(default_factory=list)

    def sample(self, rng: np.random.Generator) -> WordSample:
        """Return one strip in which a name stands."""
        while True:
            phrase = self.names.phrase(rng)
            room = _room(len(phrase.tokens), rng)
            faces = self.hands if rng.random() < 0.6 else self.prints
            words = written_words(phrase, room, faces, rng)
            self.rows = [*self.rows[-KEPT:], words]
            strangers = self._neighbours(room, rng)
            if self.prints and rng.random() < LABELLED:
                self._labelled(words, strangers, rng)
            part = trimmed(worn(words, strangers, room, rng))
            if part is not None and phrase.tokens:
                return WordSample(shaken(part, rng), phrase.tokens)

    def _labelled(self, words: Alpha, layer: Alpha, rng: np.random.Generator) -> None:
        """Print the end of a label before the name, or the beginning of one behind it."""
        used = np.flatnonzero(words.any(axis=0))
        if not used.size:
            return
        for side in (0, 1):
            if rng.random() < 0.6:
                label = LABELS[int(rng.integers(len(LABELS)))]
                face = self.prints[int(rng.integers(len(self.prints)))]
                piece = printed_piece(label, float(rng.uniform(7, 11)) * FINE, face)
                free = int(used[0]) if side == 0 else layer.shape[1] - int(used[-1])
                width = min(piece.shape[1], max(0, free + int(rng.integers(-3, 4)) * FINE))
                width = min(width, int(rng.uniform(0, 50)) * FINE)
                if width > 0:
                    _print_at(layer, piece, width, side, rng)

    def _neighbours(self, room: Room, rng: np.random.Generator) -> Alpha:
        """Return the ink of the lines above and below that reaches into a strip."""
        layer = np.zeros(room.shape, np.uint8)
        for side in (-1, 1):
            pitch = side * int(rng.uniform(23, 40) * FINE)
            if rng.random() < 0.35:
                other = self.rows[int(rng.integers(len(self.rows)))]
                paste(layer, other, pitch, int(rng.integers(-30, 31)))
            elif self.prints and rng.random() < 0.6:
                paste(layer, self._printed_line(room, rng), pitch, 0)
        return layer

    def _printed_line(self, room: Room, rng: np.random.Generator) -> Alpha:
        """Return a line's print as it would stand in the place of the name."""
        face = self.prints[int(rng.integers(len(self.prints)))]
        start = int(rng.integers(len(_LINE) // 2))
        piece = printed_piece(_LINE[start:], float(rng.uniform(7, 11)) * FINE, face)
        line = np.zeros(room.shape, np.uint8)
        _print_at(line, piece, min(piece.shape[1], room.shape[1]), 1, rng)
        return line


def _print_at(layer: Alpha, piece: Alpha, width: int, side: int, rng: np.random.Generator) -> None:
    seen = piece[:, -width:] if side == 0 else piece[:, :width]
    top = int(rng.normal(34, 2) * FINE) - int(0.75 * piece.shape[0])
    columns = slice(0, width) if side == 0 else slice(layer.shape[1] - width, layer.shape[1])
    low, high = max(0, top), min(layer.shape[0], top + seen.shape[0])
    np.maximum(layer[low:high, columns], seen[low - top : high - top], out=layer[low:high, columns])


def _room(letters: int, rng: np.random.Generator) -> Room:
    """Return a line for a name; long names are squeezed onto it, as people do."""
    body = float(rng.uniform(9, 19)) if rng.random() < 0.9 else float(rng.uniform(7, 22))
    pitch = float(rng.uniform(6.5, 11.5)) if letters > 12 else float(rng.uniform(9, 19))
    width = int(np.clip(pitch * letters + rng.uniform(10, 70), 60, MAX_WIDTH - 8))
    base = rng.normal(34, 2.6)
    left = rng.uniform(3, max(6, min(40, width - letters * 5)))
    return Room((HEIGHT * FINE, width * FINE), base * FINE, float(left) * FINE, body * FINE)
