"""The parts of the head that are written in digits: unit, moo, constituency, counting set.

Names of places are not read freely here: they are matched against the register by those who have
it.
"""

from collections.abc import Mapping
from typing import Final

from models.values.forms import Form
from models.values.reading import Ink
from ocr.page.counts import line_stack
from ocr.page.frame import Frame
from ocr.page.head import Place
from ocr.page.layout import AGAIN
from ocr.page.lines import Bend
from ocr.page.marks import DottedLine
from ocr.page.strips import Written, read_lines

MOST: Final = {"unit": 299, "moo": 60, "constituency": 60, "set": 199}
"""Parts of the head that hold a number, and the largest that such a number ever is."""


def read_header(
    frame: Frame, form: Form, places: Mapping[str, Place], bend: Bend
) -> dict[str, Written]:
    """Return what is written on the lines of the head that want a number, where digits stand.

    A part that the head asks for twice has a further key (`ocr.page.layout.AGAIN`).
    """
    wanted = {h.name for h in form.header if h.name in MOST}
    names = [n for n in places if n.rstrip(AGAIN) in wanted]
    if not names:
        return {}
    reaches = [(places[n].left, places[n].right) for n in names]
    stack, row = line_stack(frame, [places[n].level for n in names], reaches, bend)
    longest = max(right - left for left, right in reaches)
    width = int(stack.pictures.shape[2])
    # Strips are as wide as the longest line: what lies beyond a shorter one is print.
    lines = [
        DottedLine(row, 0, round(width - 2 * (longest - (right - left)))) for left, right in reaches
    ]
    written = read_lines(stack, lines)
    return {n: w for n, w in zip(names, written, strict=True) if w.ink is Ink.DIGITS}
