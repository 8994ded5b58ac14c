"""The head of a form: emblem, boxes and printed lines with what is written on their leaders."""

import math
from typing import Final

from models.values.fields import COUNT_NAMES
from models.values.forms import DATE_NAMES, Align, PrintedLine
from ocr.draw.clerk import Room
from ocr.draw.line import Leader, Text, parts_of, placed
from ocr.draw.page import Kind
from ocr.draw.paper import Type
from ocr.draw.work import Work

_RIGHT_EDGE: Final = 0.955
_HAND_EM: Final = 0.0165
"""Height of a handwritten digit in the head as a share of the page's width: 27 px of 1654."""
_ABOVE: Final = 0.0165
_BELOW: Final = 0.0055
_WORDS: Final = ".words"


def print_head(work: Work) -> None:
    """Print emblem, boxes and lines of a page and write what belongs on the leaders."""
    if work.page == 1:
        _print_emblem(work)
    for box in work.form.boxes:
        if work.page in box.pages:
            _print_box(work, box.text, box.box)
    for line in work.form.printed:
        if line.page == work.page:
            _print_line(work, line)


def _print_line(work: Work, line: PrintedLine) -> None:
    paper = work.paper
    parts = parts_of(line.text)
    style = Type(line.size, bold=line.bold)
    start = line.x * paper.width
    _, end = placed(parts, 0, lambda t: paper.length(t, style.size, bold=style.bold), 0)
    fixed = sum(p.width for p in parts if isinstance(p, Leader)) * paper.width
    room = _RIGHT_EDGE * paper.width - start
    if line.align is Align.LEFT and end > 0 and end + fixed > room:
        style = Type(line.size * max(0.7, (room - fixed) / end), bold=line.bold)
    out, end = placed(
        parts, start, lambda t: paper.length(t, style.size, bold=style.bold), paper.width
    )
    shift = {Align.LEFT: 0.0, Align.CENTRE: (end - start) / 2, Align.RIGHT: end - start}[line.align]
    base = paper.base(work.settled(line.y), line.size)
    dx = paper.at(0, 0)[0] - shift
    for part, x in out:
        if isinstance(part, Text):
            paper.print_text(x + dx, base, part.text, style)
        elif isinstance(part, Leader):
            _lead(work, part, x + dx, base)


def _lead(work: Work, leader: Leader, x: float, base: float) -> None:
    paper = work.paper
    width = leader.width * paper.width
    paper.print_dots(x, base, width)
    height = paper.height
    box = (x, base - _ABOVE * height, x + width, base + _BELOW * height)
    room = Room(box, base, _HAND_EM * paper.width)
    name = leader.name.removesuffix(_WORDS)
    if leader.name.endswith(_WORDS):
        work.clerk.words(name, work.filling.counts.get(name), room)
    elif name in COUNT_NAMES:
        work.clerk.count(name, work.filling.counts.get(name), room)
    else:
        text = work.filling.header.get(name, "")
        kind = Kind.HEADER
        work.clerk.text(kind, name if name not in DATE_NAMES else f"date:{name}", text, room, None)


def _print_box(work: Work, text: str, box: tuple[float, float, float, float]) -> None:
    paper = work.paper
    x0, y0 = paper.at(box[0], box[1])
    x1, y1 = paper.at(box[2], box[3])
    paper.rule((x0, y0, x1, y1))
    size = (box[3] - box[1]) * 0.56
    size *= min(1.0, 0.88 * (x1 - x0) / paper.length(text, size))
    base = paper.base((box[1] + box[3]) / 2, size)
    paper.print_text((x0 + x1) / 2, base, text, Type(size, Align.CENTRE))


def _print_emblem(work: Work) -> None:
    """Print our own ornament, a rosette, where the real form carries the state's emblem."""
    paper = work.paper
    x0, y0 = paper.at(work.form.emblem[0], work.form.emblem[1])
    x1, y1 = paper.at(work.form.emblem[2], work.form.emblem[3])
    cx, cy, half = (x0 + x1) / 2, (y0 + y1) / 2, min(x1 - x0, y1 - y0) / 2
    for ring, petals in ((1.0, 12), (0.8, 12), (0.55, 8), (0.3, 6)):
        paper.polygon(_rosette(cx, cy, half * ring, petals))


def _rosette(cx: float, cy: float, radius: float, petals: int) -> list[tuple[float, float]]:
    steps = [2 * math.pi * i / 144 for i in range(144)]
    return [
        (
            cx + radius * (0.8 + 0.2 * math.cos(petals * t)) * math.cos(t),
            cy + radius * (0.8 + 0.2 * math.cos(petals * t)) * math.sin(t),
        )
        for t in steps
    ]
