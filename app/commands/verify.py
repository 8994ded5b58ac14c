"""`khanaen verify`: check a published root from its files alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from results.printed import Wait
    from results.signing import PublicKey
    from results.trace import Trace
    from results.verify import Report

_SELF_SIGNED = (
    "ลายเซ็นของตนเองเท่านั้น ใช้ --key เพื่อยืนยันผู้เผยแพร่ · self-signed only:"
    " give --key to prove who published"
)
_LOOKS = 60
_LOOK_S = 1.0


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(verify)


def verify(
    root: Annotated[str, typer.Argument(help="โฟลเดอร์หรือที่อยู่เว็บ · folder or address")],
    key: Annotated[
        list[Path] | None,
        typer.Option(
            help="กุญแจสาธารณะ ดอกใหม่ก่อน · public key file of the publisher; if the key was"
            " changed, again for each earlier one, newest first"
        ),
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="พิมพ์แฮชของทุกไฟล์ · hash and path of every listed file")
    ] = False,
    unit: Annotated[
        str, typer.Option(help="หน่วยเดียว จากตัวเลขถึงภาพ · one unit alone, numbers to photos")
    ] = "",
    photo: Annotated[
        list[Path] | None,
        typer.Option(help="ภาพต้นฉบับที่คุณมี · original photo that you have, with --unit"),
    ] = None,
    night: Annotated[
        bool, typer.Option("--night", help="ไล่ทุกฉบับ · R602-R607 in every snapshot of a folder")
    ] = False,
    ect: Annotated[
        Path | None, typer.Option(help="ตัวเลข กกต. · folder with the ECT's figures, with --night")
    ] = None,
) -> None:
    """ตรวจสอบไฟล์ที่เผยแพร่ทั้งหมด · Check every published file back to the first snapshot.

    Exit 0: everything fits. 1: something does not. 2: it could not be checked.
    """
    if night:
        raise typer.Exit(_look_on(Path(root), ect))
    if photo and not unit:
        typer.echo("บอกหน่วยด้วย --unit · say which unit's photo it is: --unit CODE", err=True)
        raise typer.Exit(2)
    from results.errors import ResultsError

    try:
        keys = [_read_key(file) for file in key or ()]
        if unit:
            raise typer.Exit(_follow(root, unit, keys, photo or []))
        report = _walk(root, keys)
    except (ResultsError, OSError, UnicodeDecodeError) as trouble:
        typer.echo(f"ตรวจสอบไม่ได้ · Cannot verify: {trouble}", err=True)
        raise typer.Exit(2) from None
    _tell(report, with_list=list_)
    raise typer.Exit(0 if report.is_sound else 1)


def _look_on(folder: Path, ect: Path | None) -> int:
    from app.nation.onlooker import Onlooker, against_ect

    onlooker = Onlooker(folder)
    try:
        seen = list(onlooker.walk())
        compared, different = against_ect(onlooker, ect) if ect else (0, 0)
    except (OSError, ValueError, KeyError) as trouble:
        typer.echo(f"ตรวจสอบไม่ได้ · Cannot verify: {trouble!r}", err=True)
        return 2
    for fault in onlooker.faults:
        typer.echo(f"ผิด · Wrong: {fault}")
    typer.echo(
        f"{len(seen)} ฉบับ · snapshots, {len(onlooker.faults)} faults; {len(onlooker.stopped)} เขต ·"
        f" constituencies ever stopped; {different} of {compared} figures differ from the ECT's"
    )
    return 1 if onlooker.faults or different or not seen else 0


def _follow(root: str, unit: str, keys: "list[PublicKey]", photos: Sequence[Path]) -> int:
    from results.addresses import digest
    from results.sources import open_source
    from results.trace import trace

    found = trace(open_source(root), unit, keys[0] if keys else None)
    _tell_way(found)
    strange = 0
    for photo in photos:
        place = found.photos.get(digest(photo.read_bytes()))
        strange += place is None
        what = (
            f"{place[0]}, หน้า · page {place[1]}" if place else "ไม่ใช่ภาพของหน่วยนี้ · not a photo of it"
        )
        typer.echo(f"{photo}: {what}")
    return 1 if found.faults or strange else 0


def _tell_way(found: "Trace") -> None:
    """Print each step from the pointer to the photos."""
    for fault in found.faults:
        typer.echo(f"ผิด · Wrong: {fault}")
    typer.echo(f"กุญแจ · Key: {found.fingerprint or '-'}")
    if found.is_self_signed:
        typer.echo(_SELF_SIGNED)
    if found.faults and not found.record:
        return
    at, number = found.pointer["published_at"], found.pointer["sequence"]
    typer.echo(f"ฉบับที่ {number} · snapshot {number}, {at}: {found.pointer['root']['path']}")
    typer.echo(f"{found.constituency}: {found.manifest}")
    typer.echo(f"{found.unit}, {found.where}: {found.path or 'ยังไม่เผยแพร่ · not public yet'}")
    for ballot, sheet in found.record.get("ballots", {}).items():
        about = sheet["confirmed_about"] or "-"
        typer.echo(f"  {ballot}: {sheet['people']} คน · people, ราว · about {about}")
        typer.echo("    " + ", ".join(f"{key} {value}" for key, value in sheet["counts"].items()))
        for page in sheet["pages"]:
            image = page["image"]["path"] if page["image"] else "-"
            typer.echo(f"    หน้า · page {page['page']}: {image}")
            typer.echo(f"      ภาพต้นฉบับ · original photo: {page['photo_sha256']}")
    for entry in found.record.get("corrections", []):
        typer.echo(
            f"  แก้ไข · corrected {entry['at']}: {entry['ballot']} {entry['key']}"
            f" {entry['old']} → {entry['new']}: {entry['reason']}"
        )


def _read_key(file: Path) -> "PublicKey":
    from results.signing import PublicKey

    return PublicKey.from_text(file.read_text(encoding="utf-8"))


def _walk(root: str, keys: "list[PublicKey]") -> "Report":
    from rich.console import Console

    from app.showing import showing
    from results.sources import open_source
    from results.verify import verify as verify_root

    source = open_source(root)
    newest = keys[0] if keys else None
    with showing(Console(stderr=True)) as tell:
        return verify_root(
            source,
            newest,
            _patience(),
            older=keys[1:],
            tell=lambda done, total: tell("ฉบับ · snapshots", done, total),
        )


def _patience() -> "Wait":
    """Return how to wait for a printer that is at work: a minute at most."""
    import time

    left = iter(range(_LOOKS))

    def wait() -> bool:
        if next(left, None) is None:
            return False
        time.sleep(_LOOK_S)
        return True

    return wait


def _tell(report: "Report", *, with_list: bool) -> None:
    """Print the verdict; with a list, that alone goes to standard output."""
    if with_list:
        for path, sha256 in sorted(report.listed.items()):
            typer.echo(f"{sha256 or '-' * 64}  {path}")
    for fault in report.faults:
        typer.echo(f"ผิด · Wrong: {fault}", err=with_list)
    if report.faults and report.is_printing:
        typer.echo(
            "หน้าเว็บยังตามตัวเลขไม่ทัน ลองอีกครั้งเมื่อพิมพ์เสร็จ · pages lag behind the figures:"
            " try again once they are printed",
            err=with_list,
        )
    for path in report.unlisted:
        typer.echo(f"ไม่อยู่ในรายการ · Not listed: {path}", err=with_list)
    typer.echo(f"กุญแจ · Key: {report.fingerprint or '-'}", err=with_list)
    if report.is_self_signed:
        typer.echo(_SELF_SIGNED, err=with_list)
    verdict = "ถูกต้องทุกไฟล์ · All files fit" if report.is_sound else "ไม่ถูกต้อง · NOT sound"
    typer.echo(
        f"{verdict}: ฉบับที่ {report.sequence} · snapshot {report.sequence},"
        f" {report.snapshots} ฉบับ · snapshots, {len(report.listed)} ไฟล์ · files",
        err=with_list,
    )
