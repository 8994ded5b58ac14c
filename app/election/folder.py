"""An election's folder read into memory: typed cells, and faults where a file is broken."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from app.election.cells import CellRefused, Value
from app.election.errors import Fault
from app.election.shapes import SHAPES, Column, Shape
from models.values.findings import Message

Row: TypeAlias = dict[str, Value]

LINE: Final = ""
"""Key under which a row keeps the number of its line in the file."""
_BOM: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Folder:
    """The rows of every file, with what is wrong with their shape."""

    tables: Mapping[str, tuple[Row, ...]]
    faults: tuple[Fault, ...]
    sha256: str
    """Over names and contents of the files that are read, without BOM and carriage returns."""

    def rows(self, shape: Shape) -> tuple[Row, ...]:
        """Return the rows of a file; none where an optional file is not there."""
        return self.tables.get(shape.file, ())


def line_of(row: Row) -> int:
    """Return the line on which a row stands, from 1."""
    line = row[LINE]
    return line if isinstance(line, int) else 0


def read_folder(path: Path) -> Folder:
    """Read every file of the folder; what is wrong with it comes back as faults."""
    tables: dict[str, tuple[Row, ...]] = {}
    faults: list[Fault] = []
    digest = hashlib.sha256()
    for shape in SHAPES:
        file = path / shape.file
        if not file.is_file():
            faults += [] if shape.is_optional else [_absent(shape.file)]
            continue
        data = file.read_bytes()
        digest.update(_digested(shape, data))
        tables[shape.file], found = read_file(shape, data)
        faults += found
    return Folder(tables, tuple(faults), digest.hexdigest())


def read_file(shape: Shape, data: bytes) -> tuple[tuple[Row, ...], list[Fault]]:
    """Return the rows of one file, and what is wrong with it."""
    try:
        return _read_table(shape, _text(data))
    except UnicodeDecodeError as error:
        return (), [_not_utf8(shape.file, error)]


def _text(data: bytes) -> str:
    return data.decode("utf-8").removeprefix(_BOM).replace("\r\n", "\n")


def _digested(shape: Shape, data: bytes) -> bytes:
    try:
        content = _text(data)
    except UnicodeDecodeError:
        return b""  # a broken folder is never loaded
    return f"{shape.file}\0{len(content.encode())}\0{content}".encode()


def _absent(file: str) -> Fault:
    return Fault(file, None, None, Message("ไม่มีไฟล์นี้ในโฟลเดอร์", "the folder lacks this file"))


def _not_utf8(file: str, error: UnicodeDecodeError) -> Fault:
    line = error.object[: error.start].count(b"\n") + 1
    return Fault(file, line, None, Message("ไม่ใช่ข้อความ UTF-8", "not UTF-8 text"))


def _read_table(shape: Shape, content: str) -> tuple[tuple[Row, ...], list[Fault]]:
    lines = csv.reader(io.StringIO(content, newline=""), strict=True)
    rows: list[Row] = []
    faults: list[Fault] = []
    try:
        header = next(lines, [])
        faults += _header_faults(shape, header)
        if not faults:
            columns = {c.name: c for c in shape.columns}
            for cells in lines:
                row, found = _read_row(shape, [columns[n] for n in header], cells, lines.line_num)
                faults += found
                rows += [row] if row and not found else []
    except csv.Error as error:
        reason = Message(f"อ่านเป็น CSV ไม่ได้ ({error})", f"cannot be read as CSV ({error})")
        faults.append(Fault(shape.file, lines.line_num, None, reason))
    return tuple(rows), faults


def _header_faults(shape: Shape, header: list[str]) -> Iterator[Fault]:
    known = {c.name for c in shape.columns}
    for column in shape.columns:
        if column.name not in header and not column.is_optional:
            reason = Message("ไม่มีคอลัมน์นี้", "this column is missing")
            yield Fault(shape.file, 1, column.name, reason)
    for place, name in enumerate(header):
        if name not in known:
            reason = Message("ไม่รู้จักคอลัมน์นี้", "this column is unknown")
            yield Fault(shape.file, 1, name or f"#{place + 1}", reason)
        elif name in header[:place]:
            reason = Message("คอลัมน์ซ้ำ", "this column stands twice")
            yield Fault(shape.file, 1, name, reason)


def _read_row(
    shape: Shape, columns: list[Column], cells: list[str], line: int
) -> tuple[Row, list[Fault]]:
    if not any(c.strip() for c in cells):
        return {}, []
    if len(cells) != len(columns):
        reason = Message(
            f"มี {len(cells)} ช่อง ต้องมี {len(columns)}",
            f"{len(cells)} cells instead of {len(columns)}",
        )
        return {}, [Fault(shape.file, line, None, reason)]
    row: Row = {LINE: line, **dict.fromkeys(c.name for c in shape.columns)}
    faults = []
    for column, written in zip(columns, cells, strict=True):
        try:
            row[column.name] = _read_cell(column, written.strip())
        except CellRefused as error:
            faults.append(Fault(shape.file, line, column.name, error.reason))
    return row, faults


def _read_cell(column: Column, written: str) -> Value:
    if written:
        return column.parse(written)
    if column.may_be_blank:
        return None
    raise CellRefused("ต้องไม่เว้นว่าง", "must not be blank")
