"""The names of places in the head: strips of ink along the lines on which they are written."""

from collections.abc import Mapping
from typing import Final

from ocr.page.found import FoundPage
from ocr.page.head import Place
from ocr.page.head_lines import in_order
from ocr.page.layout import AGAIN, layout_of
from ocr.page.word_strips import LEADER, cut_strips, ink_of
from ocr.place_names.reader import NameStrip
from ocr.place_names.spellings import PARTS
from ocr.words.view import trimmed, without_lines

_BESIDE: Final = 14
"""People begin before the dots and go on behind them: so far, in geometry pixels."""


def place_strips(page: FoundPage) -> list[NameStrip]:
    """Return the strip of every line of a first page's head that takes a name."""
    known = page.known
    if known is None or known.head is None or page.grid is None:
        return []
    described = known.head.places
    found = in_order(layout_of(known.form, known.page), page.leaders, described)
    wanted = {h.name for h in known.form.header} & PARTS
    return [
        NameStrip(part, trimmed(without_lines(ink_of(cut_strips(page.view, [top], reach)))[0]))
        for name in found
        if (part := name.rstrip(AGAIN)) in wanted
        for top, reach in (_span(name, described, found),)
    ]


def _span(
    name: str, described: Mapping[str, Place], found: Mapping[str, Place]
) -> tuple[int, tuple[int, int]]:
    """Return the top of a name's strip, and its left and right.

    Writing hides dots, so what was described holds as well as the dots that were seen.
    """
    places = (described[name], found[name])
    left = round(min(p.left for p in places)) - _BESIDE
    right = round(max(p.right for p in places)) + _BESIDE
    return round(places[0].level) - LEADER, (left, right)
