"""The words of a page's cells: heard for every cell in which digits stand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from models.values.reading import CellScan, Ink
from ocr.words import view
from ocr.words.reader import read_words

ASKED: Final = 6
"""Candidates of the digits that the words are asked about."""


def heard(cells: Sequence[CellScan], strips: Mapping[str, view.Ink | None]) -> tuple[CellScan, ...]:
    """Return the cells with what their words say.

    Args:
        cells: the cells of one page with the candidates of their digits.
        strips: trimmed ink of the words by field key, None or absent where there are none.

    Raises:
        WeightsError: the shipped network is missing or is another one.
    """
    inks = [strips.get(c.key) if c.ink is Ink.DIGITS else None for c in cells]
    asked = [[value for value, _ in c.candidates[:ASKED]] for c in cells]
    readings = read_words(inks, asked)
    return tuple(
        c if c.words == r.candidates else replace(c, words=r.candidates)
        for c, r in zip(cells, readings, strict=True)
    )
