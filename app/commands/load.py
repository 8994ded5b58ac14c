"""`khanaen load DIR` and `khanaen convert-ge2026 SRC DST`: elections as folders of CSV files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from app.election.errors import FolderRefused
    from app.election.load import LoadedElection
    from app.election.load import Progress as Shown

_REFUSED = 1
_NAMES = {
    "election_ballot": "บัตรเลือกตั้ง · ballots",
    "province": "จังหวัด · provinces",
    "constituency": "เขตเลือกตั้ง · constituencies",
    "amphoe": "อำเภอ · amphoe",
    "area": "ตำบลและเทศบาล · areas",
    "tally_centre": "ศูนย์รวมคะแนน · tally centres",
    "reporting_unit": "หน่วยและชุดนับคะแนน · units",
    "party": "พรรคการเมือง · parties",
    "candidate": "ผู้สมัคร · candidates",
    "expected_sheet": "แบบที่ต้องส่ง · expected sheets",
    "person": "ผู้ใช้ · people",
    "person_area": "พื้นที่ของผู้ใช้ · their areas",
}


def register(cli: typer.Typer) -> None:
    """Add the commands."""
    cli.command("load")(load)
    cli.command("convert-ge2026")(convert)


def load(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="see docs/election-folder.md")
    ],
    database: Annotated[str, typer.Option(help="SQLAlchemy address; default: the settings'")] = "",
) -> None:
    """นำเข้าการเลือกตั้งจากโฟลเดอร์ CSV · Load an election; a broken folder changes nothing."""
    from rich.console import Console

    from app.election.errors import FolderRefused, OtherElection
    from app.election.load import load_folder
    from app.opening import prepare_database
    from app.settings import load_settings

    console = Console()
    record = prepare_database(database or load_settings().database_url)
    try:
        with _bars(console) as bars:
            loaded = load_folder(record, folder, _shown(bars))
    except FolderRefused as refused:
        _tell_faults(Console(stderr=True), refused)
        raise typer.Exit(_REFUSED) from None
    except OtherElection as other:
        typer.echo(
            f"ฐานข้อมูลนี้มีการเลือกตั้ง {other.code} จากข้อมูลชุดอื่นอยู่แล้ว ไม่มีการเปลี่ยนแปลง\n"
            f"The database already holds the election {other.code} from other data; "
            "nothing was changed.",
            err=True,
        )
        raise typer.Exit(_REFUSED) from None
    finally:
        record.close()
    _tell_loaded(console, loaded)


def convert(
    source: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="holds ge2026, geo and units")
    ],
    target: Annotated[Path, typer.Argument(help="folder to write")],
) -> None:
    """แปลงข้อมูลอ้างอิงปี 2569 · Write the reference data of 2026 as a folder for `load`."""
    from rich.console import Console

    from app.election.convert import convert_ge2026

    lines = convert_ge2026(source, target)
    console = Console()
    for file, count in lines.items():
        console.print(f"{count:>9,}  {file}", highlight=False)


def _bars(console: "Console") -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=console, transient=True)


def _shown(bars: "Progress") -> "Shown":
    """Return what draws one bar for each table."""
    tasks: dict[str, TaskID] = {}

    def show(table: str, done: int, total: int) -> None:
        if table not in tasks:
            tasks[table] = bars.add_task(_NAMES[table], total=total)
        bars.update(tasks[table], completed=done)

    return show


def _tell_faults(console: "Console", refused: "FolderRefused") -> None:
    console.print(
        "[bold]ไม่รับข้อมูลชุดนี้ และไม่มีการเปลี่ยนแปลงใด ๆ[/bold]\n"
        "[bold]The folder is refused; nothing was changed.[/bold]"
    )
    for fault in refused.faults:
        place = f"{fault.file}:{fault.line}" if fault.line else fault.file
        where = f"{place} {fault.column}" if fault.column else place
        console.print(f"\n{where}", style="yellow", markup=False, highlight=False)
        console.print(f"  {fault.reason.th}\n  {fault.reason.en}", markup=False, highlight=False)


def _tell_loaded(console: "Console", loaded: "LoadedElection") -> None:
    if not loaded.is_new:
        console.print(
            f"การเลือกตั้ง {loaded.code} ชุดเดียวกันนี้อยู่ในฐานข้อมูลแล้ว\n"
            f"The election {loaded.code} is there already, from the same data.",
            highlight=False,
        )
        return
    for table, rows in loaded.rows.items():
        console.print(f"{rows:>9,}  {_NAMES[table]}", highlight=False)
    console.print(
        f"นำเข้าการเลือกตั้ง {loaded.code} แล้ว · Loaded the election {loaded.code}.", highlight=False
    )
