"""`khanaen bench-doors`: measure how fast the chat doors answer while workers read."""

from pathlib import Path
from typing import Annotated

import typer


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command("bench-doors")(bench_doors)


def bench_doors(
    rate: Annotated[int, typer.Option(min=1, help="events a second")] = 60,
    seconds: Annotated[int, typer.Option(min=1, help="how long")] = 60,
    workers: Annotated[int, typer.Option(min=0, help="worker processes")] = 2,
    page: Annotated[Path | None, typer.Option(help="page whose section is rewritten")] = None,
) -> None:
    """วัดความเร็วของประตูแชต · Send photo events at a steady rate to real processes and time them."""
    import tempfile

    from app.bench.doors import Wish, measure, section
    from app.trial import free_port
    from ocr.bench.section import put_section

    with tempfile.TemporaryDirectory(prefix="khanaen-doors-") as folder:
        measured = measure(Wish(Path(folder), rate, seconds, workers, free_port()))
    text = section([measured])
    if page is not None:
        put_section(page, text)
    typer.echo(text)
