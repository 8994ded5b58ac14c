"""`khanaen access`: who may do what and where, written into the notes."""

from pathlib import Path
from typing import Annotated

import typer


def register(cli: typer.Typer) -> None:
    """Add the command."""
    cli.command("access")(access)


def access(
    page: Annotated[Path, typer.Argument(help="page whose table is rewritten")] = Path(
        "docs/access.md"
    ),
) -> None:
    """เขียนตารางสิทธิ์ลงเอกสาร · Write the table of who may do what into its docs page."""
    from app.access import START, access_section

    before = page.read_text("utf-8").partition(START)[0]
    page.write_text(before + access_section(), "utf-8")
