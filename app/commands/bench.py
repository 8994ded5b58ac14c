"""`khanaen bench`: measure the reader and write the reading section of docs/benchmarks.md."""

import time
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
    *,
    quick: Annotated[bool, typer.Option("--quick", help="leave out what takes long")] = False,
) -> None:
    """Measure the reader beside other engines; a part whose data is absent is skipped."""
    from ocr.bench.report import write_page
    from ocr.bench.run import Extent, measure

    start = time.monotonic()

    def tell(sentence: str) -> None:
        typer.echo(f"{time.monotonic() - start:5.0f} s  {sentence}", err=True)

    typer.echo(write_page(page, measure(data, Extent(drawn, quick), tell)))
    tell(f"Wrote {page}")
