"""`khanaen publish`: one snapshot by hand, a fresh key, or the operator's word to the public."""

from pathlib import Path
from typing import Annotated

import typer

_PAUSED = "paused"
_LIVE = "live"
_REASONED = ("pause", "withdraw")


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(publish)


def publish(
    status: Annotated[
        str | None,
        typer.Option(help="paused หรือ live · pause publication or go on; needs no database"),
    ] = None,
    reason: Annotated[str, typer.Option(help="เหตุผลต่อสาธารณะ · public reason in Thai")] = "",
    reason_en: Annotated[str, typer.Option(help="เหตุผลภาษาอังกฤษ · the same in English")] = "",
    new_key: Annotated[
        Path | None, typer.Option(help="สร้างกุญแจใหม่ · write a fresh signing key to this file")
    ] = None,
    pause: Annotated[str, typer.Option(help="หยุดเผยแพร่เขตนี้ · pause a constituency")] = "",
    resume: Annotated[str, typer.Option(help="เผยแพร่เขตนี้ต่อ · let it go on")] = "",
    ask_consolidate: Annotated[str, typer.Option(help="ขอรวมผล · ส.ส. 6/1 is in, ask")] = "",
    consolidate: Annotated[str, typer.Option(help="รวมผล คนที่สอง · grant it, second person")] = "",
    ask_certify: Annotated[str, typer.Option(help="ขอประกาศผล · ask for certification")] = "",
    certify: Annotated[str, typer.Option(help="ประกาศผล คนที่สอง · grant it, second person")] = "",
    refuse: Annotated[str, typer.Option(help="ไม่อนุมัติหรือถอนคำขอ · refuse or take back")] = "",
    withdraw: Annotated[str, typer.Option(help="ถอนคะแนนหน่วยนี้ · take a unit's numbers out")] = "",
    order: Annotated[str, typer.Option(help="suspend, recount, revote, no_count")] = "no_count",
    by: Annotated[str, typer.Option(help="ชื่อผู้ใช้ของผู้สั่ง · operator's user name")] = "",
) -> None:
    """เผยแพร่ฉบับใหม่ถ้ามีสิ่งเปลี่ยน · Publish a snapshot if anything public changed.

    With --pause, --resume, --ask-consolidate, --consolidate, --ask-certify, --certify, --refuse
    CODE or --withdraw UNIT an operator (--by) moves one constituency; pause and withdraw want a
    --reason for the public.
    """
    asked = {
        "pause": pause,
        "resume": resume,
        "ask_consolidate": ask_consolidate,
        "consolidate": consolidate,
        "ask_certify": ask_certify,
        "certify": certify,
        "refuse": refuse,
        "withdraw": withdraw,
    }
    said = [(what, place) for what, place in asked.items() if place]
    if said:
        words = " · ".join(part for part in (reason, reason_en) if part)
        _carry_out(said, by, words, order)
    elif new_key is not None:
        _make_key(new_key)
    elif status is not None:
        _set_status(status, reason, reason_en)
    else:
        _publish()


def _carry_out(said: list[tuple[str, str]], by: str, reason: str, order: str) -> None:
    from datetime import UTC, datetime

    from app.opening import prepare_database
    from app.settings import load_settings
    from app.stages import NotOperator, Word, carry_out
    from models.errors import ModelError
    from results.errors import ResultsError
    from results.stages import ORDERS

    (what, place), *more = said
    if more or not by or order not in ORDERS or (what in _REASONED and not reason):
        print("หนึ่งคำสั่งต่อครั้ง พร้อม --by และ --reason · one word at a time, with --by and --reason")
        raise typer.Exit(2)
    database = prepare_database(load_settings().database_url)
    try:
        carry_out(database, Word(what, place, by, reason, order), datetime.now(UTC))
    except (ModelError, ResultsError, NotOperator) as refusal:
        print(f"ไม่ได้ทำ · Not done: {type(refusal).__name__}: {refusal}")
        raise typer.Exit(1) from None
    finally:
        database.close()
    print(f"ทำแล้ว · Done: {what} {place}")


def _make_key(file: Path) -> None:
    from results.signing import SigningKey

    key = SigningKey.new()
    try:
        key.write(file)
    except FileExistsError:
        print(
            f"มีไฟล์ {file} หรือกุญแจสาธารณะอยู่แล้ว ไม่เขียนทับ ·"
            f" There is a file {file} or its public key already; it stays."
        )
        raise typer.Exit(2) from None
    print(f"กุญแจใหม่ · New key {key.public.fingerprint}: {file}, {file.with_suffix('.pub')}")


def _set_status(status: str, reason: str, reason_en: str) -> None:
    from app.settings import load_settings
    from results.errors import ResultsError
    from results.pointer import set_status
    from results.signing import SigningKey
    from results.target import open_target

    if status not in {_PAUSED, _LIVE} or (status == _PAUSED and not reason):
        print("--status paused --reason … | --status live")
        raise typer.Exit(2)
    settings = load_settings()
    said = {"th": reason, "en": reason_en or reason} if status == _PAUSED else None
    try:
        key = SigningKey.read(settings.signing_key_file)
        number = set_status(open_target(settings.publish_url), key, status, said)
    except ResultsError as trouble:
        print(f"ไม่สำเร็จ · Failed: {trouble}")
        raise typer.Exit(2) from None
    print(f"ฉบับที่ {number} · Snapshot {number}: {status}")


def _publish() -> None:
    from datetime import UTC, datetime

    from app.opening import open_ground
    from app.settings import load_settings
    from results.errors import ResultsError
    from results.publish import publish as publish_snapshot
    from results.signing import SigningKey

    ground = open_ground(load_settings())
    try:
        key = SigningKey.read(ground.settings.signing_key_file)
        done = publish_snapshot(
            ground.database, ground.store, ground.settings.publish_url, key, datetime.now(UTC)
        )
    except ResultsError as trouble:
        print(f"ไม่สำเร็จ · Failed: {trouble}")
        raise typer.Exit(2) from None
    finally:
        ground.close()
    if done is None:
        print("ไม่มีอะไรเปลี่ยน หรือหยุดเผยแพร่อยู่ · Nothing changed, or publication is paused")
        return
    print(
        f"ฉบับที่ {done.sequence} · Snapshot {done.sequence}: {done.constituencies} เขต ·"
        f" constituencies, {done.files} ไฟล์ใหม่ · new files"
    )
    for code in done.stopped:
        print(f"หยุดเผยแพร่ · Stopped: {code}")
