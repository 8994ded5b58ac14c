"""Reading the words beside a count: how likely each candidate number is, given the strip."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ocr.words.chances import Floats, best_words, chances_of, columns_of
from ocr.words.network import WordNetwork, shipped_network
from ocr.words.tokens import LARGEST, meaning, spellings
from ocr.words.view import Ink

NOTHING_WRITTEN: Final = 0.5
"""A strip that is so likely empty of words is no witness."""

_LEAST: Final = 1e-4
"""Candidates less likely than this by their words are not listed."""


@dataclass(frozen=True, slots=True)
class WordReading:
    """The numbers that the words of a strip may spell.

    `candidates` holds (value, probability), best first; what is missing to 1 is another value.
    Empty where no words were seen.
    """

    candidates: tuple[tuple[int, float], ...]


def read_words(
    inks: Sequence[Ink | None],
    asked: Sequence[Sequence[int]],
    network: WordNetwork | None = None,
) -> list[WordReading]:
    """Return what the words say about the numbers asked for and about what they seem to spell.

    Args:
        inks: trimmed strips of ink (see `ocr.words.view`), None where nothing is written.
        asked: for each strip the candidates of its digits.
        network: the network to read with, by default the one that the project ships.

    Raises:
        WeightsError: the shipped network is missing or is another one.
    """
    network = network or shipped_network()
    written = [i for i, ink in enumerate(inks) if ink is not None]
    scores = network.scores([ink for ink in inks if ink is not None])
    readings = [WordReading(())] * len(inks)
    for i, one in zip(written, scores, strict=True):
        readings[i] = _reading(columns_of(one, network.temperature), asked[i])
    return readings


def _reading(columns: Floats, asked: Sequence[int]) -> WordReading:
    values = _candidates(columns, asked)
    ways = [(value, way, weight) for value in values for way, weight in spellings(value)]
    found = chances_of(columns, [(), *(way for _, way, _ in ways)])
    if found[0] >= NOTHING_WRITTEN:
        return WordReading(())
    chances = dict.fromkeys(values, 0.0)
    for (value, _, weight), chance in zip(ways, found[1:], strict=True):
        chances[value] += weight * float(chance)
    return WordReading(_listed(chances, 1.0 - float(found[0])))


def _candidates(columns: Floats, asked: Sequence[int]) -> list[int]:
    spelled = meaning(best_words(columns))
    proposed = [] if spelled is None else [spelled]
    return list(dict.fromkeys([*(v for v in asked if v <= LARGEST), *proposed]))


def _listed(chances: dict[int, float], written: float) -> tuple[tuple[int, float], ...]:
    """Return the candidates, best first; `written` is the probability that there are words."""
    shares = [(v, min(1.0, c / max(written, _LEAST))) for v, c in chances.items()]
    whole = max(1.0, sum(p for _, p in shares))
    kept = [(v, p / whole) for v, p in shares if p >= _LEAST]
    return tuple(sorted(kept, key=lambda one: -one[1]))
