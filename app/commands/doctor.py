"""`khanaen doctor`: whether this machine and its data are fit for the night."""

import typer


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(doctor)


def doctor() -> None:
    """ตรวจความพร้อมของเครื่องและข้อมูล · Check database, store, fonts, weights, disk and clock."""
    from rich.console import Console
    from rich.table import Table

    from app.doctor import examine
    from app.settings import load_settings

    table = Table(title="khanaen doctor")
    for column in ("", "ตรวจ · what", "ผล · found"):
        table.add_column(column)
    findings = examine(load_settings())
    for finding in findings:
        table.add_row("✓" if finding.is_well else "✗", finding.what, finding.found)
    Console().print(table)
    if not all(f.is_well for f in findings):
        raise typer.Exit(1)
