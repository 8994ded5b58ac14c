"""`khanaen reread`: confirmed sheets read anew; where the reader differs it asks for a recall."""

from typing import Annotated

import typer


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(reread)


def reread(
    constituency: Annotated[
        str, typer.Option(help="เฉพาะเขตนี้ · this constituency only, e.g. TKM_1")
    ] = "",
    *,
    only_look: Annotated[
        bool, typer.Option("--only-look", help="แสดงเท่านั้น ไม่ขอเรียกคืน · ask for no recall")
    ] = False,
) -> None:
    """อ่านภาพของแบบที่ยืนยันแล้วอีกครั้ง · Read confirmed sheets again with the reader of today.

    Where it stands by a number that nobody confirmed, it asks for a recall; a supervisor or clerk
    grants or refuses that on the desk. What it said before, and people decided against, it does
    not ask again.
    """
    from rich.console import Console
    from rich.progress import Progress

    from app.opening import open_ground
    from app.rereading import reread as read_again
    from app.settings import load_settings
    from app.worker import cage_of

    settings = load_settings()
    ground, cage = open_ground(settings), cage_of(settings)
    try:
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task("แผ่น · sheets")
            done = read_again(
                ground,
                cage.watch,
                constituency,
                lambda at, whole: progress.update(task, completed=at, total=whole),
                is_asking=not only_look,
            )
    finally:
        cage.close()
        ground.close()
    for one in done.found:
        fields = ", ".join(
            f"{key} {one.confirmed.get(key, '–')} → {value}" for key, value in one.read.items()
        )
        asked = "ขอเรียกคืนแล้ว · recall asked for" if one.is_asked else "–"
        typer.echo(f"{one.unit} {one.ballot.value}: {fields} · {asked}")
    typer.echo(
        f"{done.sheets:,} แผ่น · sheets, {done.stood_by:,} ตัวเลขที่ระบบมั่นใจ · numbers stood by,"
        f" {len(done.found):,} แผ่นต่างจากที่ยืนยัน · sheets differ, {done.unread:,} ภาพอ่านไม่ได้ · unread"
    )
    if done.missing:
        typer.echo(
            f"{done.missing:,} ภาพไม่มีในที่เก็บ แผ่นของภาพเหล่านั้นจึงไม่ได้อ่านครบ"
            " · pictures are not in the store: their sheets were not read, or not whole"
        )
