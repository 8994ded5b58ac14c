"""`khanaen bench`: the reader; `bench review` the desk, `results` a night, `line` a page's way."""

import time
from pathlib import Path
from typing import Annotated

import typer

PAGE = Path("docs/benchmarks.md")


def register(cli: typer.Typer) -> None:
    """Add the commands."""
    benches = typer.Typer(help="วัดผล · Measure the reader and the desk.")
    benches.callback(invoke_without_command=True)(bench)
    benches.command("review")(review)
    benches.command("results")(results)
    benches.command("line")(line)
    cli.add_typer(benches, name="bench")


def bench(
    context: typer.Context,
    data: Annotated[Path, typer.Option(help="folder with real sheets and digit sets")] = Path(
        "../shared/data"
    ),
    drawn: Annotated[int, typer.Option(help="drawn sheets of each form and condition")] = 1,
    page: Annotated[Path, typer.Option(help="page whose reading section is rewritten")] = PAGE,
    only: Annotated[
        list[str] | None, typer.Option(help="a part to measure; it is shown, the page stays")
    ] = None,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="leave out what takes long")] = False,
) -> None:
    """Measure the reader beside other engines; a part whose data is absent is skipped."""
    if context.invoked_subcommand is not None:
        return
    from ocr.bench.extent import Extent, Part
    from ocr.bench.report import section, write_page
    from ocr.bench.run import measure

    unknown = set(only or ()) - set(Part)
    if unknown:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: none of {', '.join(Part)}")

    start = time.monotonic()

    def tell(sentence: str) -> None:
        typer.echo(f"{time.monotonic() - start:5.0f} s  {sentence}", err=True)

    parts = tuple(Part(name) for name in only or ())
    results = measure(data, Extent(drawn, quick, parts), tell)
    typer.echo(section(results) if parts else write_page(page, results))
    tell(f"Left {page} as it is" if parts else f"Wrote {page}")


def review(
    sheets: Annotated[int, typer.Option(help="drawn sheets")] = 100,
    nights: Annotated[int, typer.Option(help="simulated nights of 2,000 sheets")] = 25,
    page: Annotated[Path, typer.Option(help="page whose review section is rewritten")] = PAGE,
) -> None:
    """วัดงานตรวจ · Keys and wrong cells of the desk, beside keying once and twice."""
    from rich.progress import track

    from ocr.bench.section import put_section
    from review.bench.papers import papers
    from review.bench.report import section, simulate

    read = list(track(papers(sheets), "drawing and reading", total=sheets))
    each = simulate(read, 1, sheets)
    text = section(read, each, simulate(read, nights, 2_000))
    put_section(page, text)
    typer.echo(text)


def results(
    night: Annotated[
        Path,
        typer.Argument(
            exists=True, file_okay=False, help="folder of `khanaen rehearse --country --folder`"
        ),
    ],
    database: Annotated[str, typer.Option(help="record; default: the night's own")] = "",
) -> None:
    """วัดการเผยแพร่ · Sizes, nginx against drawing, and the recount of a played night."""
    from app.bench.results import sentences, weigh

    try:
        typer.echo(sentences(weigh(night.resolve(), database)))
    except FileNotFoundError as missing:
        typer.echo(f"ไม่มีคืนที่ซ้อมไว้ · no played night here: {missing}", err=True)
        raise typer.Exit(2) from None


def line(
    units: Annotated[int, typer.Option(min=1, help="units of six pages, half a platform")] = 10,
    workers: Annotated[int, typer.Option(min=1, help="worker processes")] = 1,
    page: Annotated[Path | None, typer.Option(help="page whose section is rewritten")] = None,
    *,
    together: Annotated[
        bool | None,
        typer.Option("--together/--apart", help="all units at once, or one by one; default: both"),
    ] = None,
) -> None:
    """วัดทางของภาพ · Where the time goes from a webhook to its read-back, through real processes."""
    import tempfile

    from app.bench.line import measure, section
    from app.rehearse.chat.committee import Habits
    from app.rehearse.chat.hall import Wish
    from app.showing import showing
    from app.trial import free_port
    from ocr.bench.section import put_section

    measured = []
    for is_together in (False, True) if together is None else (together,):
        with tempfile.TemporaryDirectory(prefix="khanaen-line-") as folder, showing() as tell:
            wish = Wish(Path(folder), units, 1, workers, free_port(), Habits(), 900.0)
            measured.append(measure(wish, tell, is_together=is_together))
    text = section(measured)
    if page is not None:
        put_section(page, text)
    typer.echo(text)
