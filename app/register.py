"""A register of units from one CSV file: what `khanaen read --register` compares a head with."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from models.values.likely_units import Names, UnitHead

CODE: Final = "code"
NUMBERS: Final = ("unit", "moo", "constituency", "set")
NAMES: Final = ("province", "amphoe", "area", "place")


class BadRegister(ValueError):
    """The file is no register; the text says why, in Thai and English."""


def load_register(file: Path) -> tuple[UnitHead, ...]:
    """Return the units of a register.

    The file has a column `code` and any of `province`, `amphoe`, `area`, `place` (names) and
    `constituency`, `unit`, `moo`, `set` (numbers); blank cells say nothing.

    Raises:
        BadRegister: a column is missing or unknown, a number is none, a code is blank or twice.
        OSError: the file cannot be opened.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            _check_columns(rows.fieldnames or ())
            units = tuple(_unit(row, rows.line_num) for row in rows)
    except UnicodeDecodeError as error:
        raise BadRegister("ทะเบียนไม่ใช่ไฟล์ UTF-8 · the register is not in UTF-8") from error
    if len({u.code for u in units}) < len(units):
        raise BadRegister("ทะเบียนมีรหัสซ้ำ · the register names a code twice")
    return units


def names_of(units: Sequence[UnitHead]) -> Names:
    """Return the names that the register knows, by part of the head."""
    return {
        part: tuple(sorted({u.names[part] for u in units if part in u.names})) for part in NAMES
    }


def _check_columns(columns: Sequence[str]) -> None:
    unknown = [c for c in columns if c not in {CODE, *NUMBERS, *NAMES}]
    if CODE not in columns:
        raise BadRegister(f"ทะเบียนไม่มีคอลัมน์ {CODE} · the register lacks the column {CODE}")
    if unknown:
        raise BadRegister(f"ทะเบียนมีคอลัมน์ที่ไม่รู้จัก · unknown column: {', '.join(unknown)}")


def _unit(row: dict[str, str | None], line: int) -> UnitHead:
    cells = {name: (value or "").strip() for name, value in row.items() if name}
    if not cells[CODE]:
        raise BadRegister(f"บรรทัด {line} ไม่มีรหัส · line {line} has no code")
    numbers = {n: cells[n] for n in NUMBERS if cells.get(n)}
    bad = [n for n, text in numbers.items() if not text.isdecimal()]
    if bad:
        raise BadRegister(f"บรรทัด {line}: {bad[0]} ไม่ใช่ตัวเลข · line {line}: {bad[0]} is no number")
    names = {n: cells[n] for n in NAMES if cells.get(n)}
    return UnitHead(cells[CODE], {n: int(text) for n, text in numbers.items()}, names)
