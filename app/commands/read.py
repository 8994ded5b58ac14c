"""`khanaen read`: the numbers on the pages of one sheet, without a database."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.values.likely_units import LikelyUnit, UnitHead
    from models.values.reading import Cell, SheetReading
    from ocr.place_names.reader import AskNames


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command("read")(read)


def read(
    pages: Annotated[list[Path], typer.Argument(help="รูปของแต่ละหน้า · photos of the pages")],
    *,
    form: Annotated[
        str | None, typer.Option(help='รหัสแบบ เช่น "ส.ส. 5/18 (บช)" · the form\'s code')
    ] = None,
    numbers: Annotated[
        str | None, typer.Option(help="หมายเลขในบัตร เช่น 1,2,4-8 · the ballot list")
    ] = None,
    register: Annotated[
        Path | None,
        typer.Option(help="ทะเบียนหน่วย (CSV) · the units that the head may name, docs/reading.md"),
    ] = None,
    repeat: Annotated[int, typer.Option(min=1, help="อ่านซ้ำเพื่อวัดเวลา · read n times")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="พิมพ์ JSON · print JSON only")] = False,
) -> None:
    """อ่านตัวเลขจากรูปของแบบรายงานหนึ่งชุด · Read one sheet from the photos of its pages."""
    from models.values.forms import forms
    from models.values.likely_units import likely_units
    from ocr.errors import NotAnImage
    from ocr.reader import read_sheet

    if form is not None and form not in {f.code for f in forms()}:
        _refuse(f"ไม่รู้จักแบบ {form} · unknown form")
    listed = None if numbers is None else _numbers(numbers)
    known = None if register is None else _register(register)
    try:
        files = [(str(page), page.read_bytes()) for page in pages]
    except OSError as error:
        _refuse(f"เปิดไฟล์ไม่ได้ · cannot open {error.filename}")
    reading, ms = None, []
    try:
        for _ in range(repeat):
            start = time.process_time()
            reading = read_sheet(files, form=form, numbers=listed, names=_asking(known))
            ms.append((time.process_time() - start) * 1000 / len(files))
    except NotAnImage as error:
        _refuse(f"ไฟล์นี้ไม่ใช่รูปภาพ · not a picture: {error}")
    if reading is None:
        return
    likely = None if known is None else likely_units(reading.header, known)
    if as_json:
        typer.echo(json.dumps(reading_data(reading, likely), ensure_ascii=False))
    else:
        _print_table(reading, min(ms), likely)


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


def _register(file: Path) -> "Sequence[UnitHead]":
    from app.register import BadRegister, load_register

    try:
        return load_register(file)
    except BadRegister as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"เปิดไฟล์ไม่ได้ · cannot open {error.filename}")


def _asking(register: "Sequence[UnitHead] | None") -> "AskNames | None":
    """Return what gives the reader the register's names."""
    from app.register import names_of

    return None if register is None else lambda: names_of(register)


def _numbers(text: str) -> list[int]:
    """Return the ballot numbers of a list such as `1,2,4-8`."""
    numbers: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            _refuse(f"หมายเลขไม่ถูกต้อง · bad ballot list: {text}")
        numbers.update(range(int(first), int(last or first) + 1))
    if not numbers or min(numbers) < 1:
        _refuse(f"หมายเลขไม่ถูกต้อง · bad ballot list: {text}")
    return sorted(numbers)


def reading_data(
    reading: "SheetReading", likely: "Sequence[LikelyUnit] | None" = None
) -> dict[str, Any]:
    """Return a reading in the JSON form that `khanaen read --json` prints.

    `likely` are the units that the head may name, where a register was given.
    """
    from models.values.fields import COUNT_NAMES, TOTAL, row_number

    rows = sorted(
        ((row_number(key) or 0, cell) for key, cell in reading.cells.items() if row_number(key)),
        key=lambda row: row[0],
    )
    total = reading.cell(TOTAL)
    return {
        "form": reading.form,
        "outcome": reading.outcome.value,
        "pages": [
            {
                "file": name,
                "page": scan.page,
                "form": scan.form,
                "problems": [p.value for p in scan.problems],
                "quality": dict(scan.quality),
                "ms": round(scan.ms, 2),
            }
            for name, scan in zip(reading.files, reading.scans, strict=True)
        ],
        "header": {
            **{name: value.to_data() for name, value in _header(reading).items()},
            "reason_written": reading.reason_written,
        },
        **({} if likely is None else {"units": [u.to_data() for u in likely]}),
        "counts": {n: reading.cells[n].to_data() for n in COUNT_NAMES if n in reading.cells},
        "rows": [{"number": number, **cell.to_data()} for number, cell in rows],
        "total": total.to_data() if total else None,
        "signatures": reading.signatures.to_data() if reading.signatures else None,
        "findings": [f.to_data() for f in reading.findings],
    }


def _header(reading: "SheetReading") -> dict[str, Any]:
    """Return every part of the head; what was not read has no value."""
    from models.values.reading import HeaderValue

    names = ("province", "constituency", "amphoe", "area", "moo", "unit", "set", "copy")
    return {name: reading.header.get(name, HeaderValue(None, 0.0)) for name in names}


def _print_table(reading: "SheetReading", ms: float, likely: "Sequence[LikelyUnit] | None") -> None:
    """Print a reading for a person."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{reading.form or 'ไม่รู้จักแบบ · unknown form'} · {reading.outcome.value}")
    table.add_column("ช่อง · field")
    table.add_column("ตัวเลข · number", justify="right")
    table.add_column("ความเชื่อมั่น · confidence", justify="right")
    table.add_column("")
    for key, cell in reading.cells.items():
        table.add_row(key, *_columns(cell))
    console = Console()
    console.print(table)
    for name, scan in zip(reading.files, reading.scans, strict=True):
        problems = ", ".join(p.value for p in scan.problems) or "ดี · fine"
        console.print(f"{name}: หน้า · page {scan.page or '?'}: {problems}", markup=False)
    for unit in likely or ():
        console.print(f"น่าจะเป็นหน่วย · likely unit {unit.code}: {unit.chance:.0%}", markup=False)
    console.print(f"{ms:.0f} ms CPU ต่อหน้า · a page", markup=False)


def _columns(cell: "Cell") -> tuple[str, str, str]:
    value = "–" if cell.value is None else str(cell.value)
    note = "" if cell.accepted else "ว่าง · blank" if cell.blank else "โปรดตรวจ · please check"
    return value, f"{cell.confidence:.1%}", note
