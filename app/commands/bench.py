"""`khanaen bench`: measure the reader and write the reading section of docs/benchmarks.md."""

from pathlib import Path
from typing import Annotated

import typer


def register(cli: typer.Typer) -> None:
    """Add the command."""
    cli.command("bench")(bench)


def bench(
    data: Annotated[Path, typer.Option(help="folder with real sheets and digit sets")] = Path(
        "../shared/data"
    ),
    drawn: Annotated[int, typer.Option(help="drawn sheets of each form and condition")] = 1,
    page: Annotated[Path, typer.Option(help="page whose reading section is rewritten")] = Path(
        "docs/benchmarks.md"
    ),
) -> None:
    """Measure the reader beside plain Tesseract; a part whose data is absent is skipped."""
    from ocr.bench.report import put_section, section
    from ocr.bench.run import measure

    text = section(measure(data, drawn, typer.echo))
    put_section(page, text)
    typer.echo(text)
