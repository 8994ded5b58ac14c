"""Counts in a CSV file, one sheet a row: bytes become lines, and what no line may hold; pure.

Spreadsheets of Thai offices write UTF-8 with or without a byte order mark, UTF-16 or Windows-874,
with commas, semicolons or tabs, and people type Thai digits: none of that changes a number, so all
of it is read. What would change one (a formula, a byte of no alphabet) refuses its line.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.store.owed import Owed
from models.values.fields import COUNT_NAMES, TOTAL, is_field_key, row_key, row_number
from review.errors import FileRefused

UNIT: Final = "unit"
BALLOT: Final = "ballot"
COLUMNS: Final = (UNIT, BALLOT, *COUNT_NAMES, TOTAL)
"""Columns of the file beside those of the rows of votes."""
ROW_COLUMN: Final = row_key(1)
"""An example of a column of votes: the ballot number stands behind the colon."""

MOST_ROWS: Final = 500
MOST_BYTES: Final = 500_000
_LONGEST_SHOWN: Final = 40
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOK: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DELIMITERS: Final = (",", ";", "\t")
_FORMULA: Final = ("=", "+", "@", "-")
"""A spreadsheet runs a cell that begins so; a dash alone is a line left blank."""
_NO_LETTER: Final = "\N{REPLACEMENT CHARACTER}"


class Wrong(StrEnum):
    """What refuses a line; each has its sentence."""

    WIDTH = "width"
    """More or fewer cells than the head of the file."""
    LETTERS = "letters"
    """Bytes that are no text in any spelling that we read."""
    FORMULA = "formula"
    BALLOT = "ballot"
    UNIT = "unit"
    """No unit of this code in the areas of the person."""
    NOT_OWED = "not_owed"
    """The unit has no sheet of this ballot."""
    TWICE = "twice"
    """The same unit and ballot stand on an earlier line."""
    MISSING = "missing"
    """A field of the form has no number in its column, or no column."""
    NO_FIELD = "no_field"
    """A number stands in a column that this form does not have."""
    THERE = "there"
    """A photo or other totals are there already."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line, in which column, and what stands there."""

    wrong: Wrong
    column: str = ""
    written: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file by its number, with its cells by column, and what refuses it by itself."""

    number: int
    cells: Mapping[str, str]
    fault: Fault | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Unit and ballot as written."""
        return self.cells.get(UNIT, ""), self.cells.get(BALLOT, "").lower()


def lines_in(data: bytes) -> list[Line]:
    """Return the lines of a file of counts.

    Raises:
        FileRefused: it is too large, a workbook, or its head is not the one that we know.
    """
    if len(data) > MOST_BYTES:
        raise FileRefused("file_large")
    if data.startswith(_WORKBOOK):
        raise FileRefused("file_workbook")
    rows = _rows(_text(data))
    head = _head(rows[0][1] if rows else ())
    body = rows[1:]
    if not body:
        raise FileRefused("file_empty")
    if len(body) > MOST_ROWS:
        raise FileRefused("file_long")
    return _without_doubles([_line(number, head, cells) for number, cells in body])


def template_of(owed: Sequence[Owed]) -> bytes:
    """Return a file to fill in: a line for each sheet, a dash where its form has no such field."""
    used = {key for sheet in owed for key in sheet.keys}
    rows = sorted((k for k in used if row_number(k)), key=lambda k: row_number(k) or 0)
    head = (UNIT, BALLOT, *(k for k in COUNT_NAMES if k in used), *rows, TOTAL)
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(head)
    for sheet in owed:
        cells = ("" if k in sheet.keys else "-" for k in head[2:])
        lines.writerow((sheet.unit, sheet.ballot.value, *cells))
    return text.getvalue().encode("utf-8-sig")


def _text(data: bytes) -> str:
    if data.startswith(_UTF16):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp874", "replace")


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold something, each with the number of its first line."""
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return list(_numbered(reader))


def _numbered(reader: "Iterator[list[str]]") -> Iterator[tuple[int, list[str]]]:
    number = 1
    try:
        for cells in reader:
            if any(c.strip() for c in cells):
                yield number, [c.strip() for c in cells]
            number = getattr(reader, "line_num", number) + 1
    except csv.Error:
        raise FileRefused("file_quotes", number) from None


def _head(cells: Sequence[str]) -> tuple[str, ...]:
    head = tuple(c.lower() for c in cells)
    if not {UNIT, BALLOT} <= {*head}:
        raise FileRefused("file_columns")
    doubled = [c for c, n in Counter(head).items() if n > 1]
    unknown = [c for c in head if c not in COLUMNS and not _is_votes(c)]
    if unknown or doubled:
        raise FileRefused("file_column", written=(unknown or doubled)[0][:_LONGEST_SHOWN])
    return head


def _is_votes(column: str) -> bool:
    return len(column) < _LONGEST_SHOWN and is_field_key(column)


def _line(number: int, head: Sequence[str], cells: Sequence[str]) -> Line:
    named = dict(zip(head, cells, strict=False))
    return Line(number, named, _fault_of(head, cells, named))


def _fault_of(head: Sequence[str], cells: Sequence[str], named: Mapping[str, str]) -> Fault | None:
    if len(cells) != len(head):
        return Fault(Wrong.WIDTH, written=str(len(cells)))
    for wrong, is_so in ((Wrong.LETTERS, _has_no_letter), (Wrong.FORMULA, _is_formula)):
        for column, cell in named.items():
            if is_so(cell):
                return Fault(wrong, column, shown(cell))
    return None


def _has_no_letter(cell: str) -> bool:
    return _NO_LETTER in cell or "\x00" in cell


def _is_formula(cell: str) -> bool:
    return len(cell) > 1 and cell.startswith(_FORMULA)


def _without_doubles(lines: Sequence[Line]) -> list[Line]:
    first: dict[tuple[str, str], int] = {}
    found = []
    for line in lines:
        earlier = first.setdefault(line.key, line.number)
        is_double = earlier != line.number and line.fault is None
        fault = Fault(Wrong.TWICE, UNIT, str(earlier)) if is_double else line.fault
        found.append(Line(line.number, line.cells, fault))
    return found


def shown(cell: str) -> str:
    """Return what is said again of a cell: cut where a sentence would burst."""
    return cell[:_LONGEST_SHOWN]
