"""`khanaen labels`: confirmed numbers with their pictures, to train and measure the reader with."""

from pathlib import Path
from typing import Annotated

import typer


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(labels)


def labels(
    folder: Annotated[Path, typer.Argument(help="โฟลเดอร์ว่าง · empty or new folder")],
) -> None:
    """ส่งออกตัวเลขที่ยืนยันแล้วคู่กับภาพ · Export confirmed numbers with their pictures.

    The folder holds people's handwriting: it is for training and measuring the reader, not to be
    published. No unit, person or place is named in it.
    """
    from rich.progress import Progress

    from app.labels import write_labels
    from app.opening import open_ground
    from app.settings import load_settings
    from intake.errors import IntakeError

    ground = open_ground(load_settings())
    try:
        with Progress() as progress:
            task = progress.add_task("แผ่น · sheets")
            done = write_labels(
                ground.database,
                ground.store,
                folder,
                lambda at, whole: progress.update(task, completed=at, total=whole),
            )
    except FileExistsError:
        typer.echo(f"โฟลเดอร์ไม่ว่าง · The folder is not empty: {folder}", err=True)
        raise typer.Exit(2) from None
    except IntakeError as trouble:
        typer.echo(f"ที่เก็บภาพขาดภาพ · The store lacks a picture: {trouble}", err=True)
        raise typer.Exit(1) from None
    finally:
        ground.close()
    typer.echo(
        f"{done.sheets:,} แผ่น · sheets, {done.pages:,} ภาพ · pages, {done.labels:,} ช่อง · cells"
    )
    for words, share in (
        ("ระบบอ่านตรงกับที่ยืนยัน · the machine's number was confirmed", done.exactness),
        ("ที่ระบบยืนยันเอง · of those it stood by", done.trust),
    ):
        if share.interval is not None:
            low, high = share.interval
            typer.echo(f"{words}: {share.part:,}/{share.whole:,} ({low:.2%}–{high:.2%})")
