"""`khanaen verify`: check a published root from its files alone."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from results.signing import PublicKey
    from results.verify import Report

_TRIES = 3
_PATIENCE_S = 5


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(verify)


def verify(
    root: Annotated[str, typer.Argument(help="โฟลเดอร์หรือที่อยู่เว็บ · folder or address")],
    key: Annotated[
        Path | None, typer.Option(help="กุญแจสาธารณะ · public key file of the publisher")
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="พิมพ์แฮชของทุกไฟล์ · hash and path of every listed file")
    ] = False,
) -> None:
    """ตรวจสอบไฟล์ที่เผยแพร่ทั้งหมด · Check every published file back to the first snapshot.

    Exit 0: everything fits. 1: something does not. 2: it could not be checked.
    """
    from results.errors import ResultsError

    try:
        report = _walk(root, _read_key(key) if key else None)
    except (ResultsError, OSError, UnicodeDecodeError) as trouble:
        typer.echo(f"ตรวจสอบไม่ได้ · Cannot verify: {trouble}", err=True)
        raise typer.Exit(2) from None
    _tell(report, with_list=list_)
    raise typer.Exit(0 if report.is_sound else 1)


def _read_key(file: Path) -> "PublicKey":
    from results.signing import PublicKey

    return PublicKey.from_text(file.read_text(encoding="utf-8"))


def _walk(root: str, key: "PublicKey | None") -> "Report":
    """Verify, and once more where the publisher was at work in the meantime."""
    import time

    from results.sources import open_source
    from results.verify import verify as verify_root

    source = open_source(root)
    report = verify_root(source, key)
    for _ in range(_TRIES - 1):
        if report.is_sound or not (report.is_printing or report.was_overtaken(source)):
            break
        time.sleep(_PATIENCE_S if report.is_printing else 0)
        report = verify_root(source, key)
    return report


def _tell(report: "Report", *, with_list: bool) -> None:
    """Print the verdict; with a list, that alone goes to standard output."""
    if with_list:
        for path, sha256 in sorted(report.listed.items()):
            typer.echo(f"{sha256 or '-' * 64}  {path}")
    for fault in report.faults:
        typer.echo(f"ผิด · Wrong: {fault}", err=with_list)
    for path in report.unlisted:
        typer.echo(f"ไม่อยู่ในรายการ · Not listed: {path}", err=with_list)
    typer.echo(f"กุญแจ · Key: {report.fingerprint or '-'}", err=with_list)
    if report.is_self_signed:
        typer.echo(
            "ลายเซ็นของตนเองเท่านั้น ใช้ --key เพื่อยืนยันผู้เผยแพร่ · self-signed only:"
            " give --key to prove who published",
            err=with_list,
        )
    verdict = "ถูกต้องทุกไฟล์ · All files fit" if report.is_sound else "ไม่ถูกต้อง · NOT sound"
    typer.echo(
        f"{verdict}: ฉบับที่ {report.sequence} · snapshot {report.sequence},"
        f" {report.snapshots} ฉบับ · snapshots, {len(report.listed)} ไฟล์ · files",
        err=with_list,
    )
