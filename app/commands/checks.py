"""`khanaen checks doc` and `khanaen checks rates`: the rules as a page, and how often they fire."""

from pathlib import Path
from typing import Annotated

import typer


def register(cli: typer.Typer) -> None:
    """Add the commands."""
    checks = typer.Typer(help="กฎการตรวจ · The table of rules.", no_args_is_help=True)
    checks.command("doc")(doc)
    checks.command("rates")(rates)
    cli.add_typer(checks, name="checks")


def doc(
    page: Annotated[Path, typer.Argument(help="page whose table is rewritten")] = Path(
        "docs/checks.md"
    ),
) -> None:
    """เขียนตารางกฎลงเอกสาร · Write the table of rules into its docs page."""
    from models.checks.page import START, rules_section

    before = page.read_text("utf-8").partition(START)[0]
    page.write_text(before + rules_section(), "utf-8")


def rates(
    constituency: Annotated[
        Path, typer.Argument(exists=True, help="CSV of a constituency's units, first ballot")
    ],
    party_list: Annotated[
        Path | None, typer.Argument(exists=True, help="the same units' party-list ballot")
    ] = None,
) -> None:
    """นับว่าแต่ละกฎเตือนบ่อยเพียงใด · Count how often each rule fires (docs/rule-rates.md)."""
    from rich.console import Console
    from rich.table import Table

    from app.election.rates import HEAD, measure

    table = Table(*HEAD)
    for line in measure(constituency, party_list):
        table.add_row(*line.cells())
    Console().print(table)
