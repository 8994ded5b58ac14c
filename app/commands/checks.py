"""`khanaen checks`: the rules as a page, how often they fire, and their tolerances with history."""

from pathlib import Path
from typing import Annotated

import typer


def register(cli: typer.Typer) -> None:
    """Add the commands."""
    checks = typer.Typer(help="กฎการตรวจ · The table of rules.", no_args_is_help=True)
    checks.command("doc")(doc)
    checks.command("rates")(rates)
    checks.command("limits")(limits)
    checks.command("rules")(rules)
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


def limits(
    name: Annotated[str, typer.Argument(help="ชื่อเกณฑ์ · name of a tolerance, to set it")] = "",
    value: Annotated[float | None, typer.Argument(help="ค่าใหม่ · its new number")] = None,
    *,
    by: Annotated[str, typer.Option(help="ชื่อผู้ใช้ของผู้สั่ง · operator's user name")] = "",
    reason: Annotated[str, typer.Option(help="เหตุผล · why")] = "",
) -> None:
    """แสดงเกณฑ์ของกฎพร้อมประวัติ หรือตั้งใหม่ · Show the rules' tolerances and their history, or set one.

    A sheet is checked against what is in force when it is looked at. What was changed, by whom,
    from what to what and why, stays in the audit log and is listed here.
    """
    from rich.console import Console

    from app.opening import open_ground
    from app.settings import load_settings
    from app.tolerances import set_one, tables_of

    ground = open_ground(load_settings())
    try:
        if name:
            said = set_one(ground.database, name, value, by, reason.strip())
            if said:
                typer.echo(said, err=True)
                raise typer.Exit(2)
        for table in tables_of(ground.database):
            Console().print(table)
    finally:
        ground.close()


def rules(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="rules.csv to try or to set")
    ] = None,
    *,
    by: Annotated[str, typer.Option(help="ชื่อผู้ใช้ของผู้สั่ง · operator's user name")] = "",
    reason: Annotated[str, typer.Option(help="เหตุผล · why")] = "",
) -> None:
    """แสดงกฎของการเลือกตั้งนี้ ลองกฎใหม่ หรือตั้งใหม่ · Show the election's own rules, try or set them.

    Each rule is tried on the sheets that are confirmed already: one that fires on honest sheets
    teaches people to click it away. With --by and --reason the file's rules take the place of those
    in force; sheets that are looked at from now on meet them.
    """
    from rich.console import Console

    from app.election.errors import FolderRefused
    from app.election.rules import read_rules
    from app.local_rules import set_rules, table_of
    from app.opening import open_ground
    from app.settings import load_settings

    try:
        wanted = None if file is None else read_rules(file)
    except FolderRefused as refused:
        for fault in refused.faults:
            typer.echo(f"{fault} · {fault.reason.th}", err=True)
        raise typer.Exit(1) from None
    ground = open_ground(load_settings())
    try:
        Console().print(table_of(ground.database, wanted))
        if wanted is not None and (by or reason):
            said = set_rules(ground.database, wanted, by, reason.strip())
            typer.echo(said or f"ตั้งแล้ว {len(wanted)} ข้อ · set", err=bool(said))
            if said:
                raise typer.Exit(2)
    finally:
        ground.close()
