"""Reading the words beside a count: how likely each candidate number is, given the strip."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ocr.strip_network import CalibratedNetwork
from ocr.words.chances import Floats, best_words, chances_of, columns_of
from ocr.words.network import shipped_network
from ocr.words.tokens import LARGEST, Spelling, meaning, spellings
from ocr.words.view import Ink

NOTHING_WRITTEN: Final = 0.5
"""A strip that is so likely empty of words is no witness."""

_LEAST: Final = 1e-4
"""Candidates less likely than this by their words are not listed."""


class _Way(NamedTuple):
    """A way to spell a value that a strip is asked about."""

    strip: int
    value: int
    words: Spelling
    weight: float


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
    network: CalibratedNetwork | None = None,
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
    readings = [WordReading(())] * len(inks)
    if not written:
        return readings
    scores = network.scores([ink for ink in inks if ink is not None])
    columns = columns_of(scores, network.temperature)
    values = [_candidates(c, asked[i]) for c, i in zip(columns, written, strict=True)]
    for i, one in zip(written, _readings(columns, values), strict=True):
        readings[i] = one
    return readings


def _readings(columns: Floats, values: Sequence[Sequence[int]]) -> list[WordReading]:
    """Return how likely each strip spells each of its values, all looked at together."""
    ways = [
        _Way(strip, value, words, weight)
        for strip, asked in enumerate(values)
        for value in asked
        for words, weight in spellings(value)
    ]
    strips = range(len(columns))
    asked_of, words = [w.strip for w in ways], [w.words for w in ways]
    # Nothing at all is one more way, for every strip.
    found = chances_of(columns, [*asked_of, *strips], [*words, *[() for _ in strips]]).tolist()
    empty = found[len(ways) :]
    chances: list[dict[int, float]] = [dict.fromkeys(asked, 0.0) for asked in values]
    for way, chance in zip(ways, found, strict=False):
        chances[way.strip][way.value] += way.weight * chance
    return [
        WordReading(() if none >= NOTHING_WRITTEN else _listed(one, 1.0 - none))
        for one, none in zip(chances, empty, strict=True)
    ]


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
