"""Where a form's description says that dotted leaders stand, as shares of the page.

Widths of printed text are estimated, not measured: prints differ more than the estimate errs, and
what is found on the page decides in the end.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np

from models.values.forms import Align, Form, PrintedLine
from ocr.page.images import Floats

_PART = re.compile(r"\{([^{}]+)\}")
_LETTER = 0.0098
"""Mean advance of a Thai letter, as a share of the page's width, in print of `_SIZE`."""
_SIZE = 0.0165
_SPACE = 0.45
"""Advance of a space, in letters."""


@dataclass(frozen=True, slots=True)
class ExpectedLeader:
    """A dotted line that takes `name`, from left to right at height y (shares of the page)."""

    name: str
    y: float
    left: float
    right: float


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The leaders of one page of a form; `boxes` is (n, 3) of y, left, right."""

    leaders: tuple[ExpectedLeader, ...]
    boxes: Floats


def text_width(text: str, size: float) -> float:
    """Return the estimated width of printed Thai text as a share of the page's width."""
    letters = sum(
        _SPACE if c == " " else 1.0 for c in text if unicodedata.category(c) not in ("Mn", "Me")
    )
    return letters * _LETTER * size / _SIZE


def layout_of(form: Form, page: int) -> Layout:
    """Return the leaders that a form's description prints on a page."""
    return _layout(form.printed, page)


@cache
def _layout(printed: tuple[PrintedLine, ...], page: int) -> Layout:
    leaders = tuple(
        leader
        for line in printed
        if line.page == page and "{" in line.text
        for leader in _leaders(line)
    )
    boxes = np.array([(e.y, e.left, e.right) for e in leaders], np.float64).reshape(-1, 3)
    return Layout(leaders, boxes)


def _leaders(line: PrintedLine) -> list[ExpectedLeader]:
    """Walk along a printed line and note its leaders."""
    x, found = _start(line), []
    for index, part in enumerate(_PART.split(line.text)):
        if index % 2 == 0:
            x += text_width(part, line.size)
        elif part.startswith(">"):
            x = float(part[1:])
        else:
            name, width = part.split(":")
            found.append(ExpectedLeader(name, line.y, x, x + float(width)))
            x += float(width)
    return found


def _start(line: PrintedLine) -> float:
    """Return where a line's first letter stands."""
    if line.align is Align.LEFT:
        return line.x
    width = 0.0
    for index, part in enumerate(_PART.split(line.text)):
        if index % 2 == 0:
            width += text_width(part, line.size)
        elif not part.startswith(">"):
            width += float(part.split(":")[1])
    return line.x - (width / 2 if line.align is Align.CENTRE else width)
