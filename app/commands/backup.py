"""`khanaen backup` and `khanaen restore`: a copy of the night, and its way back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer


def register(cli: typer.Typer) -> None:
    """Add the commands to the command line."""
    cli.command()(backup)
    cli.command()(restore)


def backup(
    folder: Annotated[
        Path, typer.Argument(help="โฟลเดอร์สำรอง · folder on another disk or machine")
    ],
) -> None:
    """สำรองข้อมูลขณะระบบทำงาน · Copy record, photos and published files while the night goes on."""
    from datetime import UTC, datetime

    from app.backup.errors import BackupError
    from app.backup.taking import take
    from app.opening import open_ground
    from app.settings import load_settings

    ground = open_ground(load_settings())
    try:
        with _progress() as show:
            copy = take(ground, folder, datetime.now(UTC), show)
    except (BackupError, OSError) as trouble:
        _refuse(f"สำรองไม่สำเร็จ · No copy was made: {trouble}")
        raise
    finally:
        ground.close()
    typer.echo(
        f"{copy.made_at}  {copy.record} {copy.record_sha256[:16]}…  "
        f"{copy.contents:,} files  {copy.published:,} published"
    )
    typer.echo("กุญแจไม่ได้สำรองไว้ด้วย · Keys are not in it: keep secret.key and signing.key apart.")


def restore(
    folder: Annotated[Path, typer.Argument(help="โฟลเดอร์สำรอง · folder of `khanaen backup`")],
    copy: Annotated[
        str | None, typer.Option(help="ชื่อชุดสำรอง (ว่าง = ล่าสุด) · which copy; the newest if none")
    ] = None,
) -> None:
    """นำข้อมูลสำรองกลับมา · Bring a copy back into the empty place that the settings name."""
    from app.backup.errors import BackupError
    from app.backup.restoring import restore as bring_back
    from app.settings import load_settings

    try:
        with _progress() as show:
            back = bring_back(load_settings(), folder, copy, show)
    except (BackupError, OSError) as trouble:
        _refuse(f"นำกลับไม่สำเร็จ · Not restored: {trouble}")
        raise
    typer.echo(f"นำกลับแล้ว · Restored the copy of {back.made_at}: {back.contents:,} files")
    typer.echo("ตรวจด้วย khanaen doctor ก่อนเปิดระบบ · Run khanaen doctor before opening the doors.")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    from rich.progress import Progress

    with Progress(transient=True) as bar:
        tasks = {word: bar.add_task(word, total=None) for word in ("record", "files", "public")}

        def show(word: str, done: int, total: int) -> None:
            bar.update(tasks[word], completed=done, total=total)

        yield show


def _refuse(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
