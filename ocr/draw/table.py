"""The score table: ruled lines, printed row numbers and names, votes in digits and words."""

from typing import Final

from models.values.fields import TOTAL, row_key
from models.values.forms import Align, Holds, Numbering
from ocr.draw.clerk import Room
from ocr.draw.filling import Row
from ocr.draw.page import BoxF, Kind
from ocr.draw.paper import Type
from ocr.draw.work import Work

_THAI: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_BODY: Final = 0.0165
_HEAD: Final = 0.0155
_BRACKET: Final = 0.26
"""Where the printed "(" stands in the votes cell, as a share of its width."""
_END: Final = 0.965
_DIGIT_OF_ROW: Final = 0.46
"""Height of a handwritten digit as a share of the row's height, up to 36 px of 1654."""
_DIGIT_MAX: Final = 0.022
_BASE_OF_ROW: Final = 0.70


def print_table(work: Work) -> None:
    """Print this page's part of the table and fill it; nothing where the page holds none."""
    if work.rows is None or work.place is None:
        return
    _print_column_heads(work)
    rows = {row.number: row for row in work.filling.rows}
    y = work.place.top + work.form.table.header_height
    for number in work.rows.numbers:
        _print_row(work, number, rows.get(number), y)
        y += work.row_height
    if work.rows.has_total:
        _print_total(work, y)
    _print_rules(work)


def _print_rules(work: Work) -> None:
    assert work.place is not None  # noqa: S101 - the caller has looked
    assert work.rows is not None  # noqa: S101
    paper, table = work.paper, work.form.table
    left, top = paper.at(table.left, work.place.top)
    right, bottom = paper.at(table.right, work.table_end)
    body = [
        work.place.top + table.header_height + i * work.row_height
        for i in range(len(work.rows.numbers) + work.rows.has_total)
    ]
    for y in (work.place.top, *body, work.table_end):
        paper.line(left, paper.at(0, y)[1], right, paper.at(0, y)[1])
    total_top = paper.at(0, work.table_end - work.row_height * work.rows.has_total)[1]
    votes = table.column(Holds.VOTES)
    for index in range(len(table.columns)):
        x = paper.at(table.span(index)[0], 0)[0]
        whole = index in (0, votes)
        paper.line(x, top, x, bottom if whole else total_top)
    paper.line(right, top, right, bottom)


def _print_column_heads(work: Work) -> None:
    assert work.place is not None  # noqa: S101 - the caller has looked
    paper, table = work.paper, work.form.table
    if table.shaded_head:
        corner = paper.at(table.left, work.place.top)
        paper.shade((*corner, *paper.at(table.right, work.place.top + table.header_height)))
    for index, column in enumerate(table.columns):
        x0, x1 = table.span(index)
        lines = column.text.split("\n")
        pitch = min(0.021, table.header_height * 0.9 / len(lines))
        middle = work.place.top + table.header_height / 2
        for i, text in enumerate(lines):
            y = middle + (i - (len(lines) - 1) / 2) * pitch
            _fit(work, text, (x0, x1), y, Type(min(_HEAD, pitch * 0.8), Align.CENTRE))


def _fit(work: Work, text: str, span: tuple[float, float], y: float, style: Type) -> None:
    """Print a text in a column, set smaller where it is too long."""
    paper = work.paper
    room = (span[1] - span[0]) * paper.width * 0.94
    long = paper.length(text, style.size, bold=style.bold)
    size = style.size * min(1.0, room / long) if long else style.size
    fitted = Type(size, style.align, bold=style.bold)
    x = sum(span) / 2 if style.align is Align.CENTRE else span[0] + 0.009
    paper.print_text(paper.at(x, 0)[0], paper.base(y, size), text, fitted)


def _print_row(work: Work, number: int, row: Row | None, y: float) -> None:
    table = work.form.table
    middle = y + work.row_height / 2
    for index, column in enumerate(table.columns):
        span = table.span(index)
        if column.holds is Holds.NUMBER:
            _print_number(work, number, span, middle)
        elif column.holds is Holds.VOTES:
            _votes(work, row_key(number), y, known=row is not None)
        elif row is not None:
            text = row.name if column.holds is Holds.NAME else row.party
            _name(work, (f"{column.holds}:{number}", text), span, y)


def _print_number(work: Work, number: int, span: tuple[float, float], middle: float) -> None:
    arabic = work.paper.run.numbering is Numbering.ARABIC
    shown = str(number) if arabic else str(number).translate(_THAI)
    size = work.row_height * 0.62 if work.form.table.numbering is Numbering.ARABIC else _body(work)
    _fit(work, shown, span, middle, Type(size, Align.CENTRE))


def _body(work: Work) -> float:
    """Return the size of print in the table: a long list squeezes its rows."""
    return min(_BODY, work.row_height * 0.62)


def _name(work: Work, keyed: tuple[str, str], span: tuple[float, float], y: float) -> None:
    """Print a name, or write it where the form leaves that to the committee."""
    key, text = keyed
    if work.form.table.names_printed:
        _fit(work, text, span, y + work.row_height / 2, Type(_body(work)))
        return
    room = _room(work, span, y)
    work.clerk.text(Kind.CANDIDATE, key, text, room, None)


def _votes(work: Work, key: str, y: float, *, known: bool, leader: bool = True) -> None:
    table, paper = work.form.table, work.paper
    index = table.column(Holds.VOTES)
    assert index is not None  # noqa: S101 - the lint has looked
    x0, x1 = table.span(index)
    wide = x1 - x0
    bracket, end = x0 + wide * _BRACKET, x0 + wide * _END
    base = paper.at(0, y + work.row_height * _BASE_OF_ROW)[1]
    if leader:
        _print_leader(work, base, (x0 + wide * 0.02, bracket, end))
    value = work.filling.counts.get(key)
    digits = _room(work, (x0 + wide * 0.02, bracket - wide * 0.005), y)
    if known:
        work.clerk.count(key, value, digits, candidate=key != TOTAL)
        work.clerk.words(key, value, _room(work, (bracket + wide * 0.03, end), y))
        return
    work.clerk.count(key, None, digits)


def _print_leader(work: Work, base: float, xs: tuple[float, float, float]) -> None:
    paper = work.paper
    start, bracket, end = (paper.at(x, 0)[0] for x in xs)
    paper.print_dots(start, base, bracket - start - 4)
    paper.print_text(bracket, base, "(", Type(_BODY, Align.CENTRE))
    paper.print_dots(bracket + 6, base, end - bracket - 8)
    paper.print_text(end, base, ")", Type(_BODY, Align.CENTRE))


def _room(work: Work, span: tuple[float, float], y: float) -> Room:
    paper = work.paper
    x0, top = paper.at(span[0], y)
    x1, bottom = paper.at(span[1], y + work.row_height)
    base = paper.at(0, y + work.row_height * _BASE_OF_ROW)[1]
    em = min((bottom - top) * _DIGIT_OF_ROW, paper.width * _DIGIT_MAX)
    box: BoxF = (x0, top, x1, bottom)
    return Room(box, base, em)


def _print_total(work: Work, y: float) -> None:
    table = work.form.table
    votes = table.column(Holds.VOTES)
    assert votes is not None  # noqa: S101 - the lint has looked
    span = (table.left, table.span(votes)[0])
    style = Type(_body(work), Align.CENTRE, bold=True)
    _fit(work, table.total_label, span, y + work.row_height / 2, style)
    leader = work.paper.run.total_leader and table.votes_leader
    _votes(work, TOTAL, y, known=True, leader=leader)
