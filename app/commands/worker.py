"""`khanaen worker`: processes that read photos."""

import sys
from typing import Annotated

import typer


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(worker)


def worker(
    procs: Annotated[
        int | None, typer.Option(min=1, help="จำนวนโปรเซส · processes, no more than cores")
    ] = None,
) -> None:
    """อ่านภาพที่รออยู่ · Read waiting photos; a process that dies is started again."""
    from app.processes import ProcessGroup
    from app.settings import load_settings

    settings = load_settings()
    group = ProcessGroup(settings.as_environment())
    group.leave_on_signals()
    for number in range(procs or settings.worker_procs):
        group.add(f"worker {number}", [sys.executable, "-m", "app.worker"])
    group.watch()
