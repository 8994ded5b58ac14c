"""The small language of printed lines: text, dotted leaders and moves (docs/new-form.md)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

_TOKEN: Final = re.compile(r"\{(?:>(?P<x>[\d.]+)|(?P<name>[a-z_.]+):(?P<width>[\d.]+))\}")

_GAP: Final = 0.008
"""The least room between a label and what follows it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Printed text."""

    text: str


@dataclass(frozen=True, slots=True)
class Leader:
    """A dotted line on which `name` is written; width as a share of the page's width."""

    name: str
    width: float


@dataclass(frozen=True, slots=True)
class Move:
    """Go on at x, unless the line is already further."""

    x: float


Part = Text | Leader | Move


@cache
def parts_of(text: str) -> tuple[Part, ...]:
    """Return the parts of a printed line in order."""
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    done = 0
    for match in _TOKEN.finditer(text):
        if match.start() > done:
            yield Text(text[done : match.start()])
        yield _token(match)
        done = match.end()
    if done < len(text):
        yield Text(text[done:])


def _token(match: re.Match[str]) -> Part:
    if match["x"]:
        return Move(float(match["x"]))
    return Leader(match["name"], float(match["width"]))


def placed(
    parts: tuple[Part, ...], start: float, length: Callable[[str], float], width: int
) -> tuple[tuple[tuple[Part, float], ...], float]:
    """Return each part with its x in pixels, and the x where the line ends."""
    x = start
    out: list[tuple[Part, float]] = []
    for part in parts:
        if isinstance(part, Move):
            x = max(x + _GAP * width, part.x * width)
            continue
        out.append((part, x))
        x += length(part.text) if isinstance(part, Text) else part.width * width
    return tuple(out), x
