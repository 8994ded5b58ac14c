"""`khanaen draw-forms`: filled forms as photos, flat pictures or PDF, with their truth."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.paper import UnitSheet


class Shape(StrEnum):
    """What kind of file is written."""

    JPG = "jpg"
    PNG = "png"
    PDF = "pdf"


def register(cli: typer.Typer) -> None:
    """Add the command."""
    cli.command("draw-forms")(draw_forms)


def draw_forms(
    out: Annotated[Path, typer.Option(help="folder for pictures and truth.json")],
    *,
    sample: Annotated[int, typer.Option(help="draw this many invented sheets")] = 0,
    form: Annotated[str, typer.Option(help="form code of the samples")] = "ส.ส. 5/18",
    variant: Annotated[str, typer.Option(help="its variant, e.g. bangkok")] = "",
    fillings: Annotated[
        Path | None, typer.Option(help="JSON file of fillings, see docs/draw-forms.md")
    ] = None,
    election: Annotated[
        Path | None, typer.Option(help="folder of an election with counts.csv")
    ] = None,
    unit: Annotated[list[str] | None, typer.Option(help="only these units of it")] = None,
    seed: Annotated[int, typer.Option(help="same seed, same bytes")] = 1,
    size: Annotated[int, typer.Option(help="longer side in pixels, 640 to 4608")] = 1280,
    condition: Annotated[str, typer.Option(help="flat, scanner, desk, shadow, hard …")] = "desk",
    shape: Annotated[Shape, typer.Option(help="jpg photographs; png and pdf are flat")] = Shape.JPG,
) -> None:
    """Draw filled forms: invented samples, a file of fillings or the units of an election."""
    from rich.progress import track

    from app.drawing import DrawingPlan, save_sheet, write_truth

    sheets = list(_wanted(sample, (form, variant), (fillings, election, unit), seed))
    if not sheets:
        raise typer.BadParameter(
            "nothing to draw: say --sample, --fillings, or --election with units that it has"
        )
    plan = DrawingPlan(out, size, _known(condition), str(shape), seed)
    out.mkdir(parents=True, exist_ok=True)
    truth = [save_sheet(sheet, plan) for sheet in track(sheets, "วาดแบบรายงาน · drawing forms")]
    write_truth(out, truth)
    typer.echo(f"{len(sheets)} sheets in {out}")


def _known(condition: str) -> str:
    from ocr.draw import PRESETS

    if condition not in PRESETS:
        raise typer.BadParameter(f"condition is one of {', '.join(PRESETS)}")
    return condition


def _wanted(
    sample: int,
    named: tuple[str, str],
    sources: tuple[Path | None, Path | None, list[str] | None],
    seed: int,
) -> Iterator["UnitSheet"]:
    from app.drawing import FillingRefused, election_sheets, file_sheets, sample_sheets

    fillings, election, units = sources
    try:
        yield from sample_sheets(sample, named, seed)
        if fillings is not None:
            yield from file_sheets(fillings)
        if election is not None:
            yield from election_sheets(election, frozenset(units or ()))
    except FillingRefused as refused:
        raise typer.BadParameter(str(refused)) from refused
