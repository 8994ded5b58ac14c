"""`khanaen codes DIR`: enrolment codes on paper, a PDF for each tally centre."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from app.codes.printing import Outcome
    from app.codes.selecting import Wish

_REFUSED = 1
_NO_SECRET = 2


def register(cli: typer.Typer) -> None:
    """Add the command."""
    cli.command("codes")(codes)


def codes(
    folder: Annotated[Path, typer.Argument(file_okay=False, help="folder for the PDF files")],
    centre: Annotated[list[str] | None, typer.Option(help="only this tally centre; again")] = None,
    constituency: Annotated[list[str] | None, typer.Option(help="only this one; again")] = None,
    unit: Annotated[list[str] | None, typer.Option(help="only this unit; again")] = None,
    copies: Annotated[int, typer.Option(min=1, max=9, help="people to enrol for each unit")] = 1,
    desks: Annotated[bool, typer.Option(help="for the desks over them, not the units")] = False,
    keep: Annotated[bool, typer.Option(help="leave unused codes of earlier paper good")] = False,
) -> None:
    """พิมพ์รหัสลงทะเบียน · Print enrolment codes; earlier unused codes of the units lapse."""
    from app.codes.selecting import Wish

    wish = Wish(centre or (), constituency or (), unit or (), for_desks=desks)
    _print(wish, folder, copies, keeps_earlier=keep)


def _print(wish: "Wish", folder: Path, copies: int, *, keeps_earlier: bool) -> None:
    from datetime import UTC, datetime

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from app.codes.errors import NoElection, UnknownPlace
    from app.codes.printing import Issue, print_codes
    from app.opening import prepare_database
    from app.settings import load_settings
    from pages.wiring import entrances_in

    settings = load_settings()
    secret = settings.secret_key.get_secret_value().encode()
    if not secret:
        typer.echo("ต้องตั้ง KHANAEN_SECRET_KEY · KHANAEN_SECRET_KEY is not set", err=True)
        raise typer.Exit(_NO_SECRET)
    issue = Issue(secret, entrances_in(settings), datetime.now(UTC), copies, keeps_earlier)
    database = prepare_database(settings.database_url)
    columns = (TextColumn("พิมพ์รหัส · codes"), BarColumn(), MofNCompleteColumn())
    try:
        with Progress(*columns, transient=True) as bars:
            task = bars.add_task("", total=None)
            outcome = print_codes(
                database, wish, issue, folder,
                lambda done, total: bars.update(task, completed=done, total=total),
            )  # fmt: skip
    except UnknownPlace as unknown:
        _refuse(f"ไม่พบรหัส {unknown.code} ไม่มีการออกรหัสใด ๆ", f"{unknown.code} is unknown")
    except NoElection:
        _refuse("ยังไม่มีการเลือกตั้งในฐานข้อมูล", "no election is loaded")
    finally:
        database.close()
    _tell(outcome, folder)


def _tell(outcome: "Outcome", folder: Path) -> None:
    slips, files, revoked = outcome.slips, len(outcome.files), outcome.revoked
    typer.echo(
        f"พิมพ์ {slips:,} ใบ ใน {files} ไฟล์ ยกเลิกรหัสเดิมที่ยังไม่ใช้ {revoked:,} รหัส\n"
        f"{slips:,} slips in {files} files; {revoked:,} unused codes lapsed\n{folder}"
    )


def _refuse(th: str, en: str) -> NoReturn:
    typer.echo(f"{th}\n{en}; nothing was issued.", err=True)
    raise typer.Exit(_REFUSED)
