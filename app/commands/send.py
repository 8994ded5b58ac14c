"""`khanaen send`: photos of a unit from files, through the same door as everybody's."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

if TYPE_CHECKING:
    from app.opening import Ground


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(send)


def send(
    files: Annotated[list[Path], typer.Argument(help="ไฟล์ภาพ · photo files")],
    unit: Annotated[str, typer.Option(help="รหัสหน่วย · code of the unit")],
) -> None:
    """ส่งภาพของหน่วยจากไฟล์ · Send a unit's photos; prints a receipt number for each."""
    from app.opening import open_ground
    from app.settings import load_settings

    ground = open_ground(load_settings())
    try:
        unit_id = _find(ground, unit)
        lines = [_hand_in(ground, unit_id, file) for file in files]
    finally:
        ground.close()
    for line in lines:
        typer.echo(line.text)
    if any(line.is_refused for line in lines):
        raise typer.Exit(1)


class _Line(NamedTuple):
    text: str
    is_refused: bool


def _find(ground: "Ground", code: str) -> int:
    from models.errors import NotFound
    from models.store.register import unit_by_code
    from models.store.rows import saved

    try:
        with ground.database.reading() as session:
            return saved(unit_by_code(session, code).id)
    except NotFound:
        typer.echo(f"ไม่มีหน่วย {code} · no unit {code}", err=True)
        raise typer.Exit(2) from None


def _hand_in(ground: "Ground", unit_id: int, file: Path) -> _Line:
    from datetime import UTC, datetime

    from intake.errors import Refused
    from intake.receive import Arrival, receive
    from models.tables.photos import Channel
    from models.values.refusals import sentence_of_refusal

    arrival = Arrival(unit_id, Channel.COMMAND, file.read_bytes(), file.name)
    try:
        with ground.database.writing() as session:
            receipt = receive(session, ground.door, arrival, datetime.now(UTC))
        number, reason = receipt.number, receipt.refusal
    except Refused as refusal:
        number, reason = "-", refusal.reason
    said = sentence_of_refusal(reason) if reason else None
    outcome = f"{said.th} · {said.en}" if said else "ok"
    return _Line(f"{file}\t{number}\t{outcome}", is_refused=said is not None)
