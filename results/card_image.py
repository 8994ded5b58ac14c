"""A result card drawn for chats and for sharing: 1200 by 630, Thai shaped by RAQM."""

import io
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from pages.lettering import lettering
from results.card import Card, CardRow

WIDE, HIGH = 1200, 630
_MARGIN: Final = 60
_RIGHT: Final = WIDE - _MARGIN
_PAPER, _INK, _QUIET, _LINE, _ACCENT = "#faf9f6", "#1b1d20", "#565b63", "#dedbd3", "#0d5766"
_ROWS_TOP: Final = 230
_ROW: Final = 96
_BAR: Final = 20
_STEP: Final = 6
_SMALLEST: Final = 14
_TITLE: Final = 58
_STATUS: Final = 28
_COUNTED: Final = 28
_PACKED: Final = 3
"""Hundreds are drawn at a time: packing harder takes three times as long for a tenth less."""


def draw_card(card: Card) -> bytes:
    """Return a card as PNG."""
    image = Image.new("RGB", (WIDE, HIGH), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDE, 12), fill=_ACCENT)
    _head(pen, card)
    for place, row in enumerate(card.rows):
        _row(pen, row, _ROWS_TOP + place * _ROW)
    _foot(pen, card)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=_PACKED)
    return out.getvalue()


def _head(pen: ImageDraw.ImageDraw, card: Card) -> None:
    size = _whole_size(pen, card.title, _TITLE, bold=True)
    pen.text((_MARGIN, 96), card.title, font=lettering(size, bold=True), fill=_INK, anchor="ls")
    heed = lettering(_whole_size(pen, card.status, _STATUS, bold=True), bold=True)
    status = _fitting(pen, card.status, heed, WIDE - 2 * _MARGIN)
    pen.text((_MARGIN, 146), status, font=heed, fill=_ACCENT, anchor="ls")
    small = _whole_size(pen, card.counted, _COUNTED)
    pen.text((_MARGIN, 192), card.counted, font=lettering(small), fill=_QUIET, anchor="ls")
    box = (_MARGIN, 204, _RIGHT, 212)
    pen.rectangle(box, fill=_LINE)
    if card.share:
        pen.rectangle((*box[:2], _MARGIN + (_RIGHT - _MARGIN) * card.share, 212), fill=_ACCENT)


def _row(pen: ImageDraw.ImageDraw, row: CardRow, top: int) -> None:
    votes = lettering(40, bold=True)
    votes_wide = pen.textlength(row.votes, font=votes)
    pen.text((_RIGHT - votes_wide, top), row.votes, font=votes, fill=_INK)
    size = _size_for(pen, row, _RIGHT - votes_wide - 30 - _MARGIN)
    name = f"{row.number}  {row.name}"
    base = top + 44
    pen.text((_MARGIN, base), name, font=lettering(size, bold=True), fill=_INK, anchor="ls")
    left = _MARGIN + pen.textlength(f"{name}  ", font=lettering(size, bold=True))
    pen.text((left, base), row.party, font=lettering(size - _STEP), fill=_QUIET, anchor="ls")
    y = top + 58
    # A thin outline: some parties' colours are nearly the paper's.
    pen.rectangle((_MARGIN, y, _RIGHT, y + _BAR), fill="#ffffff", outline=_LINE)
    width = (_RIGHT - _MARGIN) * row.width / 100
    if width >= 1:
        box = (_MARGIN, y, _MARGIN + width, y + _BAR)
        pen.rectangle(box, fill=row.colour, outline=_QUIET, width=2)


def _foot(pen: ImageDraw.ImageDraw, card: Card) -> None:
    note = " · ".join(word for word in (card.no_vote, card.note) if word)
    pen.text((_MARGIN, 526), note, font=lettering(28, bold=True), fill=_INK)
    pen.text((_MARGIN, 574), card.as_of, font=lettering(26), fill=_QUIET)
    mark = "คะแนน · Khanaen"
    wide = pen.textlength(mark, font=lettering(26, bold=True))
    pen.text((_RIGHT - wide, 574), mark, font=lettering(26, bold=True), fill=_ACCENT)


def _whole_size(pen: ImageDraw.ImageDraw, text: str, largest: int, *, bold: bool = False) -> int:
    """Return the largest size at which a line stands whole between the margins."""
    for size in range(largest, _SMALLEST, -2):
        if pen.textlength(text, font=lettering(size, bold=bold)) <= WIDE - 2 * _MARGIN:
            return size
    return _SMALLEST


def _size_for(pen: ImageDraw.ImageDraw, row: CardRow, room: float) -> int:
    """Return the largest size at which name and party stand whole: names are never cut."""
    for size in range(34, _SMALLEST, -2):
        name = pen.textlength(f"{row.number}  {row.name}  ", font=lettering(size, bold=True))
        if name + pen.textlength(row.party, font=lettering(size - _STEP)) <= room:
            return size
    return _SMALLEST


def _fitting(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    """Return as many whole words as fit; the words beside the picture say the rest."""
    words = text.split(" ")
    while len(words) > 1 and pen.textlength(" ".join(words), font=font) > room:
        words.pop()
    return " ".join(words)
