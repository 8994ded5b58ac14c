"""Which of the names that a register knows stands in a strip."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.values.likely_units import Names
from ocr.place_names.fits import Floats, best_letters, columns_of, fits
from ocr.place_names.network import shipped_network
from ocr.place_names.spellings import ways
from ocr.strip_network import CalibratedNetwork
from ocr.words.view import Ink

AskNames = Callable[[], Names]
"""Gives the names; it is asked only where a page has lines for them."""

KEPT: Final = 6
"""So many names that a strip may bear are kept."""

_LEAST: Final = 1e-4

OTHER: Final = -2.0
OTHER_A_LETTER: Final = -0.5
"""How likely a name that is not listed is beside the best letters of all: for any name at all, and
for each letter that was seen (logarithms). Drawn strips with and without the right name want -0.2 a
letter; real hands are further from drawn ones, so a listed name is given more room."""


@dataclass(frozen=True, slots=True)
class NameReading:
    """The names that a strip may bear.

    `candidates` holds (name, probability), best first; what is missing to 1 is a name that is not
    listed. Empty where nothing is written or no name is known.
    """

    candidates: tuple[tuple[str, float], ...]

    @property
    def named(self) -> float:
        """Return how likely any of the listed names stands in the strip."""
        return sum(chance for _, chance in self.candidates)


@dataclass(frozen=True, slots=True)
class NameStrip:
    """A strip of a head: which part it is, and its trimmed ink; None where nothing is written."""

    part: str
    ink: Ink | None


def read_names(
    strips: Sequence[NameStrip], names: Names, network: CalibratedNetwork | None = None
) -> list[NameReading]:
    """Return which names the strips bear.

    Args:
        strips: see `NameStrip`.
        names: the names that each part may bear.
        network: the network to read with, by default the one that the project ships.

    Raises:
        WeightsError: the shipped network is missing or is another one.
    """
    asked = [i for i, s in enumerate(strips) if s.ink is not None and names.get(s.part)]
    readings = [NameReading(())] * len(strips)
    if not asked:
        return readings
    network = network or shipped_network()
    scores = network.scores([ink for i in asked if (ink := strips[i].ink) is not None])
    for i, one in zip(asked, scores, strict=True):
        columns = columns_of(one, network.temperature)
        readings[i] = NameReading(_weighed(columns, strips[i].part, names[strips[i].part]))
    return readings


def _weighed(columns: Floats, part: str, names: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Return the likeliest names; a name counts as the best of its ways to be written."""
    spelled = [(name, way) for name in dict.fromkeys(names) for way in ways(part, name)]
    letters, free = best_letters(columns)
    if not spelled or not letters:
        return ()
    best = dict.fromkeys((name for name, _ in spelled), -np.inf)
    found = fits(columns, [way for _, way in spelled]).tolist()
    for (name, _), fit in zip(spelled, found, strict=True):
        best[name] = max(fit - free, best[name])
    other = OTHER + OTHER_A_LETTER * len(letters)
    top = max(other, *best.values())
    weights = {name: float(np.exp(fit - top)) for name, fit in best.items()}
    whole = sum(weights.values()) + float(np.exp(other - top))
    shares = sorted(((n, w / whole) for n, w in weights.items()), key=lambda item: -item[1])
    return tuple((name, share) for name, share in shares[:KEPT] if share >= _LEAST)
