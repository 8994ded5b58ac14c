"""What stands on the lines for places: names of tambon, amphoe, provinces and counting places."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from ocr.place_names.letters import letters_of
from ocr.train.words_text import Phrase

FILES: Final = {
    "provinces.csv": "provinceNameTh",
    "districts.csv": "districtNameTh",
    "subdistricts.csv": "subdistrictNameTh",
}
"""Files of a folder of names, and the column that holds them."""

_BEFORE: Final = ("ต.", "ตำบล", "แขวง", "เทศบาลตำบล", "ทต.", "อ.", "อำเภอ", "เขต", "จ.", "จังหวัด")
_HOUSES: Final = (
    "โรงเรียน",
    "โรงเรียนบ้าน",
    "รร.",
    "วัด",
    "ศาลา",
    "สำนักงานเขต",
    "ที่ว่าการอำเภอ",
    "หอประชุม",
    "โดมอเนกประสงค์",
    "อาคารอเนกประสงค์",
    "วิทยาลัยเทคนิค",
    "เต็นท์บริเวณ",
    "ศาลากลาง",
)
_HEADS: Final = "กขคงจชซญณดตถทธนบปผพภมยรลวศษสหอฉฝฟฮ"
_LEADING: Final = "เแโไใ"
_ABOVE: Final = "ิีึืัุู"
_TONES: Final = "่้"

_INVENTED, _PREFIXED, _HOUSED, _TWO = 0.4, 0.16, 0.22, 0.06
"""Shares of names that nobody bears, with a word before them, of counting places, and of pairs."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names to write; without any, invented ones alone are written."""

    known: Sequence[str] = ()

    def phrase(self, rng: np.random.Generator) -> Phrase:
        """Return one name as it may stand on a line, with its letters."""
        text = self._name(rng)
        chance = rng.random()
        if chance < _HOUSED:
            text = _one(_HOUSES, rng) + text
        elif chance < _HOUSED + _PREFIXED:
            text = _one(_BEFORE, rng) + text
        elif chance < _HOUSED + _PREFIXED + _TWO:
            text = text + " " + self._name(rng)
        return Phrase(letters_of(text), (text,))

    def _name(self, rng: np.random.Generator) -> str:
        if self.known and rng.random() > _INVENTED:
            return _one(self.known, rng)
        return "".join(_syllable(rng) for _ in range(int(rng.integers(1, 4))))


def names_in(folder: Path) -> list[str]:
    """Return the names of a folder's tables of provinces, districts and subdistricts."""
    found: set[str] = set()
    for name, column in FILES.items():
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            found.update(row[column] for row in csv.DictReader(file))
    return sorted(found)


def _syllable(rng: np.random.Generator) -> str:
    """Return a syllable of any letters: the network shall read them, not guess the language."""
    before = _one(_LEADING, rng) if rng.random() < 0.22 else ""
    head = _one(_HEADS, rng) + (_one("รลวห", rng) if rng.random() < 0.12 else "")
    above = _one(_ABOVE, rng) if not before and rng.random() < 0.35 else ""
    tone = _one(_TONES, rng) if rng.random() < 0.3 else ""
    vowel = _one("าาาะำอ", rng) if not above and rng.random() < 0.4 else ""
    end = _one(_HEADS, rng) if rng.random() < 0.6 else ""
    return before + head + above + tone + vowel + end


def _one(choices: Sequence[str], rng: np.random.Generator) -> str:
    return choices[int(rng.integers(len(choices)))]
