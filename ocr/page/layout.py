"""Where a form's description says that dotted leaders stand, as shares of the page.

Widths of printed text are estimated, not measured: prints differ more than the estimate errs, and
what is found on the page decides in the end.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from models.values.forms import Align, Form, PrintedLine
from ocr.page.images import Floats

_PART = re.compile(r"\{([^{}]+)\}")
_LETTER = 0.0104
"""Mean advance of a Thai letter, as a share of the page's width, in print of `_SIZE`."""
_SIZE = 0.0165
_SPACE = 0.45
"""Advance of a space, in letters."""
_LEAST_GAP = 0.008
"""Where a label is longer than the room before the next part, that part moves on this far."""
_SIGN, _SIGN_SIZE, _SIGN_WIDTH = "(ลงชื่อ) ", 0.0145, 0.15
_CHAIR_X, _MEMBERS_X = 0.27, (0.08, 0.53)
_MEMBERS_LOWER, _NAME_LOWER = 0.15, 0.45
"""Members sign this much lower than the chair's line asks, names stand below; in pitches."""
_REASON_X = 0.08, 0.92
_FEWEST_SIGNS = 3
AGAIN = "~"
"""Follows the name of a leader that takes what an earlier leader of its page takes already."""


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


class _Known:
    """A form by itself, not by what it says: to tell two forms' lines alike takes too long."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self.form is other.form

    def __hash__(self) -> int:
        return id(self.form)


def layout_of(form: Form, page: int) -> Layout:
    """Return the leaders that a form's description prints on a page."""
    return _layout(_Known(form), page)


@cache
def _layout(known: _Known, page: int) -> Layout:
    leaders = tuple(
        leader
        for line in known.form.printed
        if line.page == page and "{" in line.text
        for leader in _leaders(line)
    )
    return _laid_out(_told_apart(leaders))


def _told_apart(leaders: tuple[ExpectedLeader, ...]) -> tuple[ExpectedLeader, ...]:
    """Return leaders with names of their own: heads ask twice for the same place."""
    seen: Counter[str] = Counter()
    told = []
    for leader in leaders:
        told.append(replace(leader, name=leader.name + AGAIN * seen[leader.name]))
        seen[leader.name] += 1
    return tuple(told)


def _laid_out(leaders: tuple[ExpectedLeader, ...]) -> Layout:
    boxes = np.array([(e.y, e.left, e.right) for e in leaders], np.float64).reshape(-1, 3)
    return Layout(leaders, boxes)


def signing_layout(form: Form) -> Layout:
    """Return the lines of the page where the committee signs: `sign:0` (chair) and on, `reason:0`.

    The date above and the names in brackets below are part of it: they tie the lines down.
    """
    return _signing_layout(_Known(form))


def in_picture(layout: Layout, height: float) -> Layout:
    """Return the leaders above a height (share of the page), where a photo ends; all if too few.

    A page whose lower part is cut off must not be taken for another for what it cannot show.
    """
    seen = tuple(e for e in layout.leaders if e.y < height)
    enough = sum(e.name.startswith("sign:") for e in seen) >= _FEWEST_SIGNS
    return _laid_out(seen) if enough and len(seen) < len(layout.leaders) else layout


@cache
def _signing_layout(known: _Known) -> Layout:
    block, reason = known.form.signatures, known.form.reason
    leaders = list(_layout(known, block.page).leaders)
    for k in range(block.chair + block.members):
        member = k - block.chair
        x = _CHAIR_X if member < 0 else _MEMBERS_X[member % 2]
        down = k if member < 0 else block.chair + _MEMBERS_LOWER + member // 2
        x += text_width(_SIGN, _SIGN_SIZE)
        y = block.top + block.pitch * down
        leaders.append(ExpectedLeader(f"sign:{k}", y, x, x + _SIGN_WIDTH))
        below = y + _NAME_LOWER * block.pitch
        leaders.append(ExpectedLeader(f"name:{k}", below, x - 0.02, x + _SIGN_WIDTH))
    for k in range(reason.lines if reason and reason.page == block.page else 0):
        y = reason.top + (k + 1) * reason.pitch if reason else 0.0
        leaders.append(ExpectedLeader(f"reason:{k}", y, *_REASON_X))
    leaders.sort(key=lambda e: (e.y, e.left))
    return _laid_out(tuple(leaders))


def _leaders(line: PrintedLine) -> list[ExpectedLeader]:
    """Walk along a printed line and note its leaders."""
    x, found = _start(line), []
    for index, part in enumerate(_PART.split(line.text)):
        if index % 2 == 0:
            x += text_width(part, line.size)
        elif part.startswith(">"):
            x = max(x + _LEAST_GAP, float(part[1:]))
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
