"""The names of places in the head of a page, out of those that a register knows."""

from typing import Final

from models.values.reading import HeaderValue
from ocr.page.found import FoundPage
from ocr.page.place_strips import place_strips
from ocr.place_names.reader import AskNames, NameReading, read_names

SURE: Final = 0.9
"""A name is reported from this probability on."""


def head_names(page: FoundPage, names: AskNames | None) -> dict[str, HeaderValue]:
    """Return the name in each part of the head, from the line on which it is clearest.

    Without `names`, or on a page without such lines, nothing is read and nobody is asked.

    Raises:
        WeightsError: the shipped network is missing or is another one.
    """
    strips = place_strips(page) if names is not None else []
    if names is None or not strips:
        return {}
    best: dict[str, NameReading] = {}
    for strip, reading in zip(strips, read_names(strips, names()), strict=True):
        if strip.part not in best or reading.named > best[strip.part].named:
            best[strip.part] = reading
    return {part: _value(reading) for part, reading in best.items() if reading.candidates}


def _value(reading: NameReading) -> HeaderValue:
    name, chance = reading.candidates[0]
    return HeaderValue(name if chance >= SURE else None, chance, reading.candidates)
